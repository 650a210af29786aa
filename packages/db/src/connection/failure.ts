// How a failure of the connection travels: the driver notes it, whoever started the call reads it.
// Between the two, MikroORM wraps errors in its own and Better Auth swallows them.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../errors.ts';

const calls = new AsyncLocalStorage<{ failure?: Refusal }>();

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
 * @throws Refusal SERVICE_UNAVAILABLE, or what `work` throws.
 */
export async function reportingFailure<T>(work: () => Promise<T>): Promise<T> {
  const call: { failure?: Refusal } = {};
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
