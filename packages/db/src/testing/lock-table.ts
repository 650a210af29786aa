// Somebody else who uses a table of PostgreSQL and lets others wait.
import pg from 'pg';
import { execute } from './execute.ts';

export interface TableLock extends AsyncDisposable {
  /** Ends it; the second time it does nothing. */
  unlock: () => Promise<void>;
}

/**
 * Resolves when the table is locked; it stays so for a minute at the most.
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
    `do $$ begin lock table ${table} in ${mode} mode; perform pg_sleep(60); end $$`,
  ).catch(() => {});
  const held = `select pid from pg_locks where relation = '${table}'::regclass and granted
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
export async function lockRow(url: string, id: number): Promise<TableLock> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await client.query('select id from task where id = $1 for update', [id]);
  const unlock = () => client.end();
  return { unlock, [Symbol.asyncDispose]: unlock };
}
