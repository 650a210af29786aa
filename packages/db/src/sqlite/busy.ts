// What SQLite's errors mean, and how to wait for another process without stopping our timers.
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { unavailable } from '../connection/deadline.ts';

export const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

// https://www.sqlite.org/rescode.html: the place of the file, not the statement. A damaged file
// (CORRUPT, NOTADB) is not among them: it does not get better in a moment.
const temporary = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL|NOMEM)/;

/** A Refusal where trying again in a moment may help; anything else as it is. */
export const asFailure = (error: unknown): unknown =>
  error instanceof Database.SqliteError && temporary.test(error.code) ? unavailable(error) : error;

/**
 * Tries until no other process is in the way. Often: one that writes all the time leaves gaps of
 * microseconds, and SQLite has no queue.
 *
 * @param limit in milliseconds.
 * @throws Refusal SERVICE_UNAVAILABLE when the time is over, or the disk is full or read-only.
 */
export async function whileBusy<T>(limit: number, attempt: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + limit; ; await sleep(1)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw asFailure(error);
    }
  }
}
