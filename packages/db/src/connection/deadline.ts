// How long a call may take, and how it learns that the database is away. Both travel beside the
// call: between the driver and whoever started it, MikroORM wraps errors in its own and Better Auth
// swallows them.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../errors.ts';

interface Call {
  /** In milliseconds since 1970. */
  deadline: number;
  failure?: Refusal;
}

const calls = new AsyncLocalStorage<Call>();

/** What is left of the call's time, at most `limit`; `Infinity` inside `withoutDeadline`. */
export function timeLeft(limit: number): number {
  const { deadline = Date.now() + limit } = calls.getStore() ?? {};
  return deadline === Infinity ? Infinity : Math.min(limit, deadline - Date.now());
}

/** What one statement may take where there is no deadline, in milliseconds. */
export const maxStatementMs = 60_000;

/** `setTimeout` that takes `Infinity` for never. */
export const setTimer = (milliseconds: number, act: () => void): NodeJS.Timeout | undefined =>
  milliseconds === Infinity ? undefined : setTimeout(act, Math.max(0, milliseconds));

/** What `answer` gives, unless it takes more than `limit` milliseconds. @throws TimeoutError */
export function withTimeout<T>(answer: Promise<T>, limit: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimer(limit, () => reject(new TimeoutError(true)));
    const stop = () => clearTimeout(timer);
    answer.then(stop, stop);
    answer.then(resolve, reject);
  });
}

/** Nothing was said in time; where the call had no time left, nobody was even asked. */
export class TimeoutError extends Error {
  override readonly message = 'no answer in time';
  readonly asked: boolean;

  constructor(asked: boolean) {
    super();
    this.asked = asked;
  }
}

/** For changes of the schema, which may take longer than any call is allowed to. */
export const withoutDeadline = <T>(work: () => Promise<T>): Promise<T> =>
  calls.run({ deadline: Infinity }, work);

/** The database cannot answer now. With `outcome: 'unknown'` a COMMIT may or may not have happened. */
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

/**
 * Runs `work`; if the database was away during it, that is what the caller learns, whatever the
 * libraries in between made of it.
 *
 * @param limit how long it may wait, in milliseconds; inside another call as long as that one.
 * @param deadline until when instead, in milliseconds since 1970.
 * @throws Refusal SERVICE_UNAVAILABLE, or what `work` throws.
 */
export async function withDeadline<T>(
  work: () => Promise<T>,
  limit: number,
  deadline = calls.getStore()?.deadline ?? Date.now() + limit,
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
