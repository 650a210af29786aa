// Transactions that change tables: one process at a time, all or nothing, with an explanation on failure.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { codeOf, Refusal, SchemaError } from '../errors.ts';

/** How long to wait for another process that changes the schema. */
const schemaLockTimeoutMs = 60_000;

// While a change waits for a lock on its table, all other statements wait behind it: each try is short. While
// it works nobody can write: a statement has a limit.
const tableLockTimeoutMs = 10_000;
export const maxChangeTime = '10s';

/**
 * Runs `work` in a transaction that holds the schema lock; again while a table is in use.
 *
 * @throws SchemaError when it fails; nothing was changed then. Refusal SERVICE_UNAVAILABLE when the
 * database is away.
 */
export const withSchemaLock = <T>(
  db: Kysely<never>,
  dialect: Dialect,
  work: (transaction: Transaction<never>) => Promise<T>,
): Promise<T> =>
  withLockTimeout(db, dialect, async (transaction) =>
    (await dialect.schema.tryLock(transaction)) ? { result: await work(transaction) } : undefined,
  );

/**
 * Runs `work`, which only reads, without the schema lock; it waits for a table as long as a change does.
 *
 * @throws as `withSchemaLock`
 */
export const withoutSchemaLock = <T>(
  db: Kysely<never>,
  dialect: Dialect,
  work: (db: Kysely<never>) => Promise<T>,
): Promise<T> =>
  dialect.schema.readersWait
    ? withLockTimeout(db, dialect, async (transaction) => ({ result: await work(transaction) }))
    : work(db);

/** Repeats until there is a result: the schema lock is free, and no table is in use. */
async function withLockTimeout<T>(
  db: Kysely<never>,
  dialect: Dialect,
  work: (transaction: Transaction<never>) => Promise<{ result: T } | undefined>,
): Promise<T> {
  for (const start = Date.now(); ; await sleep(100 + Math.random() * 400)) {
    const waited = Date.now() - start;
    try {
      const done = await db.transaction().execute(async (transaction) => {
        await dialect.schema.limitWaiting(transaction, maxChangeTime);
        return work(transaction);
      });
      if (done) return done.result;
      if (waited > schemaLockTimeoutMs) throw new SchemaError(busyMessage);
    } catch (error) {
      if (!isInUse(error) || waited > tableLockTimeoutMs) throw toSchemaError(error);
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

const busyMessage =
  'The tables are in use, or another process is changing them, and did not become free in time. Nothing was changed. Start again.';

/** A Refusal stays as it is: the database is away, perhaps at COMMIT. */
function toSchemaError(error: unknown): unknown {
  if (error instanceof SchemaError) return error;
  if (isInUse(error)) return new SchemaError(busyMessage, { cause: error });
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

/** The innermost cause: the database's own error. */
const originOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? originOf(error.cause) : error;
