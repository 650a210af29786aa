// Which of SQLite's errors are temporary, and how to wait for another process without blocking timers.
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { unavailable } from '../connection/deadline.ts';

export const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

// https://www.sqlite.org/rescode.html: errors of the file system, and of other processes. A damaged file
// (CORRUPT, NOTADB) is not temporary.
const temporary = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL|NOMEM)/;

/** A Refusal where trying again may help; otherwise the error itself. */
export const toRefusal = (error: unknown): unknown =>
  error instanceof Database.SqliteError && temporary.test(error.code) ? unavailable(error) : error;

/**
 * Repeats `work` while another process locks the file. Every millisecond: a process that writes all the
 * time leaves short gaps, and SQLite has no queue.
 *
 * @throws Refusal SERVICE_UNAVAILABLE after `timeoutMs`, or when the disk is full or read-only.
 */
export async function whileBusy<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ; await sleep(1)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw toRefusal(error);
    }
  }
}
