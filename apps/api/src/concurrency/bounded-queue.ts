// Who wants a password hashed waits in line, with a bound, so that the rest of the server goes on.
import { Refusal } from '@tydo/db';
import pLimit from 'p-limit';
import { clientGone } from '../errors/client-gone.ts';
import { RetryLaterError } from '../errors/retry-later-error.ts';

/**
 * Runs `work` when its turn comes.
 *
 * @param hasGone whether the caller does not wait any more: then there is nothing to do.
 * @throws RetryLaterError SERVICE_UNAVAILABLE where too many wait, or it takes too long.
 */
export type BoundedQueue = <T>(hasGone: () => boolean, work: () => Promise<T>) => Promise<T>;

export interface BoundedQueueOptions {
  /** How many run at the same time. */
  concurrency: number;
  /** How many more may wait. */
  maxQueueLength: number;
  /** How long one waits at most, in milliseconds. */
  timeoutMs: number;
}

export function createBoundedQueue(options: BoundedQueueOptions): BoundedQueue {
  const { concurrency, maxQueueLength, timeoutMs } = options;
  const limit = pLimit({ concurrency, rejectOnClear: true });
  return async (hasGone, work) => {
    if (limit.pendingCount >= maxQueueLength) throw tooMany();
    let began = false;
    const late = Promise.withResolvers<never>();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      late.reject(tooMany());
    }, timeoutMs);
    const running = limit(async () => {
      began = true;
      clearTimeout(timer);
      if (isLate || hasGone()) throw clientGone();
      try {
        return await work();
      } catch (error) {
        // Without a database nobody gets further, and each would learn it late.
        if (error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE') limit.clearQueue();
        throw error;
      }
    }).catch((error: unknown) => {
      clearTimeout(timer);
      throw began ? error : tooMany();
    });
    return Promise.race([running, late.promise]);
  };
}

const tooMany = () =>
  new RetryLaterError(
    'SERVICE_UNAVAILABLE',
    'Many people are signing in right now. Try again soon.',
    5,
  );
