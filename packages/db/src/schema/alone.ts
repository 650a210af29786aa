// Changes of tables: by one process at a time, all of it or nothing, and a sentence where it fails.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { SchemaError } from '../errors.ts';

// Any number, the same in every process of ours: who holds it may change the schema. Not the session's
// lock but the transaction's, which PgBouncer keeps apart.
const lock = 8493127;
const lockPatience = '60s';

/**
 * Runs `work` in a transaction, while no other process changes the schema.
 *
 * @throws SchemaError when it fails; nothing was changed then.
 */
export async function alone<T>(
  db: Kysely<never>,
  engine: Engine,
  work: (transaction: Transaction<never>) => Promise<T>,
): Promise<T> {
  try {
    return await db.transaction().execute(async (transaction) => {
      // SQLite lets one write at a time anyway.
      if (engine === 'postgresql') {
        await setLocal(transaction, 'lock_timeout', lockPatience);
        await sql`select pg_advisory_xact_lock(${lock}::bigint)`.execute(transaction);
      }
      return await work(transaction);
    });
  } catch (error) {
    throw error instanceof SchemaError ? error : new SchemaError(explain(error), { cause: error });
  }
}

/** A setting of PostgreSQL's, until the end of the transaction. */
export const setLocal = (transaction: Transaction<never>, name: string, value: string) =>
  sql`select set_config(${name}, ${value}, true)`.execute(transaction);

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const lockNotAvailable = '55P03';
const queryCanceled = '57014';
const notAllowed = /^(42501|25006)$/;

/** Whether a change failed because others use the table, or change the schema. */
export const isInUse = (error: unknown): boolean => codeOf(error) === lockNotAvailable;

/** Whether a statement took longer than the transaction's `statement_timeout`. */
export const tookTooLong = (error: unknown): boolean => codeOf(error) === queryCanceled;

function explain(error: unknown): string {
  const origin = originOf(error);
  const reason = origin instanceof Error ? origin.message : String(origin);
  if (isInUse(error)) {
    return 'The tables are in use, or another process is changing them, and did not become free in time. Nothing was changed. Start again.';
  }
  if (notAllowed.test(codeOf(error))) {
    return `The database role may not create what is missing (${reason}). Nothing was changed. Grant it, or start once with a role that may.`;
  }
  return `The tables could not be made (${reason}). Nothing was changed.`;
}

/** The innermost cause: what the database itself said. */
const originOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? originOf(error.cause) : error;

function codeOf(error: unknown): string {
  const origin = originOf(error);
  return origin instanceof Error && 'code' in origin ? String(origin.code) : '';
}
