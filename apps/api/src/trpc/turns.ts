// A person's calls wait for each other before they wait for the database, and so do the look-ups of a
// session: however many somebody sends, in a batch or beside it, there are connections for the others.
import { TRPCError } from '@trpc/server';
import pLimit, { type LimitFunction } from 'p-limit';

/** How many calls of one person may wait. More are refused instead of kept in memory. */
const longestQueue = 1_000;

/** Runs `work` when it is the turn of `key`: a person's id, or a credential. @throws TRPCError TOO_MANY_REQUESTS */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** @param atOnce how many calls of one person run at the same time. */
export function createTurns(atOnce: number): InTurn {
  const people = new Map<string, { limit: LimitFunction; calls: number }>();
  return async (personId, work) => {
    const person = people.get(personId) ?? { limit: pLimit(atOnce), calls: 0 };
    if (person.calls >= atOnce + longestQueue) {
      throw new TRPCError({
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many of your calls are waiting. Send fewer at once.',
      });
    }
    people.set(personId, person);
    person.calls += 1;
    try {
      return await person.limit(work);
    } finally {
      person.calls -= 1;
      if (person.calls === 0) people.delete(personId);
    }
  };
}
