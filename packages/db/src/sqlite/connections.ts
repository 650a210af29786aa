// The connections to a file: one that writes, for one transaction at a time, and one that only reads.
import type Database from 'better-sqlite3';
import { CompiledQuery, type QueryResult } from 'kysely';
import type { Timeouts } from '../connection/connection.ts';
import { maxStatementMs, timeLeft } from '../connection/deadline.ts';
import { isBusy, toRefusal, whileBusy } from './busy.ts';
import { Checkpoints } from './checkpoints.ts';
import { EventLoopYielder } from './event-loop.ts';
import { Mutex, type Release } from './mutex.ts';
import type { OpenFile } from './open-file.ts';
import { StatementCache } from './statement-cache.ts';

// IMMEDIATE: a transaction that reads first and writes later would fail with SQLITE_BUSY_SNAPSHOT.
const begin = CompiledQuery.raw('begin immediate');

export class SqliteConnections {
  /** The connection that writes, and reads inside of transactions. */
  readonly database: Database.Database;
  readonly timeouts: Timeouts;
  readonly #reader: Database.Database | undefined;
  /** Held for one statement, or for a whole transaction. */
  readonly #connectionMutex = new Mutex();
  /** Held as well by the next write: while it waits for another process, reads go on. */
  readonly #writeMutex = new Mutex();
  readonly #eventLoop = new EventLoopYielder();
  readonly #checkpoints: Checkpoints | undefined;
  readonly #statements: StatementCache;
  readonly #reads: StatementCache | undefined;

  constructor({ database, reader }: OpenFile, timeouts: Timeouts) {
    this.timeouts = timeouts;
    this.database = database;
    this.#reader = reader;
    this.#checkpoints = reader && new Checkpoints(database);
    this.#statements = new StatementCache(database);
    this.#reads = reader && new StatementCache(reader);
  }

  /** Begins a transaction. The result releases its locks. */
  async begin(): Promise<Release> {
    const releaseWrite = await this.#writeMutex.acquire(this.#timeLeft());
    try {
      await this.#checkpoints?.limitLog();
      const releaseConnection = await whileBusy(this.#timeLeft(), () => this.#tryToBegin());
      return () => {
        this.#checkpoints?.schedule();
        releaseConnection();
        releaseWrite();
      };
    } catch (error) {
      releaseWrite();
      throw error;
    }
  }

  /** A read does not wait for transactions. Another statement is a transaction of its own. */
  async executeOutsideTransaction<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await whileBusy(this.#timeLeft(), () => this.#read<R>(query));
    if (result) return result;
    try {
      return await this.#executeOnce<R>(query);
    } catch (error) {
      if (!isBusy(error)) throw toRefusal(error);
    }
    const release = await this.#writeMutex.acquire(this.#timeLeft());
    try {
      return await whileBusy(this.#timeLeft(), () => this.#executeOnce<R>(query));
    } finally {
      release();
    }
  }

  /** A statement of the open transaction; `checkOpen` throws if that is over. */
  executeInTransaction<R>(query: CompiledQuery, checkOpen: () => void): Promise<QueryResult<R>> {
    return whileBusy(this.#timeLeft(), () => this.#execute<R>(query, checkOpen));
  }

  /** The reader is closed first: the last connection removes the log, which a reader cannot. */
  close(): void {
    this.#checkpoints?.stop();
    this.#reader?.close();
    this.database.close();
  }

  #timeLeft(): number {
    return Math.min(timeLeft(this.timeouts.call), maxStatementMs);
  }

  async #tryToBegin(): Promise<Release> {
    const release = await this.#connectionMutex.acquire(this.#timeLeft());
    try {
      await this.#execute(begin);
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }

  async #executeOnce<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const release = await this.#connectionMutex.acquire(this.#timeLeft());
    try {
      return await this.#execute<R>(query);
    } finally {
      this.#checkpoints?.schedule();
      release();
    }
  }

  async #execute<R>(query: CompiledQuery, checkOpen = () => {}): Promise<QueryResult<R>> {
    await this.#eventLoop.yieldIfDue();
    checkOpen();
    return run(this.#statements.prepare(query.sql, query.parameters), query);
  }

  /** Over the connection that reads; undefined where there is none, or the statement writes. */
  async #read<R>(query: CompiledQuery): Promise<QueryResult<R> | undefined> {
    if (!this.#reads) return undefined;
    await this.#eventLoop.yieldIfDue();
    const statement = this.#reads.prepare(query.sql, query.parameters);
    // `insert … returning` returns rows, too, and is not read-only.
    return statement.reader && statement.readonly ? run(statement, query) : undefined;
  }
}

function run<R>(statement: Database.Statement, { parameters }: CompiledQuery): QueryResult<R> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Kysely was told to expect.
  if (statement.reader) return { rows: statement.all(...parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(...parameters);
  return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
}
