// The SQLite file holds session tokens: only its owner may read it, its log and its shared memory.
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Log } from '../connection/connection.ts';
import { codeOf } from '../errors.ts';

const ownerOnly = 0o600;

/**
 * Creates the file and its folder if missing, and removes other users' permissions.
 *
 * @returns the path without symbolic links: SQLite keeps its log beside that one.
 */
export function prepareFile(path: string, log: Log | undefined): string {
  const file = realPathOf(path);
  makeFolder(dirname(file));
  makeFile(file);
  // SQLite gives a new log the mode of the file; an old log keeps its own.
  for (const name of [file, `${file}-wal`, `${file}-shm`]) tighten(name, log);
  return file;
}

/** Creates missing folders, for their owner only. */
// `recursive` never returns where a folder cannot be created, as in /proc.
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have created it.
    if (!existsSync(path)) throw error;
  }
}

/** Resolves links, also to a file that does not exist yet: SQLite would create that with its own mode. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  try {
    return realPathOf(resolve(dirname(path), readlinkSync(path)));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return path;
    throw error;
  }
}

/**
 * Opens new files only. To close a file that SQLite has open in this process would release its locks:
 * https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', ownerOnly));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Removes other users' permissions for a file, if it exists; logs a change, and a failure. */
export function tighten(file: string, log?: Log): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & 0o077) === 0) return;
  const was = (mode & 0o777).toString(8);
  try {
    chmodSync(file, mode & ownerOnly);
    log?.warn(
      { file, was },
      'others could read this file of the database: now its owner alone can',
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log?.warn({ file, was, reason }, 'others can read this file of the database: chmod it to 600');
  }
}
