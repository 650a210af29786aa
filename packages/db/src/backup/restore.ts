// `npm run restore -- FILE`
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { parseDatabaseUrl } from '../connection/url.ts';
import { ConfigError } from '../errors.ts';
import { realPathOf } from '../sqlite/file.ts';
import { copySqlite, makeOneFile } from './copy.ts';
import type { RestoreOptions } from './options.ts';
import { partFile } from './part-file.ts';
import { checkBackup, readBackup } from './read-backup.ts';
import { replaceFile } from './replace-file.ts';
import { restorePostgres } from './restore-postgres.ts';
import { type RowSource, tablesOf } from './rows.ts';
import { fillSqlite, readSqlite } from './sqlite-rows.ts';

/**
 * Replaces the rows of a database by those of a backup of either engine: all of them, or none. An old SQLite
 * file is kept beside the new one.
 *
 * @param file absolute; a backup, or an SQLite file of Tydo's that no server writes to.
 * @returns what was done, in sentences.
 * @throws ConfigError with what to do: where a process has the database open, or the backup is damaged, of a
 * newer version or not one of Tydo's, or the database has rows and `replace` is not set. Nothing was changed
 * then.
 */
export async function restore(options: RestoreOptions, file: string): Promise<string> {
  const target = parseDatabaseUrl(options.url, options.baseDir);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new ConfigError(`There is no file ${file}.`);
  }
  if (target.engine === 'postgresql') return intoPostgres(target, options, file);
  if (target.path === ':memory:') {
    throw new ConfigError('DATABASE_URL is sqlite::memory:, which ends with its process: no file.');
  }
  const to = realPathOf(target.path);
  if (realpathSync(file) === to) throw new ConfigError(`${file} is the database itself.`);
  const isRows = isGzip(file);
  if (isRows) await checkBackup(file);
  return replaceFile(to, file, (part) =>
    isRows ? fillFile(part, options, file) : copySqlite(file, part, refuseOthers(file)),
  );
}

/** Fills an empty SQLite file with the rows of a backup. */
async function fillFile(
  part: string,
  { createTables }: RestoreOptions,
  file: string,
): Promise<void> {
  await createTables(`sqlite:${part}`);
  await using backup = await readBackup(file);
  await fillSqlite(part, backup);
  makeOneFile(part, () => {});
}

async function intoPostgres(
  target: PostgresTarget,
  options: RestoreOptions,
  file: string,
): Promise<string> {
  const fill = (source: RowSource) => restorePostgres(target, options, source);
  let rows: number;
  if (isGzip(file)) {
    await checkBackup(file);
    await using backup = await readBackup(file);
    rows = await fill(backup);
  } else {
    rows = await withCurrentTables(file, options, fill);
  }
  return `${rows.toLocaleString('en')} rows of ${file} are in ${target.database} now. Tydo can be started.`;
}

/** Reads a copy of an SQLite file, brought to the tables of this version. */
async function withCurrentTables<T>(
  file: string,
  { createTables, authTables }: RestoreOptions,
  work: (source: RowSource) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-restore-'));
  try {
    const copy = join(folder, 'tydo.db');
    using part = await partFile(file, copy, (path) => copySqlite(file, path, refuseOthers(file)));
    part.place();
    await createTables(`sqlite:${copy}`);
    using source = readSqlite(copy, tablesOf(authTables));
    return await work(source);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** By its first bytes, which for an SQLite file are others. */
function isGzip(file: string): boolean {
  const bytes = Buffer.alloc(2);
  const opened = openSync(file, 'r');
  readSync(opened, bytes);
  closeSync(opened);
  return bytes.equals(Buffer.from([0x1f, 0x8b]));
}

const refuseOthers =
  (file: string) =>
  (database: Sqlite.Database): void => {
    const columns = database
      .prepare<[], string>(`select name from pragma_table_info('task')`)
      .pluck()
      .all();
    if (['id', 'user_id', 'title', 'completed'].every((name) => columns.includes(name))) return;
    throw new ConfigError(`${file} is an SQLite database, but not one of Tydo's.`);
  };
