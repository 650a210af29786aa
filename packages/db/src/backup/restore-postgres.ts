// Restores rows into a PostgreSQL database, in one transaction.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { ConfigError } from '../errors.ts';
import { connectClient, direct } from '../postgres/client.ts';
import { applicationName } from '../postgres/open-postgres.ts';
import type { RestoreOptions } from './options.ts';
import { begin, fillPostgres, listOf, quoted } from './postgres-rows.ts';
import { type RowSource, tablesOf, tablesOfPeople } from './rows.ts';

/** For the sessions of a server that has just stopped. */
const sessionsTimeoutMs = 5_000;

/**
 * @returns the number of rows.
 * @throws ConfigError where a server runs, the database has rows and `replace` is not set, or a row cannot be
 * written. No row was changed then.
 */
export async function restorePostgres(
  target: PostgresTarget,
  { url, authTables, createTables, replace }: RestoreOptions,
  source: RowSource,
): Promise<number> {
  await using connection = await connectClient(direct(target));
  const { client } = connection;
  const refuse = () => refuseWhileInUse(client, applicationName(target));
  await refuse();
  await createTables(String(url));
  const names = tablesOf(authTables);
  try {
    await begin(client);
    await client.query(`set local lock_timeout to '10s'`);
    await client.query(`lock table ${listOf(names)} in access exclusive mode`);
    await refuse();
    if (!replace) await refuseRows(client, tablesOfPeople(authTables));
    await fillPostgres(client, names, source);
    const rows = await countRows(client, names);
    await client.query('commit');
    return rows;
  } catch (error) {
    // Where it fails, the connection is lost, and with it the transaction.
    await client.query('rollback').catch(() => {});
    throw error instanceof pg.DatabaseError ? asConfigError(error) : error;
  }
}

async function refuseWhileInUse(client: pg.Client, name: string): Promise<void> {
  for (const end = Date.now() + sessionsTimeoutMs; ; await sleep(100)) {
    // In a transaction, pg_stat_activity stays as it was at the first look.
    await client.query('select pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ sessions: number }>(
      `select count(*)::int as sessions from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name = $1`,
      [name],
    );
    const { sessions = 0 } = rows[0] ?? {};
    if (sessions === 0) return;
    if (Date.now() < end) continue;
    throw new ConfigError(
      `A server uses the database (${sessions} sessions of "${name}"). Stop every instance, and run this again; behind a pooler, name the database itself in DATABASE_URL. Nothing was changed.`,
    );
  }
}

async function refuseRows(client: pg.Client, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { rowCount } = await client.query(`select 1 from ${quoted(name)} limit 1`);
    if (rowCount === 0) continue;
    throw new ConfigError(
      `The database has rows, in "${name}" and perhaps in others. To delete all of Tydo's and restore the backup, add --replace; make a backup of them first. Nothing was changed.`,
    );
  }
}

async function countRows(client: pg.Client, names: readonly string[]): Promise<number> {
  const counts = names.map((name) => `(select count(*) from ${quoted(name)})`);
  const { rows } = await client.query<{ rows: string }>(`select ${counts.join(' + ')} as rows`);
  return Number(rows[0]?.rows);
}

const asConfigError = (error: pg.DatabaseError): ConfigError =>
  new ConfigError(`The backup could not be restored (${error.message}). Nothing was changed.`, {
    cause: error,
  });
