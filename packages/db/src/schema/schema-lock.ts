// Changes of tables: by one process at a time, all of it or nothing, and a sentence where it fails.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { codeOf, Refusal, SchemaError } from '../errors.ts';

const lockPatience = 60_000;

// While a change waits for its table, everybody else waits behind it: so it gives up soon, and is
// tried again for some seconds. And while it works nobody writes: so it does not work for long.
const tablePatience = 10_000;
export const maxChangeTime = '10s';

/**
 * Runs `work` in a transaction, while no other process changes the schema; again where a table is in
 * use by others.
 *
 * @throws SchemaError when it fails; nothing was changed then. Refusal SERVICE_UNAVAILABLE when the
 * database is away.
 */
export function withSchemaLock<T>(
  db: Kysely<never>,
  dialect: Dialect,
  work: (transaction: Transaction<never>) => Promise<T>,
): Promise<T> {
  return patiently(() =>
    db.transaction().execute(async (transaction) => {
      await dialect.schema.limitWaiting(transaction, maxChangeTime);
      if (!(await dialect.schema.tryLock(transaction))) return undefined;
      return { result: await work(transaction) };
    }),
  );
}

/**
 * Runs `work`, which only looks; it waits for a table no longer than a change does.
 *
 * @throws as `alone`
 */
export function withLockTimeout<T>(
  db: Kysely<never>,
  dialect: Dialect,
  work: (db: Kysely<never>) => Promise<T>,
): Promise<T> {
  if (!dialect.schema.readersWait) return work(db);
  return patiently(() =>
    db.transaction().execute(async (transaction) => {
      await dialect.schema.limitWaiting(transaction, maxChangeTime);
      return { result: await work(transaction) };
    }),
  );
}

/** Tries until there is a result: it was not our turn, or a table was in use. */
async function patiently<T>(attempt: () => Promise<{ result: T } | undefined>): Promise<T> {
  for (const start = Date.now(); ; await sleep(100 + Math.random() * 400)) {
    const waited = Date.now() - start;
    try {
      const done = await attempt();
      if (done) return done.result;
      if (waited > lockPatience) throw new SchemaError(busy);
    } catch (error) {
      if (!isInUse(error) || waited > tablePatience) throw asSchemaError(error);
    }
  }
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const lockNotAvailable = '55P03';
const queryCanceled = '57014';
const notAllowed = /^(42501|25006)$/;

const isInUse = (error: unknown): boolean => codeOf(originOf(error)) === lockNotAvailable;

/** Whether a statement took longer than `maxChangeTime`. */
export const tookTooLong = (error: unknown): boolean => codeOf(originOf(error)) === queryCanceled;

const busy =
  'The tables are in use, or another process is changing them, and did not become free in time. Nothing was changed. Start again.';

/** What is no matter of the schema stays what it is: the database is away, perhaps at COMMIT. */
function asSchemaError(error: unknown): unknown {
  if (error instanceof SchemaError) return error;
  if (isInUse(error)) return new SchemaError(busy, { cause: error });
  const origin = originOf(error);
  const reason = origin instanceof Error ? origin.message : String(origin);
  if (notAllowed.test(codeOf(origin) ?? '')) {
    return new SchemaError(
      `The database role may not create what is missing (${reason}). Nothing was changed. Grant it, or start once with a role that may.`,
      { cause: error },
    );
  }
  if (error instanceof Refusal) return error;
  return new SchemaError(`The tables could not be made (${reason}). Nothing was changed.`, {
    cause: error,
  });
}

/** The innermost cause: what the database itself said. */
const originOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? originOf(error.cause) : error;
