// One PostgreSQL connection while somebody holds it: every statement is bounded in time, its failures
// are told from mistakes, and no transaction outlives its call.
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import pg from 'pg';
import { cancel } from './cancel.ts';
import {
  after,
  inTime,
  longestStatement,
  patience,
  statementTimeout,
  TooLate,
  timeLeft,
  unavailable,
} from './failure.ts';
import { askFirst } from './first-statement.ts';
import { asFailure, connectionIsLost, withoutRows } from './postgres-failure.ts';
import { isNamed } from './prepared.ts';

const rollbackTimeout = 400;
/** What a transaction gets beyond the time of its call, to end by itself. */
const grace = 500;

const rolledBack = 'The transaction was rolled back.';

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
  /** Undefined when it was given back. */
  #client: pg.PoolClient | undefined;
  #broken = false;
  /** Due: nothing of it was sent, BEGIN goes with its first statement. Begins: that is not answered. */
  #transaction: 'none' | 'due' | 'begins' | 'open' = 'none';
  #watch: NodeJS.Timeout | undefined;

  constructor(clients: Clients, client: pg.PoolClient) {
    this.#clients = clients;
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const isRead = isSelect(query) && this.#transaction === 'none';
    // Of a transaction nothing is left when its first statement is lost.
    const repeatable = isRead || this.#transaction === 'due';
    const { command, rows, rowCount } = await this.#ask(this.#configOf(query), repeatable);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  async begin(): Promise<void> {
    this.#transaction = 'due';
    // Whoever forgets to end it loses it: closing the connection does, and the pool has its place back.
    this.#watch = after(timeLeft(patience) + grace, () => this.#giveBack(true));
  }

  async commit(): Promise<void> {
    if (this.#transaction === 'begins') throw await this.#whyUndone();
    if (this.#transaction === 'open') {
      const { command } = await this.#ask({ text: 'commit' }, false);
      // PostgreSQL answers so when a statement before had failed: nothing was committed.
      if (command === 'ROLLBACK') throw new Error(rolledBack);
    }
    this.#transaction = 'none';
  }

  async rollback(): Promise<void> {
    // A transaction whose connection is gone has rolled back already.
    if (this.#broken || !this.#client) return;
    try {
      if (this.#transaction !== 'due') {
        await inTime(this.#client.query('rollback'), rollbackTimeout);
      }
      this.#transaction = 'none';
    } catch {
      this.#broken = true;
    }
  }

  /** Its first statement failed, and whoever asked it went on. */
  async #whyUndone(): Promise<Error> {
    await this.rollback();
    return this.#broken
      ? unavailable(new Error('the transaction was lost'))
      : new Error(rolledBack);
  }

  /** What was neither committed nor rolled back ends with the connection. */
  release(): void {
    const isUnended = this.#transaction === 'begins' || this.#transaction === 'open';
    this.#giveBack(this.#broken || isUnended);
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
    const limit = Math.min(timeLeft(statementTimeout), longestStatement);
    if (limit <= 0 || !this.#client) throw new TooLate(false);
    try {
      const isFirst = this.#transaction === 'due' || this.#transaction === 'begins';
      if (isFirst) this.#transaction = 'begins';
      const asked = isFirst
        ? askFirst(this.#client, beginning(), query)
        : this.#client.query(query);
      const answer = lastOf(await inTime(asked, limit));
      if (isFirst) this.#transaction = 'open';
      return answer;
    } catch (error) {
      // A statement that was not answered in time loses its connection.
      this.#broken ||= connectionIsLost(error);
      if (error instanceof TooLate && this.#client) cancel(this.#client);
      throw withoutRows(error);
    }
  }
}

/**
 * The server gives up late statements too: one whose connection was cut would otherwise go on waiting
 * for its lock. LOCAL, because behind PgBouncer the session is not ours.
 */
function beginning(): string[] {
  const limit = timeLeft(statementTimeout);
  if (limit === Infinity) return ['begin'];
  // A little earlier than we do, so that the connection can be kept.
  return ['begin', `set local statement_timeout = ${Math.max(1, Math.ceil(limit - 100))}`];
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
