// What PostgreSQL's errors mean: a lost connection, a temporary error, or a mistake.
import pg from 'pg';
import { TimeoutError, unavailable } from '../connection/deadline.ts';

// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, shutdowns. Errors
// that do not come from the server mean a lost connection, except for our own mistakes.
export function connectionIsLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) {
    // A prepared statement that is missing, a duplicate, or out of date: a new connection has none.
    const isStale = error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
    return isStale || /^(08...|25P03|57P0[1-5]|26000|42P05)$/.test(String(error.code));
  }
  return error instanceof Error && !(error instanceof TypeError);
}

// Cancelled, lock timeout, deadlock, serialization failure, out of connections, disk or memory, read-only.
const temporary = /^(57014|55P03|40P01|40001|53...|25006)$/;

/** Removes the rows and values that the server's error quotes: they are personal data. */
export function withoutRows(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    Object.assign(error, { detail: undefined, where: undefined, internalQuery: undefined });
  }
  return error;
}

/** A Refusal where the database is away; otherwise the error itself. */
export function toRefusal(error: unknown, sql: string): unknown {
  if (connectionIsLost(error)) {
    const wasSent = !(error instanceof TimeoutError) || error.wasSent;
    return unavailable(error, sql === 'commit' && wasSent ? { outcome: 'unknown' } : {});
  }
  const isTemporary = error instanceof pg.DatabaseError && temporary.test(String(error.code));
  return isTemporary ? unavailable(error) : error;
}
