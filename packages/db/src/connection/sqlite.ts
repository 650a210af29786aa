// Embedded SQLite. better-sqlite3 is synchronous and there is one connection, so calls queue here,
// in JavaScript, where waiting stops nobody's timers.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SqliteDriver } from '@mikro-orm/sqlite';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
} from 'kysely';
import { ConfigError } from '../errors.ts';
import { fold } from '../task/search.ts';
import type { Connection } from './connection.ts';
import { timeLeft, unavailable } from './failure.ts';
import { Turns } from './turns.ts';
import type { SqliteTarget } from './url.ts';

// How long a statement without a deadline waits for another process, in milliseconds.
const patience = 4_000;

/**
 * Opens the file, and makes it and its folder if missing; the folder is for this user alone then.
 *
 * @throws ConfigError when the file cannot be opened.
 */
export function openSqlite(target: SqliteTarget): Connection {
  const database = open(target.path);
  return {
    engine: 'sqlite',
    driver: SqliteDriver,
    dialect: new OneConnectionDialect(database),
  };
}

// The last one, because until then nobody else waits for us.
const pragmas = [
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'foreign_keys = ON',
  'busy_timeout = 20',
];

function open(path: string): Database.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const database = new Database(path, { timeout: patience });
    try {
      for (const pragma of pragmas) database.pragma(pragma);
    } catch (error) {
      database.close();
      throw error;
    }
    // Rows that plain SQL wrote have no folded text: `contains` in search.ts calls this then.
    database.function('tydo_fold', { deterministic: true }, (text) =>
      typeof text === 'string' ? fold(text) : null,
    );
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `The SQLite file ${path} cannot be opened (${reason}). Check the path and its permissions, or set DATABASE_URL.`,
    );
  }
}

class OneConnectionDialect extends SqliteDialect {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new OneConnectionDriver(this.#database);
  }

  // Kysely's own queue for single connections waits for ever; ours, below, does not.
  override createAdapter(): SqliteAdapter {
    return new (class extends SqliteAdapter {
      override get supportsMultipleConnections(): boolean {
        return true;
      }
    })();
  }
}

class OneConnectionDriver implements Driver {
  readonly #database: Database.Database;
  readonly #turns = new Turns();
  readonly #connection: SqliteConnection;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#connection = new SqliteConnection(database, this.#turns);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#turns.take();
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#turns.pass();
  }

  // IMMEDIATE: a transaction that reads first and writes later would fail where it should wait.
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A disk that is full or failing can make SQLite roll back by itself.
    if (this.#database.inTransaction) {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    }
  }

  async destroy(): Promise<void> {
    this.#database.close();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: Database.Database;
  readonly #turns: Turns;

  constructor(database: Database.Database, turns: Turns) {
    this.#database = database;
    this.#turns = turns;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = Date.now() + timeLeft(patience);
    for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
      try {
        return this.#run<R>(query);
      } catch (error) {
        if (!isBusy(error)) throw asFailure(error);
        if (Date.now() + pause >= deadline) throw unavailable(error);
      }
      // Another process writes. Whoever only reads need not wait for it as well.
      await (this.#database.inTransaction ? sleep(pause) : this.#turns.pause(pause));
    }
  }

  #run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = this.#database.prepare<unknown[], R>(sql);
    if (statement.reader) return { rows: statement.all(...parameters) };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }
}

const isBusy = (error: unknown) =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

// https://www.sqlite.org/rescode.html: the file or its disk, not the statement.
function asFailure(error: unknown): unknown {
  const code = error instanceof Database.SqliteError ? error.code : '';
  return /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|PROTOCOL|NOMEM)/.test(code)
    ? unavailable(error)
    : error;
}
