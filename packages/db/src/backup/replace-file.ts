// Puts a new SQLite file in the place of the old one, which is kept beside it.
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { ConfigError, codeOf } from '../errors.ts';
import { isBusy, isDamage } from '../sqlite/errors.ts';
import { makeFolder, tighten } from '../sqlite/file.ts';
import { partFile } from './part-file.ts';

/**
 * @param to without links.
 * @param from what it is made of, for errors.
 * @param fill writes the empty file of the given path.
 * @returns what was done, in sentences.
 * @throws ConfigError where a process has the database open, or `fill` fails. Nothing was changed then.
 */
export async function replaceFile(
  to: string,
  from: string,
  fill: (part: string) => Promise<void>,
): Promise<string> {
  const kept = `${to}.${new Date().toISOString().replaceAll(':', '-')}`;
  makeFolder(dirname(to));
  using lock = lockExclusively(to);
  using part = await partFile(from, to, fill);
  if (!lock.isHeld) moveLogs(to, kept);
  const existed = keepOldFile(to, kept);
  part.place();
  return [
    `${from} was read through and copied to ${to}. Tydo can be started.`,
    ...(existed ? [`What was there before is kept as ${kept}.`] : []),
  ].join(' ');
}

/**
 * Locks the file against other processes: each one that has it open holds a lock, so that this fails. A file
 * that SQLite cannot read cannot be locked.
 */
function lockExclusively(file: string): Disposable & { isHeld: boolean } {
  const notHeld = { isHeld: false, [Symbol.dispose]() {} };
  if (!existsSync(file)) return notHeld;
  let database: Sqlite.Database | undefined;
  try {
    if (!isReadable(file)) return notHeld;
    database = new Sqlite(file, { timeout: 0 });
    // Until it is closed: https://www.sqlite.org/pragma.html#pragma_locking_mode
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('begin exclusive; commit');
    // Moves the log into the file, and removes it.
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

/** Read-only: a connection that can write removes the log, even that of a file that it cannot read. */
function isReadable(file: string): boolean {
  const database = new Sqlite(file, { readonly: true });
  try {
    // With many tables the schema has pages of its own.
    database.prepare('select name from sqlite_schema').all();
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  } finally {
    database.close();
  }
}

/** The logs of a damaged file stay with it. Beside the new file, SQLite would apply them to that. */
function moveLogs(file: string, kept: string): void {
  for (const end of ['-wal', '-journal']) moveIfExists(`${file}${end}`, `${kept}${end}`);
  rmSync(`${file}-shm`, { force: true });
}

/**
 * Gives the old file a second name, so that there is a file at every moment. Its permissions are corrected
 * here, because no later start does it. Returns whether there was a file.
 */
function keepOldFile(file: string, kept: string): boolean {
  if (!existsSync(file)) return false;
  linkSync(file, kept);
  tighten(kept);
  return true;
}

function moveIfExists(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
