// `npm run restore -- FILE`
import { existsSync, linkSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { ConfigError, codeOf } from '../errors.ts';
import { isBusy } from '../sqlite/busy.ts';
import { isDamage } from '../sqlite/damage.ts';
import { makeFolder, realPathOf, tighten } from '../sqlite/file.ts';
import { copyOf } from './copy.ts';
import { sqliteFileOf } from './source.ts';

/**
 * Puts a backup where `url` names an SQLite file. What was there stays beside it, under another name.
 *
 * @param file absolute; a backup, or a copy of a file that no server writes to any more.
 * @returns what was done, in sentences.
 * @throws ConfigError with what to do: where a process has the database open, where the backup is damaged
 * or none of Tydo's. Nothing was changed then.
 */
export async function restore(
  { url, baseDir }: { url: string | undefined; baseDir: string },
  file: string,
): Promise<string> {
  const to = realPathOf(sqliteFileOf(url, baseDir, 'restore', file));
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new ConfigError(`There is no file ${file}.`);
  }
  if (realpathSync(file) === to) throw new ConfigError(`${file} is the database itself.`);
  const kept = `${to}.${new Date().toISOString().replaceAll(':', '-')}`;
  makeFolder(dirname(to));
  using held = holdAlone(to);
  using copy = await copyOf(file, to, (database) => refuseStrangers(database, file));
  if (!held.isHeld) takeLogsAway(to, kept);
  const wasThere = keepAside(to, kept);
  copy.place();
  return [
    `${file} was read through and copied to ${to}. Tydo can be started.`,
    ...(wasThere ? [`What was there before is kept as ${kept}.`] : []),
  ].join(' ');
}

/**
 * Keeps everybody else out. Each process that has the file open holds a lock on it while it lives, so
 * that this one is not given. A file that SQLite does not know any more cannot be held.
 */
function holdAlone(file: string): Disposable & { isHeld: boolean } {
  const nothing = { isHeld: false, [Symbol.dispose]() {} };
  if (!existsSync(file)) return nothing;
  let database: Sqlite.Database | undefined;
  try {
    if (!isReadable(file)) return nothing;
    database = new Sqlite(file, { timeout: 0 });
    // https://www.sqlite.org/pragma.html#pragma_locking_mode: until it is closed.
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('begin exclusive; commit');
    // What is in its log goes into it, and the log away.
    database.pragma('journal_mode = DELETE');
    rmSync(`${file}-shm`, { force: true });
    const held = database;
    return { isHeld: true, [Symbol.dispose]: () => void held.close() };
  } catch (error) {
    database?.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      isBusy(error)
        ? `A process has ${file} open. Stop the server, and whatever else uses it, and run this again. Nothing was changed.`
        : `${file} cannot be replaced (${reason}). Check its permissions and those of its folder.`,
    );
  }
}

/** Asked read-only: a connection that can write takes the log away, even that of a file it cannot read. */
function isReadable(file: string): boolean {
  const database = new Sqlite(file, { readonly: true });
  try {
    database.pragma('schema_version');
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  } finally {
    database.close();
  }
}

function refuseStrangers(database: Sqlite.Database, file: string): void {
  const columns = database
    .prepare<[], string>(`select name from pragma_table_info('task')`)
    .pluck()
    .all();
  if (['id', 'user_id', 'title', 'completed'].every((name) => columns.includes(name))) return;
  throw new ConfigError(`${file} is an SQLite database, but not one of Tydo's.`);
}

/** Those of a damaged file stay with it; those without a file would be taken for the new one's. */
function takeLogsAway(file: string, kept: string): void {
  for (const end of ['-wal', '-journal']) moveIfThere(`${file}${end}`, `${kept}${end}`);
  rmSync(`${file}-shm`, { force: true });
}

/**
 * Gives it a second name, so that there is a file at every moment, and says whether there was one. No start
 * looks after its mode any more: an older version may have left it for everybody to read.
 */
function keepAside(file: string, kept: string): boolean {
  if (!existsSync(file)) return false;
  linkSync(file, kept);
  tighten(kept);
  return true;
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
