// Semaphores that bound the memory of large work. A large response holds its permit until the client has read
// it, but its slot only until it is written: slow readers do not block others. Writes that change many rows and
// return little have a semaphore of their own, so that they never wait for a download.
import { TRPCError } from '@trpc/server';
import type { Load } from './load.ts';

/** From this size on, in bytes of JSON, a response needs a permit. */
export const largeResponseBytes = 2 ** 20;

/** Slots: permits whose response is not written yet. */
const maxConcurrent = 2;
/** Permits, with or without a slot. A person has at most one. */
const maxPermits = 8;
const maxQueueLength = { total: 32, perPerson: 8 };

export interface Permit {
  /** Lets the next one in the queue start; this person's next one still waits for `release`. */
  releaseSlot: () => void;
  /** Ends the permit. A second call does nothing. */
  release: () => void;
}

export interface AcquireOptions {
  /** In milliseconds since 1970. */
  deadline: number;
  /** Aborted when the client disconnects. */
  signal: AbortSignal;
}

/**
 * Waits for a permit.
 *
 * @throws TRPCError TOO_MANY_REQUESTS when the queue is full or the deadline passes; `signal.reason`.
 */
export type AcquirePermit = (personId: string, options: AcquireOptions) => Promise<Permit>;

export type Semaphore = AcquirePermit & { load: () => Load };

/** A permit is held from the first large read until the client has read the response. */
export const createLargeResponseSemaphore = (): Semaphore =>
  createSemaphore(
    'Too many large responses are being made. Ask for less, or try again in a moment.',
  );

/**
 * A permit is held until the call ends. Its holder never waits for another permit, so that two calls cannot
 * wait for each other.
 */
export const createHeavyWriteSemaphore = (): Semaphore =>
  createSemaphore('Too many calls change many tasks right now. Try again in a moment.');

interface Waiter {
  personId: string;
  start: () => void;
}

function createSemaphore(message: string): Semaphore {
  const tooMany = () => new TRPCError({ code: 'TOO_MANY_REQUESTS', message });
  /** Ids of people with a permit, and of those among them with a slot. */
  const holders = new Set<string>();
  const slots = new Set<string>();
  const queue: Waiter[] = [];
  const isFree = (personId: string) =>
    slots.size < maxConcurrent && holders.size < maxPermits && !holders.has(personId);
  const startNext = () => {
    const index = queue.findIndex(({ personId }) => isFree(personId));
    if (index >= 0) queue.splice(index, 1)[0]?.start();
  };
  const grant = (personId: string): Permit => {
    holders.add(personId);
    slots.add(personId);
    let isReleased = false;
    return {
      releaseSlot() {
        if (!isReleased && slots.delete(personId)) startNext();
      },
      release() {
        if (isReleased) return;
        isReleased = true;
        holders.delete(personId);
        slots.delete(personId);
        startNext();
      },
    };
  };
  const acquire = async (personId: string, { deadline, signal }: AcquireOptions) => {
    signal.throwIfAborted();
    if (isFree(personId)) return grant(personId);
    const own = queue.filter((waiter) => waiter.personId === personId);
    if (queue.length >= maxQueueLength.total || own.length >= maxQueueLength.perPerson) {
      throw tooMany();
    }
    return new Promise<Permit>((resolve, reject) => {
      const stopWaiting = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      const refuse = (reason: unknown) => {
        stopWaiting();
        queue.splice(queue.indexOf(waiter), 1);
        reject(reason);
      };
      const onAbort = () => refuse(signal.reason);
      const timer = setTimeout(() => refuse(tooMany()), deadline - Date.now());
      signal.addEventListener('abort', onAbort);
      const waiter: Waiter = {
        personId,
        start() {
          stopWaiting();
          resolve(grant(personId));
        },
      };
      queue.push(waiter);
    });
  };
  const load = () => ({ running: holders.size, waiting: queue.length });
  return Object.assign(acquire, { load });
}
