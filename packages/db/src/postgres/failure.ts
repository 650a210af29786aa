// What PostgreSQL's errors mean: a lost connection, a refusal for now, or a mistake.
import pg from 'pg';
import { TimeoutError, unavailable } from '../connection/deadline.ts';

// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, shutdowns.
// What is no answer of the server at all is a lost connection, but for a mistake of ours.
export function connectionIsLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) {
    // A named statement that is not there, is there already, or whose table is another by now: with a
    // new connection it is as new.
    const isStale = error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
    return isStale || /^(08...|25P03|57P0[1-5]|26000|42P05)$/.test(String(error.code));
  }
  return error instanceof Error && !(error instanceof TypeError);
}

// Cancelled, waited too long for a lock or lost to a deadlock, out of connections, disk or memory,
// read-only.
const temporary = /^(57014|55P03|40P01|40001|53...|25006)$/;

/** The server's error without the rows and values that it quotes: they are people's own. */
export function withoutRows(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    Object.assign(error, { detail: undefined, where: undefined, internalQuery: undefined });
  }
  return error;
}

/** What a caller is told of it: the database is away, or, where it is a mistake, the error itself. */
export function asFailure(error: unknown, sql: string): unknown {
  if (connectionIsLost(error)) {
    const wasSent = !(error instanceof TimeoutError) || error.asked;
    return unavailable(error, sql === 'commit' && wasSent ? { outcome: 'unknown' } : {});
  }
  const refusedForNow = error instanceof pg.DatabaseError && temporary.test(String(error.code));
  return refusedForNow ? unavailable(error) : error;
}
