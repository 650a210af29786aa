// The connections to a file: one that writes, for one transaction at a time, and one that only reads.
import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { CompiledQuery, type QueryResult } from 'kysely';
import type { PoolState, Timeouts } from '../connection/connection.ts';
import { maxStatementMs, timeLeft } from '../connection/deadline.ts';
import { Checkpoints } from './checkpoints.ts';
import { isBusy, toRefusal } from './errors.ts';
import { EventLoopYielder } from './event-loop-yielder.ts';
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
  /** Held while `database` is used, for one statement or a whole transaction. */
  readonly #mutex = new Mutex();
  readonly #readerTurns = new EventLoopYielder(5);
  // A transaction holds the mutex: one that yielded for each reader would keep all other writers waiting.
  readonly #writerTurns = new EventLoopYielder(20);
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

  get poolState(): PoolState {
    const { isLocked, waiting } = this.#mutex.state;
    return { size: 1, idle: isLocked ? 0 : 1, waiting };
  }

  /** Begins a transaction. Its end is the caller's: the result lets the next write begin. */
  async begin(): Promise<Release> {
    const release = await this.#mutex.acquire(this.#timeLeft());
    try {
      await this.#checkpoints?.limitLog();
      await whileBusy(this.#timeLeft(), () => this.#execute(begin));
    } catch (error) {
      release();
      throw error;
    }
    return () => {
      this.#checkpoints?.schedule();
      release();
    };
  }

  /** A read does not wait for transactions. Another statement is a transaction of its own. */
  async executeOutsideTransaction<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await whileBusy(this.#timeLeft(), () => this.#read<R>(query));
    if (result) return result;
    const release = await this.#mutex.acquire(this.#timeLeft());
    try {
      return await whileBusy(this.#timeLeft(), () => this.#execute<R>(query));
    } finally {
      this.#checkpoints?.schedule();
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

  async #execute<R>(query: CompiledQuery, checkOpen = () => {}): Promise<QueryResult<R>> {
    await this.#writerTurns.yieldIfDue();
    checkOpen();
    return run(this.#statements.prepare(query.sql, query.parameters), query);
  }

  /** Over the connection that reads; undefined where there is none, or the statement writes. */
  async #read<R>(query: CompiledQuery): Promise<QueryResult<R> | undefined> {
    if (!this.#reads) return undefined;
    await this.#readerTurns.yieldIfDue();
    const statement = this.#reads.prepare(query.sql, query.parameters);
    // `insert … returning` returns rows, too, and is not read-only.
    return statement.reader && statement.readonly ? run(statement, query) : undefined;
  }
}

/**
 * Repeats `work` while another process locks the file. Every millisecond: a process that writes all the
 * time leaves short gaps, and SQLite has no queue.
 *
 * @throws Refusal SERVICE_UNAVAILABLE after `timeoutMs`, or when the disk is full or read-only.
 */
async function whileBusy<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ; await sleep(1)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= deadline) throw toRefusal(error);
    }
  }
}

function run<R>(statement: Database.Statement, { parameters }: CompiledQuery): QueryResult<R> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Kysely was told to expect.
  if (statement.reader) return { rows: statement.all(...parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(...parameters);
  return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
}
