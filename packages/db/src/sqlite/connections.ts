// The connections to the file: one that writes, and whose turn it is; and one that only reads.
import type Database from 'better-sqlite3';
import { CompiledQuery, type QueryResult } from 'kysely';
import type { Timeouts } from '../connection/connection.ts';
import { maxStatementMs, timeLeft } from '../connection/deadline.ts';
import { asFailure, isBusy, whileBusy } from './busy.ts';
import { Statements } from './kept-statements.ts';
import type { OpenFile } from './open-file.ts';
import { Rounds } from './rounds.ts';
import { type Pass, Turns } from './turns.ts';
import { Wal } from './wal.ts';

// IMMEDIATE: what reads first and writes later would fail (SQLITE_BUSY_SNAPSHOT) instead of waiting.
const begin = CompiledQuery.raw('begin immediate');

export class SqliteConnections {
  /** The one that writes, and reads what its open transaction wrote. */
  readonly database: Database.Database;
  readonly timeouts: Timeouts;
  readonly #reader: Database.Database | undefined;
  /** For one statement, or for all of a transaction. */
  readonly #using = new Turns();
  /** Apart, so that reads go on while the next write waits for another process. */
  readonly #writing = new Turns();
  readonly #rounds = new Rounds();
  readonly #wal: Wal | undefined;
  readonly #statements: Statements;
  readonly #reads: Statements | undefined;

  constructor({ database, reader }: OpenFile, timeouts: Timeouts) {
    this.timeouts = timeouts;
    this.database = database;
    this.#reader = reader;
    this.#wal = reader && new Wal(database);
    this.#statements = new Statements(database);
    this.#reads = reader && new Statements(reader);
  }

  /** Begins a transaction; what it gives lets the others go on. */
  async begin(): Promise<Pass> {
    const passWriting = await this.#writing.take(this.#timeLeft());
    try {
      await this.#wal?.keepSmall();
      const passUsing = await whileBusy(this.#timeLeft(), () => this.#tryToBegin());
      return () => {
        this.#wal?.wasWritten();
        passUsing();
        passWriting();
      };
    } catch (error) {
      passWriting();
      throw error;
    }
  }

  /** A statement that is its own transaction; one that only reads waits for no transaction. */
  async executeOutsideTransaction<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const answer = await whileBusy(this.#timeLeft(), () => this.#read<R>(query));
    if (answer) return answer;
    try {
      return await this.#once<R>(query);
    } catch (error) {
      if (!isBusy(error)) throw asFailure(error);
    }
    const pass = await this.#writing.take(this.#timeLeft());
    try {
      return await whileBusy(this.#timeLeft(), () => this.#once<R>(query));
    } finally {
      pass();
    }
  }

  /** A statement of the transaction that has begun; `check` throws if it is over. */
  inside<R>(query: CompiledQuery, check: () => void): Promise<QueryResult<R>> {
    return whileBusy(this.#timeLeft(), () => this.#write<R>(query, check));
  }

  /** The reader first: the last connection takes the log away, which one that only reads cannot. */
  close(): void {
    this.#wal?.stop();
    this.#reader?.close();
    this.database.close();
  }

  /** Of the call, for one statement; in milliseconds. */
  #timeLeft(): number {
    return Math.min(timeLeft(this.timeouts.call), maxStatementMs);
  }

  async #tryToBegin(): Promise<Pass> {
    const pass = await this.#using.take(this.#timeLeft());
    try {
      await this.#write(begin);
      return pass;
    } catch (error) {
      pass();
      throw error;
    }
  }

  async #once<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const pass = await this.#using.take(this.#timeLeft());
    try {
      return await this.#write<R>(query);
    } finally {
      this.#wal?.wasWritten();
      pass();
    }
  }

  async #write<R>(query: CompiledQuery, check = () => {}): Promise<QueryResult<R>> {
    await this.#rounds.letOthersLive();
    check();
    return run(this.#statements.of(query.sql, query.parameters), query);
  }

  /** Over the connection that only reads; undefined where there is none, or it is no read. */
  async #read<R>(query: CompiledQuery): Promise<QueryResult<R> | undefined> {
    if (!this.#reads) return undefined;
    await this.#rounds.letOthersLive();
    const statement = this.#reads.of(query.sql, query.parameters);
    // `insert … returning` gives rows too, and is not read-only.
    return statement.reader && statement.readonly ? run(statement, query) : undefined;
  }
}

function run<R>(statement: Database.Statement, { parameters }: CompiledQuery): QueryResult<R> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Kysely was told to expect.
  if (statement.reader) return { rows: statement.all(...parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(...parameters);
  return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
}
