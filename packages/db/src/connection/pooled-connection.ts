// One PostgreSQL connection while somebody holds it: every statement is bounded in time, its failures
// are told from mistakes, and no transaction outlives its call.
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import pg from 'pg';
import { cancel } from './cancel.ts';
import { after, longestStatement, patience, timeLeft } from './failure.ts';
import { askFirst, goesWithOthers } from './first-statement.ts';
import { asFailure, connectionIsLost, inTime, TooLate, withoutRows } from './postgres-failure.ts';
import { isNamed } from './prepared.ts';

/** In milliseconds; the call's deadline (failure.ts) can only shorten it. */
export const statementTimeout = 2_000;
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

export class PooledConnection implements DatabaseConnection {
  readonly #clients: Clients;
  /** Undefined when it was given back. */
  #client: pg.PoolClient | undefined;
  #broken = false;
  #inTransaction = false;
  /** What begins the transaction: it goes with the first statement. Undefined when it was sent. */
  #beginning: string[] | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(clients: Clients, client: pg.PoolClient) {
    this.#clients = clients;
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const config = this.#configOf(query);
    if (this.#beginning && !this.#goesWithOthers(query, config)) await this.#beginAlone();
    const isRead = query.query.kind === 'SelectQueryNode' && !this.#inTransaction;
    // A transaction that has not begun for certain cannot have been committed.
    const repeatable = isRead || this.#beginning !== undefined;
    const { command, rows, rowCount } = await this.#ask(config, repeatable);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  /**
   * The server gives up late statements too: one whose connection was cut would otherwise go on
   * waiting for its lock. LOCAL, because behind PgBouncer the session is not ours.
   */
  async begin(): Promise<void> {
    const limit = timeLeft(statementTimeout);
    // A little earlier than we do, so that the connection can be kept.
    const server = Math.max(1, Math.ceil(limit - 100));
    this.#beginning = ['begin'];
    if (limit !== Infinity) this.#beginning.push(`set local statement_timeout = ${server}`);
    this.#inTransaction = true;
    // Whoever forgets to end it loses it: closing the connection does, and the pool has its place back.
    this.#watch = after(timeLeft(patience) + grace, () => this.#giveBack(true));
  }

  async commit(): Promise<void> {
    if (this.#neverBegan()) return;
    const { command } = await this.#ask({ text: 'commit' }, false);
    this.#inTransaction = false;
    // PostgreSQL answers so when a statement before had failed: nothing was committed.
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back.');
  }

  async rollback(): Promise<void> {
    // A transaction whose connection is gone has rolled back already.
    if (this.#broken || !this.#client || this.#neverBegan()) return;
    try {
      await inTime(this.#client.query('rollback'), rollbackTimeout);
      this.#inTransaction = false;
    } catch {
      this.#broken = true;
    }
  }

  /** What was neither committed nor rolled back ends with the connection. */
  release(): void {
    this.#giveBack(this.#broken || this.#inTransaction);
  }

  /** Of a transaction in which nothing was asked the server knows nothing. */
  #neverBegan(): boolean {
    if (!this.#beginning) return false;
    this.#beginning = undefined;
    this.#inTransaction = false;
    return true;
  }

  /** What comes but once may be several statements in one text, and those go alone. */
  #goesWithOthers(query: CompiledQuery, config: pg.QueryConfig): boolean {
    return isNamed(query) && this.#client !== undefined && goesWithOthers(this.#client, config);
  }

  async #beginAlone(): Promise<void> {
    const text = this.#beginning?.join('; ') ?? '';
    this.#beginning = undefined;
    await this.#ask({ text }, true);
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
      if (!repeatable || !this.#broken || error instanceof TooLate) throw asFailure(error, text);
    }
    this.#giveBack(true);
    this.#client = await this.#clients.replace();
    this.#broken = false;
    try {
      return await this.#send(query);
    } catch (error) {
      throw asFailure(error, text);
    }
  }

  async #send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    const limit = Math.min(timeLeft(statementTimeout), longestStatement);
    if (limit <= 0 || !this.#client) throw new TooLate(false);
    try {
      const asked = this.#beginning
        ? askFirst(this.#client, this.#beginning, query)
        : this.#client.query(query);
      const answer = lastOf(await inTime(asked, limit));
      this.#beginning = undefined;
      return answer;
    } catch (error) {
      // A statement that was not answered in time loses its connection.
      this.#broken ||= connectionIsLost(error);
      if (!this.#broken) this.#beginning = undefined;
      if (error instanceof TooLate && this.#client) cancel(this.#client);
      throw withoutRows(error);
    }
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
