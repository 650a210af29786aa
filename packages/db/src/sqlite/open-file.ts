// Opens an SQLite file; creates it and its folder if missing.
import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Log } from '../connection/connection.ts';
import { ConfigError, codeOf } from '../errors.ts';
import { maxLogSize } from './checkpoints.ts';
import { checkAfterKill, damageMessage } from './damage.ts';
import { isBusy, isDamage, isNoDatabase } from './errors.ts';
import { prepareFile } from './file.ts';

// Waiting may block the event loop here: the server is not listening yet.
const openTimeoutMs = 30_000;
// Short: another process that writes all the time leaves short gaps.
const retryIntervalMs = 1;

const pragmas = [
  'journal_mode = WAL',
  // A killed process loses nothing; a power failure may lose the last transactions.
  'synchronous = NORMAL',
  'foreign_keys = ON',
  `journal_size_limit = ${maxLogSize}`,
];

export interface OpenFile {
  database: Database.Database;
  /** Reads while `database` has a transaction. Undefined for a database in memory, or without a log. */
  reader: Database.Database | undefined;
}

/**
 * The file, and a new folder, get permissions for their owner only. A file without write permission can be
 * read.
 *
 * @param path absolute, or `:memory:`.
 * @throws ConfigError with one sentence that says what to do.
 */
export function openFile(path: string, log?: Log): OpenFile {
  try {
    return path === ':memory:' ? open(path) : checkAndOpen(prepareFile(path, log));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    // `restore` has replaced the file meanwhile.
    if (codeOf(error) === 'SQLITE_READONLY_DBMOVED') return openFile(path, log);
    throw new ConfigError(explain(path, error), { cause: error });
  }
}

function checkAndOpen(file: string): OpenFile {
  checkAfterKill(file, openTimeoutMs);
  return open(file);
}

function open(path: string): OpenFile {
  // 0: SQLite's own waiting blocks all timers; `whileBusy` in connections.ts does not.
  const database = new Database(path, { timeout: 0 });
  try {
    for (const pragma of pragmas) setPragma(database, pragma);
    const hasLog = database.pragma('journal_mode', { simple: true }) === 'wal';
    const reader = hasLog ? new Database(path, { timeout: 0, readonly: true }) : undefined;
    return { database, reader };
  } catch (error) {
    database.close();
    throw error;
  }
}

// Retries: SQLite does not wait where two processes create the same file.
function setPragma(database: Database.Database, pragma: string): void {
  for (const deadline = Date.now() + openTimeoutMs; ; sleepSync(retryIntervalMs)) {
    try {
      database.pragma(pragma);
      return;
    } catch (error) {
      // Without WAL, then: a reader needs none.
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
  if (isDamage(error)) return damageMessage(path, error.message);
  const reason = error instanceof Error ? error.message : String(error);
  return `The SQLite file ${path} cannot be opened (${reason}): check its permissions and those of its folder, where SQLite makes files beside it, or change DATABASE_URL.`;
}
