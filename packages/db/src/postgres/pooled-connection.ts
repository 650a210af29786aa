// A PostgreSQL connection while a call holds it: every statement has a time limit, lost connections are
// told apart from mistakes, and no transaction outlives its call.
import type { CompiledQuery, QueryResult } from 'kysely';
import pg from 'pg';
import type { Timeouts } from '../connection/connection.ts';
import {
  maxStatementMs,
  setTimer,
  TimeoutError,
  timeLeft,
  unavailable,
  withTimeout,
} from '../connection/deadline.ts';
import type { TransactionConnection } from '../connection/kysely-driver.ts';
import { isNamed } from '../statement/prepared.ts';
import { cancel } from './cancel.ts';
import { connectionIsLost, toRefusal, withoutRows } from './errors.ts';

const rollbackTimeoutMs = 400;
/** A transaction may take so much longer than its call, to end by itself. */
const extraTransactionMs = 500;

/** What a connection needs of its pool. */
export interface Pool {
  /** Another connection, that answers. @throws Refusal SERVICE_UNAVAILABLE */
  replace: () => Promise<pg.PoolClient>;
  /** A broken connection is closed. */
  release: (client: pg.PoolClient, broken: boolean) => void;
  /** Whether a session keeps named statements. */
  keepsNames: boolean;
}

/** MikroORM's statements come as text. */
const isSelect = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^select\b/i.test(sql));

export class PooledConnection implements TransactionConnection {
  readonly #pool: Pool;
  readonly #timeouts: Timeouts;
  /** Undefined after the release. */
  #client: pg.PoolClient | undefined;
  #broken = false;
  #inTransaction = false;
  #transactionTimer: NodeJS.Timeout | undefined;

  constructor(pool: Pool, client: pg.PoolClient, timeouts: Timeouts) {
    this.#pool = pool;
    this.#client = client;
    this.#timeouts = timeouts;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const isRead = isSelect(query) && !this.#inTransaction;
    const { command, rows, rowCount } = await this.#execute(this.#configOf(query), isRead);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  async begin(): Promise<void> {
    this.#inTransaction = true;
    // A transaction that is not ended in time is rolled back by closing its connection.
    const timeoutMs = timeLeft(this.#timeouts.call) + extraTransactionMs;
    this.#transactionTimer = setTimer(timeoutMs, () => this.#release(true));
    await this.#execute({ text: this.#beginSql() }, true);
  }

  async commit(): Promise<void> {
    // The outcome is known: nothing was committed.
    if (this.#broken) throw unavailable(new Error('the transaction was lost'));
    const { command } = await this.#execute({ text: 'commit' }, false);
    this.#inTransaction = false;
    // PostgreSQL's reply after a failed statement: nothing was committed.
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back.');
  }

  async rollback(): Promise<void> {
    // The server rolls back when the connection ends.
    if (this.#broken || !this.#client) return;
    try {
      await withTimeout(this.#client.query('rollback'), rollbackTimeoutMs);
      this.#inTransaction = false;
    } catch {
      this.#broken = true;
    }
  }

  /** An open transaction ends with its connection. */
  release(): void {
    this.#release(this.#broken || this.#inTransaction);
  }

  /** A named statement is prepared on the server, where that is safe. */
  #configOf(query: CompiledQuery): pg.QueryConfig {
    const { sql: text, parameters } = query;
    const config = { text, values: [...parameters] };
    if (!isNamed(query)) return config;
    return {
      ...config,
      types: timesAsText,
      ...(this.#pool.keepsNames && query.name !== '' ? { name: query.name } : {}),
    };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  #release(broken: boolean): void {
    clearTimeout(this.#transactionTimer);
    if (this.#client) this.#pool.release(this.#client, broken);
    this.#client = undefined;
  }

  /** Replaces a lost connection, once, where the statement may be repeated. */
  async #execute(query: pg.QueryConfig, repeatable: boolean): Promise<pg.QueryResult> {
    const { text } = query;
    try {
      return await this.#send(query);
    } catch (error) {
      if (!repeatable || !this.#broken || error instanceof TimeoutError)
        throw toRefusal(error, text);
    }
    // The transaction's timer goes on.
    if (this.#client) this.#pool.release(this.#client, true);
    this.#client = undefined;
    this.#client = await this.#pool.replace();
    this.#broken = false;
    try {
      return await this.#send(query);
    } catch (error) {
      throw toRefusal(error, text);
    }
  }

  async #send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const timeoutMs = Math.min(timeLeft(this.#timeouts.statement), maxStatementMs);
    if (timeoutMs <= 0 || !this.#client) throw new TimeoutError(false);
    try {
      return lastOf(await withTimeout(this.#client.query(query), timeoutMs));
    } catch (error) {
      // That includes a statement without an answer in time.
      this.#broken ||= connectionIsLost(error);
      if (error instanceof TimeoutError && this.#client) cancel(this.#client);
      throw withoutRows(error);
    }
  }

  /**
   * The server has the time limit too: a statement whose connection was cut would otherwise go on waiting
   * for its lock. LOCAL, because behind PgBouncer the session is shared.
   */
  #beginSql(): string {
    const timeoutMs = timeLeft(this.#timeouts.statement);
    if (timeoutMs === Infinity) return 'begin';
    // A little earlier than here, so that the connection can be kept.
    return `begin; set local statement_timeout = ${Math.max(1, Math.ceil(timeoutMs - 100))}`;
  }
}

/** For statement/iso-time.ts. */
const timesAsText: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === pg.types.builtins.TIMESTAMPTZ
      ? (text: string) => text
      : pg.types.getTypeParser(type, format),
};

/** For several statements in one text pg returns several results; its types do not say so. */
function lastOf(result: pg.QueryResult | pg.QueryResult[]): pg.QueryResult {
  if (!Array.isArray(result)) return result;
  const last = result.at(-1);
  if (!last) throw new TypeError('pg returned no result');
  return last;
}
