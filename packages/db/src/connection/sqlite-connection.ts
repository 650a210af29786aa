// The one connection to the file, and whose turn it is.
import type Database from 'better-sqlite3';
import { CompiledQuery, type QueryResult } from 'kysely';
import { Rounds } from './rounds.ts';
import { asFailure, isBusy, waitingTime, whileBusy } from './sqlite-busy.ts';
import { Statements } from './sqlite-statements.ts';
import { Wal } from './sqlite-wal.ts';
import { type Pass, Turns } from './turns.ts';

// IMMEDIATE: what reads first and writes later would fail (SQLITE_BUSY_SNAPSHOT) instead of waiting.
const begin = CompiledQuery.raw('begin immediate');

export class OneConnection {
  readonly database: Database.Database;
  /** For one statement, or for all of a transaction. */
  readonly #using = new Turns();
  /** Apart, so that reads go on while the next write waits for another process. */
  readonly #writing = new Turns();
  readonly #rounds = new Rounds();
  readonly #wal: Wal;
  readonly #statements: Statements;

  constructor(database: Database.Database) {
    this.database = database;
    this.#wal = new Wal(database);
    this.#statements = new Statements(database);
  }

  /** Begins a transaction; what it gives lets the others go on. */
  async begin(): Promise<Pass> {
    const passWriting = await this.#writing.take(waitingTime());
    try {
      await this.#wal.keepSmall();
      const passUsing = await whileBusy(() => this.#tryToBegin());
      return () => {
        passUsing();
        passWriting();
      };
    } catch (error) {
      passWriting();
      throw error;
    }
  }

  /** A statement that is its own transaction. */
  async alone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.#once<R>(query);
    } catch (error) {
      if (!isBusy(error)) throw asFailure(error);
    }
    const pass = await this.#writing.take(waitingTime());
    try {
      return await whileBusy(() => this.#once<R>(query));
    } finally {
      pass();
    }
  }

  /** A statement of the transaction that has begun; `check` throws if it is over. */
  inside<R>(query: CompiledQuery, check: () => void): Promise<QueryResult<R>> {
    return whileBusy(() => this.#run<R>(query, check));
  }

  async #tryToBegin(): Promise<Pass> {
    const pass = await this.#using.take(waitingTime());
    try {
      await this.#run(begin);
      return pass;
    } catch (error) {
      pass();
      throw error;
    }
  }

  async #once<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const pass = await this.#using.take(waitingTime());
    try {
      return await this.#run<R>(query);
    } finally {
      pass();
    }
  }

  async #run<R>({ sql, parameters }: CompiledQuery, check = () => {}): Promise<QueryResult<R>> {
    await this.#rounds.letOthersLive();
    check();
    const statement = this.#statements.of(sql, parameters);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Kysely was told to expect.
    if (statement.reader) return { rows: statement.all(...parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
  }
}
