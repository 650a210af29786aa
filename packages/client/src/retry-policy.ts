// Aborting a call, and when a failed call is sent again.
import { isTransient } from '@tydo/schemas/error';
import { maxBatchSize } from '@tydo/schemas/wire';
import { asTydoError, TydoError, type TydoErrorCode } from './error.ts';

/**
 * Rejects as soon as `signal` aborts, whatever the work does; the work gets a signal of its own. tRPC
 * itself would wait for the other calls of the batch.
 *
 * @throws TydoError, whatever the work throws.
 */
export async function abortable<T>(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  let mayBeDone = false;
  const abort = () => {
    const details = { cause: signal?.reason, mayBeDone };
    reject(new TydoError('ABORTED', 'The call was aborted by its signal.', details));
    controller.abort();
  };
  if (signal?.aborted) abort();
  mayBeDone = true;
  signal?.addEventListener('abort', abort);
  try {
    return await (controller.signal.aborted
      ? aborted
      : Promise.race([aborted, work(controller.signal)]));
  } catch (caught) {
    throw asTydoError(caught);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

const maxRetries = 3;
const firstDelayMs = 250;
const isRetryable = (code: TydoErrorCode): boolean =>
  code === 'NO_ANSWER' || code === 'TIMEOUT' || isTransient(code);

/** The result did not fit into the response of its batch. A call that is itself too large has no path. */
const exceededBatchResponse = ({ code, data }: TydoError): boolean =>
  code === 'PAYLOAD_TOO_LARGE' && data?.path !== undefined;

export interface RetryPolicy {
  /** No retry begins later than this after the first attempt, in milliseconds. */
  retryWindowMs: number;
  /** 0–1. The same for all calls of a client, so that calls that failed together are batched again. */
  jitter: number;
  signal: AbortSignal;
}

/**
 * Calls up to four times: after 250 ms, 500 ms and 1 s, or after `Retry-After`, plus up to half of that
 * as jitter; at once where the result only did not fit into the response of its batch. Not tRPC's
 * `retryLink`: its delay is given neither `Retry-After` nor a signal.
 */
export async function withRetries<T>(
  call: () => Promise<T>,
  { retryWindowMs, jitter, signal }: RetryPolicy,
): Promise<T> {
  const deadline = performance.now() + retryWindowMs;
  let mayBeDone = false;
  let unbatched = 0;
  for (let retries = 0; ; retries += 1) {
    try {
      return await call();
    } catch (caught) {
      const last = asTydoError(caught);
      mayBeDone ||= last.mayBeDone;
      if (exceededBatchResponse(last) && unbatched < maxBatchSize && performance.now() < deadline) {
        // The first call of a batch always fits, so each time fewer are left.
        unbatched += 1;
        retries -= 1;
        continue;
      }
      const error = mayBeDone === last.mayBeDone ? last : last.with({ mayBeDone });
      const delay = Math.max(firstDelayMs * 2 ** retries, 1000 * (error.retryAfter ?? 0));
      const wait = delay * (1 + jitter / 2);
      const isLast = retries === maxRetries || performance.now() + wait > deadline;
      if (isLast || !isRetryable(error.code)) throw error;
      await sleep(untilTick(wait), signal);
    }
  }
}

/** The calls of one batch fail one after the other, within less than this. */
const tickMs = 50;

/** `wait`, rounded up to a moment that is the same for all calls that wait about as long. */
function untilTick(wait: number): number {
  const now = performance.now();
  return Math.ceil((now + wait) / tickMs) * tickMs - now;
}

/** @param wait milliseconds. @throws the signal's reason when it aborts. */
async function sleep(wait: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, wait);
  signal.addEventListener('abort', () => reject(signal.reason));
  await promise.finally(() => clearTimeout(timer));
}
