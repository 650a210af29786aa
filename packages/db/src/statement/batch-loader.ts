// Small questions of the same kind that come at the same time, from whomever, share one statement: most
// of what a question costs is its way to the database and back (docs/decisions/0014-speed.md).
import DataLoader from 'dataloader';
import {
  TimeoutError,
  timeLeft,
  unavailable,
  withDeadline,
  withTimeout,
} from '../connection/deadline.ts';

/** However many questions there are: the other connections are for what takes longer. */
const statementsAtOnce = 3;
/** What is beyond goes into the next statement. */
const keysAtOnce = 500;
/** How many may wait for their answer. More are refused instead of kept in memory. */
const longestQueue = 10_000;

/**
 * Asks for a key, together with who asks for others; waits as long as its own call may.
 *
 * @throws Refusal SERVICE_UNAVAILABLE
 */
export type BatchLoader<Key, Found> = (key: Key) => Promise<Found | undefined>;

/**
 * @param limit how long its own call may take, in milliseconds.
 * @param findAll gives what is found for each of the keys, in their order. None of them may be able to
 * make it slow for the others, or to make it fail.
 */
export function createBatchLoader<Key, Found>(
  limit: number,
  findAll: (keys: readonly Key[]) => Promise<(Found | undefined)[]>,
): BatchLoader<Key, Found> {
  const gate = createGate();
  // Of a call of its own: whoever came first may have little time left.
  const answer = (keys: readonly Key[]) =>
    withDeadline(() => findAll(keys), limit, Date.now() + limit).finally(gate.leave);
  const loader = new DataLoader<Key, Found | undefined>(answer, {
    // What was so a moment ago is asked again: it may have changed.
    cache: false,
    maxBatchSize: keysAtOnce,
    batchScheduleFn: gate.enter,
  });
  let waiting = 0;
  return async (key) => {
    if (waiting >= longestQueue) throw unavailable(new Error('too many questions wait'));
    waiting += 1;
    try {
      return await withTimeout(loader.load(key), timeLeft(limit));
    } catch (error) {
      throw error instanceof TimeoutError ? unavailable(error) : error;
    } finally {
      waiting -= 1;
    }
  };
}

/** All that Node reads in one round of its loop enters together; more collects while it is full. */
function createGate() {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return {
    enter(this: void, batch: () => void): void {
      if (inside >= statementsAtOnce) return void waiting.push(batch);
      inside += 1;
      setImmediate(batch);
    },
    leave(this: void): void {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    },
  };
}
