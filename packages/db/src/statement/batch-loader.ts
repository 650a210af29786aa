// Combines lookups by key that arrive at the same time, from any calls, into one statement: most of the
// cost of a lookup is its way to the database and back (docs/decisions/0014-speed.md).
import DataLoader from 'dataloader';
import {
  TimeoutError,
  timeLeft,
  unavailable,
  withDeadline,
  withTimeout,
} from '../connection/deadline.ts';

/** The other connections of the pool are for statements that take longer. */
const maxConcurrentStatements = 3;
/** Further keys go into the next statement. */
const maxBatchSize = 500;
/** Lookups that may wait; more are refused, so that memory stays bounded. */
const maxQueueLength = 10_000;

/**
 * Loads what belongs to a key, within the deadline of its own call.
 *
 * @throws Refusal SERVICE_UNAVAILABLE
 */
export type BatchLoader<Key, Found> = (key: Key) => Promise<Found | undefined>;

/**
 * @param timeoutMs of a statement, and of a lookup outside of any call.
 * @param loadAll returns the result of each key, in order. No single key may be able to make it slow or
 * make it fail.
 */
export function createBatchLoader<Key, Found>(
  timeoutMs: number,
  loadAll: (keys: readonly Key[]) => Promise<(Found | undefined)[]>,
): BatchLoader<Key, Found> {
  const semaphore = createSemaphore(maxConcurrentStatements);
  // With a deadline of its own: that of the first lookup may be near.
  const load = (keys: readonly Key[]) =>
    withDeadline(() => loadAll(keys), timeoutMs, Date.now() + timeoutMs).finally(semaphore.release);
  const loader = new DataLoader<Key, Found | undefined>(load, {
    // Rows may have changed since.
    cache: false,
    maxBatchSize,
    batchScheduleFn: semaphore.acquire,
  });
  let waiting = 0;
  return async (key) => {
    if (waiting >= maxQueueLength) throw unavailable(new Error('too many lookups are waiting'));
    waiting += 1;
    try {
      return await withTimeout(loader.load(key), timeLeft(timeoutMs));
    } catch (error) {
      throw error instanceof TimeoutError ? unavailable(error) : error;
    } finally {
      waiting -= 1;
    }
  };
}

/** A batch starts at the end of the event loop's turn, or, when all permits are taken, with the next free one. */
function createSemaphore(permits: number) {
  let taken = 0;
  const queue: (() => void)[] = [];
  return {
    acquire(this: void, start: () => void): void {
      if (taken >= permits) return void queue.push(start);
      taken += 1;
      setImmediate(start);
    },
    release(this: void): void {
      const next = queue.shift();
      if (next) next();
      else taken -= 1;
    },
  };
}
