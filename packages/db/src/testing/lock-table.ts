// Somebody else who uses a table of PostgreSQL and lets others wait.
import pg from 'pg';
import { execute } from './execute.ts';

export interface TableLock extends AsyncDisposable {
  /** Ends it; the second time it does nothing. */
  unlock: () => Promise<void>;
}

/**
 * Resolves when the table is locked; it stays so until it is unlocked, ten minutes at the most.
 *
 * @param mode as in https://www.postgresql.org/docs/current/explicit-locking.html.
 */
export async function lockTable(
  url: string,
  table: string,
  mode: 'row exclusive' | 'access exclusive' = 'access exclusive',
): Promise<TableLock> {
  const done = execute(
    url,
    `do $$ begin lock table ${table} in ${mode} mode; perform pg_sleep(600); end $$`,
  ).catch(() => {});
  // The number of a table is the same in all databases that were made of one template.
  const held = `select pid from pg_locks where relation = '${table}'::regclass and granted
    and database = (select oid from pg_database where datname = current_database())
    and mode = '${mode === 'row exclusive' ? 'RowExclusiveLock' : 'AccessExclusiveLock'}'`;
  let pid: number | undefined;
  while (pid === undefined) pid = Object((await execute(url, held))[0]).pid;
  const unlock = async () => {
    await execute(url, `select pg_terminate_backend(${pid})`);
    await done;
  };
  return { unlock, [Symbol.asyncDispose]: unlock };
}

/** Resolves when the task is locked; it stays so until it is unlocked. */
export const lockRow = (url: string, id: number): Promise<TableLock> =>
  holding(url, `begin; select id from task where id = ${id} for update`);

/** The same of `pg_advisory_xact_lock(key)`, for triggers that are to wait. */
export const lockKey = (url: string, key: number): Promise<TableLock> =>
  holding(url, `select pg_advisory_lock(${key})`);

async function holding(url: string, statement: string): Promise<TableLock> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  const unlock = () => client.end();
  return { unlock, [Symbol.asyncDispose]: unlock };
}
