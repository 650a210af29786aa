// `npm run backup -- FILE`
import { existsSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { parseDatabaseUrl } from '../connection/url.ts';
import { ConfigError } from '../errors.ts';
import { connectClient, direct } from '../postgres/client.ts';
import { copySqlite } from './copy.ts';
import type { BackupOptions } from './options.ts';
import { partFile } from './part-file.ts';
import { readPostgres } from './postgres-rows.ts';
import { tablesOf } from './rows.ts';
import { writeBackup } from './write-backup.ts';

/**
 * Writes all rows, ours and Better Auth's, to a file that `restore` reads on either engine: a copy of an SQLite
 * file, or the rows of a PostgreSQL database. A server may run: the file is one snapshot. It has permissions for
 * its owner only, and gets its name when it is complete.
 *
 * @param file absolute; must not exist: a backup is never overwritten.
 * @param signal stops reading rows; nothing is left then. A file is copied in one step.
 * @returns what was done, in a sentence.
 * @throws ConfigError with what to do.
 */
export async function backUp(
  { url, baseDir, authTables }: BackupOptions,
  file: string,
  signal?: AbortSignal,
): Promise<string> {
  const target = parseDatabaseUrl(url, baseDir);
  refuseToReplace(file);
  const from = target.engine === 'sqlite' ? requireFile(target.path) : target.database;
  using part = await partFile(from, file, (path) =>
    target.engine === 'sqlite'
      ? copySqlite(target.path, path, refuseEmpty)
      : fromPostgres(target, tablesOf(authTables), path, signal),
  );
  refuseToReplace(file);
  part.place();
  return `${from} was copied to ${file}, and the copy is whole.`;
}

async function fromPostgres(
  target: PostgresTarget,
  names: readonly string[],
  part: string,
  signal?: AbortSignal,
): Promise<void> {
  await using connection = await connectClient(direct(target));
  const source = await readPostgres(connection.client, names);
  refuseToBackUpNothing(source.tables.length);
  await writeBackup(source, part, signal);
}

const refuseEmpty = (copy: Sqlite.Database): void => {
  refuseToBackUpNothing(copy.prepare(`select 1 from pragma_table_info('task')`).all().length);
};

function refuseToBackUpNothing(tables: number): void {
  if (tables === 0) throw new ConfigError('The database has no tables of Tydo yet.');
}

function requireFile(path: string): string {
  if (path === ':memory:') {
    throw new ConfigError('DATABASE_URL is sqlite::memory:, which ends with its process: no file.');
  }
  if (!existsSync(path)) throw new ConfigError(`There is no database at ${path} yet.`);
  return path;
}

function refuseToReplace(file: string): void {
  if (existsSync(file)) throw new ConfigError(`${file} is there already. Name another file.`);
}
