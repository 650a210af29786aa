// What PostgreSQL's errors mean: a lost connection, a refusal for now, or a mistake.
import pg from 'pg';
import { after, unavailable } from './failure.ts';

/** @throws TooLate */
export async function inTime<T>(answer: Promise<T>, limit: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = after(limit, () => late.reject(new TooLate()));
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The server said nothing, or the call had no time left to ask it. */
export class TooLate extends Error {
  override readonly message = 'no answer in time';
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, shutdowns.
// What is no answer of the server at all is a lost connection, but for a mistake of ours.
export function connectionIsLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08...|57P0[123])$/.test(String(error.code));
  return error instanceof Error && !(error instanceof TypeError);
}

// Cancelled or waited too long for a lock, out of connections, disk or memory, read-only.
const temporary = /^(57014|55P03|53...|25006)$/;

/** What a caller is told of it: the database is away, or, where it is a mistake, the error itself. */
export function asFailure(error: unknown, sql: string): unknown {
  if (connectionIsLost(error)) {
    return unavailable(error, sql === 'commit' ? { outcome: 'unknown' } : {});
  }
  const refusedForNow = error instanceof pg.DatabaseError && temporary.test(String(error.code));
  return refusedForNow ? unavailable(error) : error;
}
