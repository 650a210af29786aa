// `npm run backup -- FILE`
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { parseDatabaseUrl } from '../connection/url.ts';
import { ConfigError } from '../errors.ts';
import { connectClient, direct } from '../postgres/client.ts';
import { damageOf } from '../sqlite/damage.ts';
import type { BackupOptions } from './options.ts';
import { partFile } from './part-file.ts';
import { readPostgres } from './postgres-rows.ts';
import { tablesOf } from './rows.ts';
import { readSqlite } from './sqlite-rows.ts';
import { writeBackup } from './write-backup.ts';

/**
 * Writes all rows, ours and Better Auth's, to a file that `restore` reads on either engine. A server may run:
 * the file is one snapshot. It has permissions for its owner only, and gets its name when it is complete.
 *
 * @param file absolute; must not exist: a backup is never overwritten.
 * @param signal stops it; nothing is left then.
 * @returns what was done, in a sentence.
 * @throws ConfigError with what to do.
 */
export async function backUp(
  { url, baseDir, authTables }: BackupOptions,
  file: string,
  signal?: AbortSignal,
): Promise<string> {
  const target = parseDatabaseUrl(url, baseDir);
  const names = tablesOf(authTables);
  refuseToReplace(file);
  const from = target.engine === 'sqlite' ? requireFile(target.path) : target.database;
  using part = await partFile(from, file, (path) =>
    target.engine === 'sqlite'
      ? fromSqlite(target.path, names, path, signal)
      : fromPostgres(target, names, path, signal),
  );
  refuseToReplace(file);
  part.place();
  return `${part.filled.toLocaleString('en')} rows of ${from} were written to ${file}.`;
}

async function fromSqlite(
  path: string,
  names: readonly string[],
  part: string,
  signal?: AbortSignal,
): Promise<number> {
  refuseDamage(path);
  using source = readSqlite(path, names);
  refuseToBackUpNothing(source.tables.length);
  return await writeBackup(source, part, signal);
}

async function fromPostgres(
  target: PostgresTarget,
  names: readonly string[],
  part: string,
  signal?: AbortSignal,
): Promise<number> {
  await using connection = await connectClient(direct(target));
  const source = await readPostgres(connection.client, names);
  refuseToBackUpNothing(source.tables.length);
  return await writeBackup(source, part, signal);
}

/** Rows of a damaged file may be missing without an error. */
function refuseDamage(path: string): void {
  const database = new Sqlite(path, { readonly: true, timeout: 10_000 });
  try {
    const damage = damageOf(database);
    if (damage !== undefined) throw new Sqlite.SqliteError(damage, 'SQLITE_CORRUPT');
  } finally {
    database.close();
  }
}

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
