// Limits how many calls of one person run at once. The rest wait here and not for a database connection, so that
// one person with many calls leaves connections for everybody else.
import { TRPCError } from '@trpc/server';
import type { Load } from './load.ts';
import { createOverloadDetector } from './overload-detector.ts';

/** Per key. Further calls are refused. */
const maxQueueLength = 1_000;

/**
 * Runs `work` in a slot of `key`, a person's id or an IP address, and waits for a free one first.
 *
 * @throws TRPCError TOO_MANY_REQUESTS when the queue of the key is full.
 */
export interface KeyedLimiter {
  <T>(key: string, work: (withoutSlot: WithoutSlot) => Promise<T>): Promise<T>;
  /** Of all keys. */
  load: () => Load;
  /** Counts `work`, such as the look-up of a session, as something that the server is busy with. */
  track: <T>(work: () => Promise<T>) => Promise<T>;
  /** Whether new requests are better refused: see `createOverloadDetector`. */
  isOverloaded: () => boolean;
}

/** Gives the slot back while `wait` runs, so that other calls of the key can use it. */
export type WithoutSlot = (wait: () => Promise<void>) => Promise<void>;

interface Slots {
  running: number;
  /** Each function starts one waiting call. */
  queue: (() => void)[];
}

/** @param concurrency slots per key. */
export function createKeyedLimiter(concurrency: number): KeyedLimiter {
  const slotsByKey = new Map<string, Slots>();
  const detector = createOverloadDetector();
  const acquire = (key: string): Slots | Promise<Slots> => {
    const slots = slotsByKey.get(key) ?? { running: 0, queue: [] };
    slotsByKey.set(key, slots);
    if (slots.running < concurrency) {
      slots.running += 1;
      detector.begin();
      return slots;
    }
    if (slots.queue.length >= maxQueueLength) {
      throw new TRPCError({
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many of your calls are waiting. Send fewer at once.',
      });
    }
    return new Promise((resolve) => slots.queue.push(() => resolve(slots)));
  };
  const release = (key: string, slots: Slots): void => {
    detector.end();
    const startNext = slots.queue.shift();
    if (startNext) {
      detector.begin();
      return startNext();
    }
    slots.running -= 1;
    if (slots.running === 0) slotsByKey.delete(key);
  };
  const run = async <T>(
    key: string,
    work: (withoutSlot: WithoutSlot) => Promise<T>,
  ): Promise<T> => {
    let slots: Slots | undefined = await acquire(key);
    const withoutSlot: WithoutSlot = async (wait) => {
      if (slots) release(key, slots);
      slots = undefined;
      await wait();
      slots = await acquire(key);
    };
    try {
      return await work(withoutSlot);
    } finally {
      if (slots) release(key, slots);
    }
  };
  const load = () => {
    const all = { running: 0, waiting: 0 };
    for (const { running, queue } of slotsByKey.values()) {
      all.running += running;
      all.waiting += queue.length;
    }
    return all;
  };
  const track = async <T>(work: () => Promise<T>): Promise<T> => {
    detector.begin();
    try {
      return await work();
    } finally {
      detector.end();
    }
  };
  return Object.assign(run, { load, track, isOverloaded: detector.isOverloaded });
}
