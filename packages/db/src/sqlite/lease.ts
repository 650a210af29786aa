// What Kysely holds as a connection to SQLite. It has its turn for one statement or one transaction,
// and a transaction that does not end with its call is ended here.
import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import { setTimer, timeLeft, unavailable } from '../connection/deadline.ts';
import type { SqliteConnections } from './connections.ts';
import type { Pass } from './turns.ts';

/** In milliseconds, more than its call has, so that one that is about to end by itself does. */
const grace = 250;

const commit = CompiledQuery.raw('commit');

export class Lease implements DatabaseConnection {
  readonly #connections: SqliteConnections;
  /** While a transaction is open: lets the others go on. */
  #pass: Pass | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Why nothing more can be done with this lease. */
  #over: Error | 'given back' | undefined;

  constructor(connections: SqliteConnections) {
    this.#connections = connections;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#pass || this.#over
      ? this.#inside(query)
      : this.#connections.executeOutsideTransaction(query);
  }

  async begin(): Promise<void> {
    this.#pass = await this.#connections.begin();
    const { call } = this.#connections.timeouts;
    this.#timer = setTimer(timeLeft(call) + grace, () => this.#expire())?.unref();
  }

  async commit(): Promise<void> {
    await this.#inside(commit);
    this.end();
  }

  /** Ends the transaction, if one is open; what was not committed is rolled back. */
  end(): void {
    if (!this.#pass) return;
    clearTimeout(this.#timer);
    const { database } = this.#connections;
    const pass = this.#pass;
    this.#pass = undefined;
    try {
      if (database.inTransaction) database.exec('rollback');
    } finally {
      pass();
    }
  }

  release(): void {
    this.end();
    // Almost always nobody asks again: an Error, with its stack, is made for who does.
    this.#over ??= 'given back';
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  #expire(): void {
    this.#over = unavailable(new Error('the transaction took too long and was rolled back'));
    try {
      this.end();
    } catch (error) {
      this.#over = unavailable(error);
    }
  }

  #inside<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#connections.inside(query, () => this.#checkOpen());
  }

  #checkOpen(): void {
    // A full disk can make SQLite roll back by itself: what follows must not be committed alone.
    if (this.#pass && this.#connections.database.inTransaction) return;
    throw this.#over instanceof Error ? this.#over : new Error('The transaction is over.');
  }
}
