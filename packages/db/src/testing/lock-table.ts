// Locks on a PostgreSQL database, for which other statements have to wait.
import pg from 'pg';
import { execute } from './execute.ts';

export interface TableLock extends AsyncDisposable {
  /** Releases the lock; calling it again does nothing. */
  unlock: () => Promise<void>;
}

/**
 * Resolves when the table is locked; the lock lasts ten minutes at most.
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
  // A table has the same oid in all databases from one template.
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

/** Resolves when the task is locked. */
export const lockRow = (url: string, id: number): Promise<TableLock> =>
  holding(url, `begin; select id from task where id = ${id} for update`);

/** The same for `pg_advisory_xact_lock(key)`, which triggers can wait for. */
export const lockKey = (url: string, key: number): Promise<TableLock> =>
  holding(url, `select pg_advisory_lock(${key})`);

async function holding(url: string, statement: string): Promise<TableLock> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  const unlock = () => client.end();
  return { unlock, [Symbol.asyncDispose]: unlock };
}
