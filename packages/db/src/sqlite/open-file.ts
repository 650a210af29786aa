// Opens an SQLite file, and makes it and its folder if missing.
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Log } from '../connection/connection.ts';
import { ConfigError, codeOf } from '../errors.ts';
import { isBusy } from './busy.ts';
import { checkAfterKill, damaged, isDamage, isNoDatabase } from './damage.ts';
import { prepareFile } from './file.ts';
import { largestWal } from './wal.ts';

// In milliseconds. Opening may stop our timers, because nobody waits for us yet.
const patience = 30_000;
// Short: another process that writes all the time leaves only moments.
const pause = 1;

const pragmas = [
  'journal_mode = WAL',
  // A killed process loses nothing so; a computer that loses its power may lose the last moments.
  'synchronous = NORMAL',
  'foreign_keys = ON',
  `journal_size_limit = ${largestWal}`,
];

export interface OpenFile {
  database: Database.Database;
  /** Only reads, and so beside a transaction of the other: what is in memory, or has no log, has none. */
  reader: Database.Database | undefined;
}

/**
 * The file is for its owner alone, the folder if it is made; a file that may not be written can be read.
 *
 * @param path absolute, or `:memory:`.
 * @throws ConfigError with one sentence that says what to do.
 */
export function openFile(path: string, log?: Log): OpenFile {
  try {
    return path === ':memory:' ? open(path) : openWhole(prepareFile(path, log));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    // `restore` held it while we waited, and has put another file under its name.
    if (codeOf(error) === 'SQLITE_READONLY_DBMOVED') return openFile(path, log);
    throw new ConfigError(explain(path, error), { cause: error });
  }
}

function openWhole(file: string): OpenFile {
  checkAfterKill(file, patience);
  return open(file);
}

function open(path: string): OpenFile {
  // 0: SQLite's own way of waiting stops all timers; `whileBusy` in busy.ts does not.
  const database = new Database(path, { timeout: 0 });
  try {
    for (const pragma of pragmas) set(database, pragma);
    const hasLog = database.pragma('journal_mode', { simple: true }) === 'wal';
    const reader = hasLog ? new Database(path, { timeout: 0, readonly: true }) : undefined;
    return { database, reader };
  } catch (error) {
    database.close();
    throw error;
  }
}

// Also where two make the same new file: SQLite lets neither wait for the other then.
function set(database: Database.Database, pragma: string): void {
  for (const deadline = Date.now() + patience; ; sleepSync(pause)) {
    try {
      database.pragma(pragma);
      return;
    } catch (error) {
      // Not WAL, then: whoever may only read needs none.
      if (codeOf(error) === 'SQLITE_READONLY') return;
      if (!isBusy(error) || Date.now() >= deadline) throw error;
    }
  }
}

function sleepSync(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function explain(path: string, error: unknown): string {
  if (existsSync(path) && !statSync(path).isFile()) {
    return `${path} is not a file: write the path of one in DATABASE_URL.`;
  }
  if (isNoDatabase(error) && !existsSync(`${path}-wal`)) {
    return `${path} is not an SQLite database: write the path of one, or of a new file, in DATABASE_URL.`;
  }
  if (isDamage(error)) return damaged(path, error.message);
  const reason = error instanceof Error ? error.message : String(error);
  return `The SQLite file ${path} cannot be opened (${reason}): check its permissions and those of its folder, where SQLite makes files beside it, or change DATABASE_URL.`;
}
