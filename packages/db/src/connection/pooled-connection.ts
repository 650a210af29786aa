// One PostgreSQL connection while somebody holds it: every statement is bounded in time, and its
// failures are told from mistakes.
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import pg from 'pg';
import { after, timeLeft, unavailable } from './failure.ts';

/** In milliseconds; the call's deadline (failure.ts) can only shorten it. */
export const statementTimeout = 2_000;
const rollbackTimeout = 400;

export class PooledConnection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  #broken = false;

  constructor(client: pg.PoolClient) {
    this.client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rows, rowCount } = await this.#query(sql, parameters);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  async commit(): Promise<void> {
    const { command } = await this.#query('commit', []);
    // PostgreSQL answers so when a statement before had failed: nothing was committed.
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back.');
  }

  async rollback(): Promise<void> {
    // A transaction whose connection is gone has rolled back already.
    if (this.#broken) return;
    try {
      await inTime(this.client.query('rollback'), rollbackTimeout);
    } catch {
      this.#broken = true;
    }
  }

  release(): void {
    this.client.release(this.#broken);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  async #query(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    const limit = timeLeft(statementTimeout);
    if (limit <= 0) throw unavailable(new TooLate());
    try {
      return lastOf(await inTime(this.client.query(sql, [...parameters]), limit));
    } catch (error) {
      // A statement that was not answered in time loses its connection.
      this.#broken ||= connectionIsLost(error);
      throw asFailure(error, sql);
    }
  }
}

/** Of several statements sent as one, pg gives several results; its types do not say so. */
function lastOf(result: pg.QueryResult | pg.QueryResult[]): pg.QueryResult {
  if (!Array.isArray(result)) return result;
  const last = result.at(-1);
  if (!last) throw new TypeError('pg gave no result');
  return last;
}

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

class TooLate extends Error {
  override readonly message = 'no answer in time';
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, shutdowns.
// What is no answer of the server at all is a lost connection, but for a mistake of ours.
function connectionIsLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08...|57P0[123])$/.test(error.code ?? '');
  return error instanceof Error && !(error instanceof TypeError);
}

// Cancelled or waited too long for a lock, out of connections, disk or memory, read-only.
const temporary = /^(57014|55P03|53...|25006)$/;

function asFailure(error: unknown, sql: string): unknown {
  if (connectionIsLost(error)) {
    return unavailable(error, sql === 'commit' ? { outcome: 'unknown' } : {});
  }
  const refusedForNow = error instanceof pg.DatabaseError && temporary.test(error.code ?? '');
  return refusedForNow ? unavailable(error) : error;
}
