// How long a call is waited for, and how often it is tried.
import { passesByItself } from '@tydo/schemas/error';
import { maxBatchSize } from '@tydo/schemas/wire';
import { asTydoError, TydoError, type TydoErrorCode } from './error.ts';

/**
 * Ends as soon as `signal` says so, whatever the work does; the work hears it from a signal of its
 * own. tRPC alone would wait for the other calls of the batch.
 *
 * @throws TydoError, whatever the work throws.
 */
export async function abortable<T>(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  let mayBeDone = false;
  const stop = () => {
    const details = { cause: signal?.reason, mayBeDone };
    reject(new TydoError('ABORTED', 'Its caller gave the call up.', details));
    own.abort();
  };
  if (signal?.aborted) stop();
  mayBeDone = true;
  signal?.addEventListener('abort', stop);
  try {
    return await (own.signal.aborted ? aborted : Promise.race([aborted, work(own.signal)]));
  } catch (caught) {
    throw asTydoError(caught);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

const maxRetries = 3;
const firstWait = 250;
const worthRetrying = (code: TydoErrorCode): boolean =>
  code === 'NO_ANSWER' || code === 'TIMEOUT' || passesByItself(code);

/** The answer of its batch would have been too large with it; a call that is too large itself has no path. */
const didNotFit = ({ code, data }: TydoError): boolean =>
  code === 'PAYLOAD_TOO_LARGE' && data?.path !== undefined;

/**
 * Calls, up to four times: after 250 ms, 500 ms and 1 s, or as long as the server asks for, and up
 * to half as long again; at once where only the answer of its batch was too large. Not tRPC's
 * `retryLink`, whose delay knows no Retry-After and no signal.
 *
 * @param patience milliseconds after which no further try begins. One that would be asked for too
 * late is not waited for.
 * @param spread 0–1, where in that half. The same for all calls of a client: those that failed
 * together travel together again.
 */
export async function retried<T>(
  call: () => Promise<T>,
  { patience, spread, signal }: { patience: number; spread: number; signal: AbortSignal },
): Promise<T> {
  const end = performance.now() + patience;
  let mayBeDone = false;
  let unfit = 0;
  for (let retries = 0; ; retries += 1) {
    try {
      return await call();
    } catch (caught) {
      const last = asTydoError(caught);
      mayBeDone ||= last.mayBeDone;
      if (didNotFit(last) && unfit < maxBatchSize && performance.now() < end) {
        // Each time there are fewer that did not fit: the first of a batch always does.
        unfit += 1;
        retries -= 1;
        continue;
      }
      const { code, message, data, retryAfter, cause } = last;
      const error =
        mayBeDone === last.mayBeDone
          ? last
          : new TydoError(code, message, { data, retryAfter, cause, mayBeDone });
      const wanted = Math.max(firstWait * 2 ** retries, 1000 * (error.retryAfter ?? 0));
      const wait = wanted * (1 + spread / 2);
      const late = retries === maxRetries || performance.now() + wait > end;
      if (late || !worthRetrying(error.code)) throw error;
      await sleep(untilTick(wait), signal);
    }
  }
}

/** In milliseconds: calls that failed together are told so one after the other. */
const tick = 50;

/** A little longer than `wait`, until a moment that is the same for all who wait about as long. */
function untilTick(wait: number): number {
  const now = performance.now();
  return Math.ceil((now + wait) / tick) * tick - now;
}

/** In milliseconds. @throws when `signal` says so, and its reason. */
async function sleep(wait: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, wait);
  signal.addEventListener('abort', () => reject(signal.reason));
  await promise.finally(() => clearTimeout(timer));
}
