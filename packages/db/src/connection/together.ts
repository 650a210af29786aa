// Small questions of the same kind that come at the same time, from whomever, share one statement: most
// of what a question costs is its way to the database and back (docs/decisions/0014-speed.md).
import DataLoader from 'dataloader';
import { newDeadline, reportingFailure, unavailable } from './failure.ts';

/** However many questions there are: the other connections are for what takes longer. */
const statementsAtOnce = 3;
/** More than one process serves at a time; what is beyond goes into the next statement. */
const questionsAtOnce = 500;
/** Whoever has less time left, in milliseconds, would cut short those who came with them. */
const leastTime = 500;

interface Question<Key> {
  key: Key;
  deadline: number;
}

/**
 * Asks for a key, together with who asks for others.
 *
 * @param deadline when it gives up waiting, in milliseconds since 1970. Default: 4 s from now.
 * @throws Refusal SERVICE_UNAVAILABLE
 */
export type AskTogether<Key, Found> = (key: Key, deadline?: number) => Promise<Found | undefined>;

/**
 * @param findAll gives what is found for each of the keys, in their order. None of them may be able to
 * make it slow for the others, or to make it fail.
 */
export function together<Key, Found>(
  findAll: (keys: Key[]) => Promise<(Found | undefined)[]>,
): AskTogether<Key, Found> {
  const gate = createGate();
  const answer = async (
    questions: readonly Question<Key>[],
  ): Promise<(Found | undefined | Error)[]> => {
    const soonest = Date.now() + leastTime;
    const inTime = questions.filter(({ deadline }) => deadline >= soonest);
    const end = Math.min(newDeadline(), ...inTime.map(({ deadline }) => deadline));
    const keys = inTime.map(({ key }) => key);
    const found = await reportingFailure(() => findAll(keys), end);
    const answers = found.values();
    return questions.map(({ deadline }) =>
      deadline >= soonest ? answers.next().value : unavailable(new Error('others took the time')),
    );
  };
  const loader = new DataLoader<Question<Key>, Found | undefined>(
    (questions) => answer(questions).finally(gate.leave),
    {
      // What was so a moment ago is asked again: it may have changed.
      cache: false,
      maxBatchSize: questionsAtOnce,
      batchScheduleFn: gate.enter,
    },
  );
  return (key, deadline = newDeadline()) => loader.load({ key, deadline });
}

/** All that Node reads in one round of its loop enters together; more collects while it is full. */
function createGate() {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const begin = (batch: () => void) => {
    inside += 1;
    batch();
  };
  return {
    enter(this: void, batch: () => void): void {
      if (inside < statementsAtOnce) setImmediate(begin, batch);
      else waiting.push(batch);
    },
    leave(this: void): void {
      inside -= 1;
      const next = waiting.shift();
      if (next) begin(next);
    },
  };
}
