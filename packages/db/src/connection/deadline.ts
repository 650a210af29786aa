// How long a call may take, and how it learns that the database is away. Both are kept in an
// AsyncLocalStorage: between driver and caller, MikroORM wraps errors and Better Auth swallows them.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../errors.ts';

interface Call {
  /** In milliseconds since 1970. */
  deadline: number;
  failure?: Refusal;
}

const calls = new AsyncLocalStorage<Call>();

/** Milliseconds until the call's deadline, at most `maxMs`; `Infinity` inside `withoutDeadline`. */
export function timeLeft(maxMs: number): number {
  const { deadline = Date.now() + maxMs } = calls.getStore() ?? {};
  return deadline === Infinity ? Infinity : Math.min(maxMs, deadline - Date.now());
}

/** The limit of one statement where there is no deadline. */
export const maxStatementMs = 60_000;

/** `setTimeout`, but `Infinity` sets no timer. */
export const setTimer = (milliseconds: number, callback: () => void): NodeJS.Timeout | undefined =>
  milliseconds === Infinity ? undefined : setTimeout(callback, Math.max(0, milliseconds));

/** The result of `promise`. @throws TimeoutError after `timeoutMs`. */
export function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimer(timeoutMs, () => reject(new TimeoutError(true)));
    const stop = () => clearTimeout(timer);
    promise.then(stop, stop);
    promise.then(resolve, reject);
  });
}

/** The database did not answer in time. */
export class TimeoutError extends Error {
  override readonly message = 'no answer in time';
  /** False where the call had no time left to send the statement. */
  readonly wasSent: boolean;

  constructor(wasSent: boolean) {
    super();
    this.wasSent = wasSent;
  }
}

/** For changes of the schema, which may take longer than a call. */
export const withoutDeadline = <T>(work: () => Promise<T>): Promise<T> =>
  calls.run({ deadline: Infinity }, work);

/**
 * The error of a database that cannot answer now; the current call fails with it. With
 * `outcome: 'unknown'` a COMMIT may or may not have happened.
 */
export function unavailable(cause: unknown, data: { outcome?: 'unknown' } = {}): Refusal {
  const failure = new Refusal(
    'SERVICE_UNAVAILABLE',
    'The database does not answer. Try again in a moment.',
    data,
    cause,
  );
  const call = calls.getStore();
  if (call) call.failure ??= failure;
  return failure;
}

/** For long work between statements. @throws Refusal SERVICE_UNAVAILABLE after the call's deadline. */
export function requireTimeLeft(): void {
  if (timeLeft(Infinity) <= 0) throw unavailable(new TimeoutError(false));
}

/**
 * Runs `work` as a call with a deadline. If the database was away during it, the call fails with that
 * error, even where a library in between replaced or swallowed it.
 *
 * @param timeoutMs the call's time; inside another call, that call's deadline applies instead.
 * @param deadline replaces both, in milliseconds since 1970.
 * @throws Refusal SERVICE_UNAVAILABLE, or what `work` throws.
 */
export async function withDeadline<T>(
  work: () => Promise<T>,
  timeoutMs: number,
  deadline = calls.getStore()?.deadline ?? Date.now() + timeoutMs,
): Promise<T> {
  const call: Call = { deadline };
  return calls.run(call, async () => {
    try {
      const result = await work();
      if (call.failure) throw call.failure;
      return result;
    } catch (error) {
      throw call.failure ?? error;
    }
  });
}
