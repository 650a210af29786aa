// What Kysely holds as a connection to SQLite. It takes its turn for one statement or one
// transaction, and a transaction that does not end with its call is ended here.
import type Database from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import { after, timeLeft, unavailable } from './failure.ts';
import type { Rounds } from './rounds.ts';
import { asFailure, isBusy, waitingTime, whileBusy } from './sqlite-busy.ts';
import type { Wal } from './sqlite-wal.ts';
import type { Pass, Turns } from './turns.ts';

/** The one connection, and what all leases share about it. */
export interface Shared {
  database: Database.Database;
  /** Who may use it: for one statement, or for all of a transaction. */
  using: Turns;
  /** Who writes next; apart, so that reads go on while a write waits for another process. */
  writing: Turns;
  rounds: Rounds;
  wal: Wal;
}

// In milliseconds. What a transaction has that belongs to no call.
const patience = 4_000;
/** More than its call has, so that one that is about to end by itself does. */
const grace = 250;

// IMMEDIATE: what reads first and writes later would fail (SQLITE_BUSY_SNAPSHOT) instead of waiting.
const begin = CompiledQuery.raw('begin immediate');
const commit = CompiledQuery.raw('commit');

export class Lease implements DatabaseConnection {
  readonly #shared: Shared;
  /** Gives the turns of the open transaction to the next. */
  #pass: Pass | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Why nothing more can be done with this lease. */
  #over: Error | undefined;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#pass || this.#over ? this.#inside(query) : this.#alone(query);
  }

  async begin(): Promise<void> {
    const passWriting = await this.#shared.writing.take(waitingTime());
    try {
      await this.#shared.wal.keepSmall();
      const passUsing = await whileBusy(() => this.#tryToBegin());
      this.#pass = () => {
        passUsing();
        passWriting();
      };
    } catch (error) {
      passWriting();
      throw error;
    }
    this.#timer = after(timeLeft(patience) + grace, () => this.#expire())?.unref();
  }

  async commit(): Promise<void> {
    await this.#inside(commit);
    this.end();
  }

  /** Ends the transaction, if one is open; what was not committed is rolled back. */
  end(): void {
    if (!this.#pass) return;
    clearTimeout(this.#timer);
    if (this.#shared.database.inTransaction) this.#shared.database.exec('rollback');
    this.#pass();
    this.#pass = undefined;
  }

  release(): void {
    this.end();
    this.#over ??= new Error('The connection was given back.');
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  #expire(): void {
    this.end();
    this.#over = unavailable(new Error('the transaction took too long and was rolled back'));
  }

  async #tryToBegin(): Promise<Pass> {
    const pass = await this.#shared.using.take(waitingTime());
    try {
      await this.#run(begin);
      return pass;
    } catch (error) {
      pass();
      throw error;
    }
  }

  /** A statement of the open transaction. */
  #inside<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return whileBusy(() => this.#run<R>(query, () => this.#checkOpen()));
  }

  #checkOpen(): void {
    // A full disk can make SQLite roll back by itself: what follows must not be committed alone.
    if (this.#pass && this.#shared.database.inTransaction) return;
    throw this.#over ?? new Error('The transaction is over.');
  }

  /** A statement that is its own transaction. */
  async #alone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.#once<R>(query);
    } catch (error) {
      if (!isBusy(error)) throw asFailure(error);
    }
    const pass = await this.#shared.writing.take(waitingTime());
    try {
      return await whileBusy(() => this.#once<R>(query));
    } finally {
      pass();
    }
  }

  async #once<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const pass = await this.#shared.using.take(waitingTime());
    try {
      return await this.#run<R>(query);
    } finally {
      pass();
    }
  }

  async #run<R>({ sql, parameters }: CompiledQuery, check = () => {}): Promise<QueryResult<R>> {
    await this.#shared.rounds.letOthersLive();
    check();
    const statement = this.#shared.database.prepare<unknown[], R>(sql);
    if (statement.reader) return { rows: statement.all(...parameters) };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
  }
}
