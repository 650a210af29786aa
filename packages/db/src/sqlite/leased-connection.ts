// The connection as Kysely acquires it. It holds the writing connection for one statement or one
// transaction. A transaction that outlives its call is rolled back here.
import { CompiledQuery, type QueryResult } from 'kysely';
import { setTimer, timeLeft, unavailable } from '../connection/deadline.ts';
import type { TransactionConnection } from '../connection/kysely-driver.ts';
import type { SqliteConnections } from './connections.ts';
import type { Release } from './mutex.ts';

/** A transaction may take so much longer than its call, to end by itself. */
const extraTransactionMs = 250;

const commit = CompiledQuery.raw('commit');

export class LeasedConnection implements TransactionConnection {
  readonly #connections: SqliteConnections;
  /** Set while a transaction is open. */
  #release: Release | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Why this connection can no longer be used. */
  #ended: Error | 'released' | undefined;

  constructor(connections: SqliteConnections) {
    this.#connections = connections;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#release || this.#ended
      ? this.#executeInTransaction(query)
      : this.#connections.executeOutsideTransaction(query);
  }

  async begin(): Promise<void> {
    this.#release = await this.#connections.begin();
    const timeoutMs = timeLeft(this.#connections.timeouts.call) + extraTransactionMs;
    this.#timer = setTimer(timeoutMs, () => this.#expire())?.unref();
  }

  async commit(): Promise<void> {
    await this.#executeInTransaction(commit);
    this.#end();
  }

  async rollback(): Promise<void> {
    this.#end();
  }

  release(): void {
    this.#end();
    // A text, because an Error with its stack would be wasted: a released connection is rarely used.
    this.#ended ??= 'released';
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  /** Ends the transaction, if one is open; what was not committed is rolled back. */
  #end(): void {
    if (!this.#release) return;
    clearTimeout(this.#timer);
    const { database } = this.#connections;
    const release = this.#release;
    this.#release = undefined;
    try {
      if (database.inTransaction) database.exec('rollback');
    } finally {
      release();
    }
  }

  #expire(): void {
    this.#ended = unavailable(new Error('the transaction took too long and was rolled back'));
    try {
      this.#end();
    } catch (error) {
      this.#ended = unavailable(error);
    }
  }

  #executeInTransaction<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#connections.executeInTransaction(query, () => this.#checkOpen());
  }

  #checkOpen(): void {
    // SQLite can roll back by itself, on a full disk for example: later statements must not be committed.
    if (this.#release && this.#connections.database.inTransaction) return;
    throw this.#ended instanceof Error ? this.#ended : new Error('The transaction is over.');
  }
}
