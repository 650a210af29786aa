// A person's calls wait for each other before they wait for the database, and so do an address's
// look-ups of sessions: however many somebody sends, in a batch or beside it, there are connections for
// the others.
import { TRPCError } from '@trpc/server';
import pLimit, { type LimitFunction } from 'p-limit';

/** How many calls of one caller may wait. More are refused instead of kept in memory. */
const longestQueue = 1_000;

/**
 * Runs `work` when it is the caller's turn: `key` is a person's id, or an address.
 *
 * @throws TRPCError TOO_MANY_REQUESTS
 */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** @param atOnce how many calls of one caller run at the same time. */
export function createTurns(atOnce: number): InTurn {
  const callers = new Map<string, { limit: LimitFunction; calls: number }>();
  return async (key, work) => {
    const caller = callers.get(key) ?? { limit: pLimit(atOnce), calls: 0 };
    if (caller.calls >= atOnce + longestQueue) {
      throw new TRPCError({
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many of your calls are waiting. Send fewer at once.',
      });
    }
    callers.set(key, caller);
    caller.calls += 1;
    try {
      return await caller.limit(work);
    } finally {
      caller.calls -= 1;
      if (caller.calls === 0) callers.delete(key);
    }
  };
}
