// A person's calls wait for each other before they wait for the database: however many somebody sends,
// in a batch or beside it, there are connections for the others.
import { TRPCError } from '@trpc/server';

/** How many calls of one caller may wait. More are refused instead of kept in memory. */
const maxQueueLength = 1_000;

/**
 * Runs `work` when it is the caller's turn: `key` is a person's id, or an address.
 *
 * @throws TRPCError TOO_MANY_REQUESTS
 */
export type KeyedLimiter = <T>(key: string, work: (aside: Aside) => Promise<T>) => Promise<T>;

/** Waits for something else than the database, and lets the caller's other calls go on meanwhile. */
export type Aside = (wait: () => Promise<void>) => Promise<void>;

interface Caller {
  running: number;
  /** Each begins one that waits. */
  waiting: (() => void)[];
}

/** @param concurrency how many calls of one caller run at the same time. */
export function createKeyedLimiter(concurrency: number): KeyedLimiter {
  const callers = new Map<string, Caller>();
  const begin = (key: string): Caller | Promise<Caller> => {
    const caller = callers.get(key) ?? { running: 0, waiting: [] };
    callers.set(key, caller);
    if (caller.running < concurrency) {
      caller.running += 1;
      return caller;
    }
    if (caller.waiting.length >= maxQueueLength) {
      throw new TRPCError({
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many of your calls are waiting. Send fewer at once.',
      });
    }
    return new Promise((resolve) => caller.waiting.push(() => resolve(caller)));
  };
  /** Whoever waits longest takes the place. */
  const end = (key: string, caller: Caller): void => {
    const next = caller.waiting.shift();
    if (next) return next();
    caller.running -= 1;
    if (caller.running === 0) callers.delete(key);
  };
  return async (key, work) => {
    let turn = begin(key);
    const caller = turn instanceof Promise ? await turn : turn;
    let current: Caller | undefined = caller;
    const aside: Aside = async (wait) => {
      if (current) end(key, current);
      current = undefined;
      await wait();
      turn = begin(key);
      current = turn instanceof Promise ? await turn : turn;
    };
    try {
      return await work(aside);
    } finally {
      if (current) end(key, current);
    }
  };
}
