// One PostgreSQL connection while somebody holds it: every statement is bounded in time, its failures
// are told from mistakes, and no transaction outlives its call.
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
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
import { isNamed } from '../statement/prepared.ts';
import { cancel } from './cancel.ts';
import { asFailure, connectionIsLost, withoutRows } from './failure.ts';

const rollbackTimeout = 400;
/** What a transaction gets beyond the time of its call, to end by itself. */
const grace = 500;

/** Where connections come from and go to. */
export interface Clients {
  /** Another one, that answers. @throws Refusal SERVICE_UNAVAILABLE */
  replace: () => Promise<pg.PoolClient>;
  /** A broken one is closed. */
  give: (client: pg.PoolClient, broken: boolean) => void;
  /** Whether a statement that was given a name is found under it later. */
  keepsNames: boolean;
}

/** MikroORM gives its statements as text. */
const isSelect = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === 'SelectQueryNode' || (query.kind === 'RawNode' && /^select\b/i.test(sql));

export class PooledConnection implements DatabaseConnection {
  readonly #clients: Clients;
  readonly #timeouts: Timeouts;
  /** Undefined when it was given back. */
  #client: pg.PoolClient | undefined;
  #broken = false;
  #inTransaction = false;
  #watch: NodeJS.Timeout | undefined;

  constructor(clients: Clients, client: pg.PoolClient, timeouts: Timeouts) {
    this.#clients = clients;
    this.#client = client;
    this.#timeouts = timeouts;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const isRead = isSelect(query) && !this.#inTransaction;
    const { command, rows, rowCount } = await this.#ask(this.#configOf(query), isRead);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  async begin(): Promise<void> {
    this.#inTransaction = true;
    // Whoever forgets to end it loses it: closing the connection does, and the pool has its place back.
    this.#watch = setTimer(timeLeft(this.#timeouts.call) + grace, () => this.#giveBack(true));
    await this.#ask({ text: this.#beginning() }, true);
  }

  async commit(): Promise<void> {
    // Asked now, it would be told as a COMMIT of unknown outcome.
    if (this.#broken) throw unavailable(new Error('the transaction was lost'));
    const { command } = await this.#ask({ text: 'commit' }, false);
    this.#inTransaction = false;
    // PostgreSQL answers so when a statement before had failed: nothing was committed.
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back.');
  }

  async rollback(): Promise<void> {
    // A transaction whose connection is gone has rolled back already.
    if (this.#broken || !this.#client) return;
    try {
      await withTimeout(this.#client.query('rollback'), rollbackTimeout);
      this.#inTransaction = false;
    } catch {
      this.#broken = true;
    }
  }

  /** What was neither committed nor rolled back ends with the connection. */
  release(): void {
    this.#giveBack(this.#broken || this.#inTransaction);
  }

  /** Of a statement that comes again and again the server keeps the plan, where that is safe. */
  #configOf(query: CompiledQuery): pg.QueryConfig {
    const { sql: text, parameters } = query;
    const config = { text, values: [...parameters] };
    if (!isNamed(query)) return config;
    return {
      ...config,
      types: timesAsText,
      ...(this.#clients.keepsNames ? { name: query.name } : {}),
    };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  #giveBack(broken: boolean): void {
    clearTimeout(this.#watch);
    if (this.#client) this.#clients.give(this.#client, broken);
    this.#client = undefined;
  }

  /** A lost connection is replaced, once, where nothing can have been done over it. */
  async #ask(query: pg.QueryConfig, repeatable: boolean): Promise<pg.QueryResult> {
    const { text } = query;
    try {
      return await this.#send(query);
    } catch (error) {
      if (!repeatable || !this.#broken || error instanceof TimeoutError)
        throw asFailure(error, text);
    }
    // The watch goes on: it is the transaction's.
    if (this.#client) this.#clients.give(this.#client, true);
    this.#client = undefined;
    this.#client = await this.#clients.replace();
    this.#broken = false;
    try {
      return await this.#send(query);
    } catch (error) {
      throw asFailure(error, text);
    }
  }

  async #send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const limit = Math.min(timeLeft(this.#timeouts.statement), maxStatementMs);
    if (limit <= 0 || !this.#client) throw new TimeoutError(false);
    try {
      return lastOf(await withTimeout(this.#client.query(query), limit));
    } catch (error) {
      // A statement that was not answered in time loses its connection.
      this.#broken ||= connectionIsLost(error);
      if (error instanceof TimeoutError && this.#client) cancel(this.#client);
      throw withoutRows(error);
    }
  }

  /**
   * The server gives up late statements too: one whose connection was cut would otherwise go on waiting
   * for its lock. LOCAL, because behind PgBouncer the session is not ours.
   */
  #beginning(): string {
    const limit = timeLeft(this.#timeouts.statement);
    if (limit === Infinity) return 'begin';
    // A little earlier than we do, so that the connection can be kept.
    return `begin; set local statement_timeout = ${Math.max(1, Math.ceil(limit - 100))}`;
  }
}

/** For iso-time.ts. */
const timesAsText: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === pg.types.builtins.TIMESTAMPTZ
      ? (text: string) => text
      : pg.types.getTypeParser(type, format),
};

/** Of several statements sent as one, pg gives several results; its types do not say so. */
function lastOf(result: pg.QueryResult | pg.QueryResult[]): pg.QueryResult {
  if (!Array.isArray(result)) return result;
  const last = result.at(-1);
  if (!last) throw new TypeError('pg gave no result');
  return last;
}
