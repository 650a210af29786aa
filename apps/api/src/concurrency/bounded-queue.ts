// Limits password hashing: a bounded queue keeps the rest of the server responsive.
import { Refusal } from '@tydo/db';
import pLimit from 'p-limit';
import { clientDisconnected } from '../errors/client-disconnected.ts';
import { RetryLaterError } from '../errors/retry-later-error.ts';
import type { Load } from './load.ts';

/**
 * Runs `work` as soon as fewer than `concurrency` others run.
 *
 * @param isDisconnected whether the client has closed its connection; then `work` is skipped.
 * @throws RetryLaterError SERVICE_UNAVAILABLE when the queue is full or the wait takes too long.
 */
export interface BoundedQueue {
  <T>(isDisconnected: () => boolean, work: () => Promise<T>): Promise<T>;
  load: () => Load;
}

export interface BoundedQueueOptions {
  concurrency: number;
  /** Further calls are refused. */
  maxQueueLength: number;
  /** How long a call may wait to start, in milliseconds. */
  timeoutMs: number;
}

export function createBoundedQueue(options: BoundedQueueOptions): BoundedQueue {
  const { concurrency, maxQueueLength, timeoutMs } = options;
  const limit = pLimit({ concurrency, rejectOnClear: true });
  const run = async <T>(isDisconnected: () => boolean, work: () => Promise<T>): Promise<T> => {
    if (limit.pendingCount >= maxQueueLength) throw tooMany();
    let hasStarted = false;
    let hasTimedOut = false;
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      hasTimedOut = true;
      timeout.reject(tooMany());
    }, timeoutMs);
    const running = limit(async () => {
      hasStarted = true;
      clearTimeout(timer);
      if (hasTimedOut || isDisconnected()) throw clientDisconnected();
      try {
        return await work();
      } catch (error) {
        // Without a database the queued calls would fail too, only later.
        if (error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE') limit.clearQueue();
        throw error;
      }
    }).catch((error: unknown) => {
      clearTimeout(timer);
      throw hasStarted ? error : tooMany();
    });
    return Promise.race([running, timeout.promise]);
  };
  const load = () => ({ running: limit.activeCount, waiting: limit.pendingCount });
  return Object.assign(run, { load });
}

const tooMany = () =>
  new RetryLaterError(
    'SERVICE_UNAVAILABLE',
    'Many people are signing in right now. Try again soon.',
    5,
  );
