// What SQLite's errors mean: https://www.sqlite.org/rescode.html
import Database from 'better-sqlite3';
import { unavailable } from '../connection/deadline.ts';

const hasCode = (error: unknown, pattern: RegExp): error is Database.SqliteError =>
  error instanceof Database.SqliteError && pattern.test(error.code);

/** Whether another process has locked the file. */
export const isBusy = (error: unknown): boolean => hasCode(error, /^SQLITE_(BUSY|LOCKED)/);

/** Whether SQLite found damage in the file. */
export const isDamage = (error: unknown): error is Error =>
  hasCode(error, /^SQLITE_(CORRUPT|NOTADB)/);

/** Whether the file is no SQLite database. */
export const isNoDatabase = (error: unknown): boolean => hasCode(error, /^SQLITE_NOTADB/);

// Errors of the file system, and of other processes.
const temporary = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL|NOMEM)/;

/** A Refusal where trying again may help; otherwise the error itself. */
export const toRefusal = (error: unknown): unknown =>
  hasCode(error, temporary) ? unavailable(error) : error;
