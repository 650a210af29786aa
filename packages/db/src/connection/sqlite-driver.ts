// Kysely's driver over one better-sqlite3 connection.
import type Database from 'better-sqlite3';
import { type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import { Rounds } from './rounds.ts';
import { Lease, type Shared } from './sqlite-lease.ts';
import { Wal } from './sqlite-wal.ts';
import { Turns } from './turns.ts';

export class OneConnectionDialect extends SqliteDialect {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new OneConnectionDriver(this.#database);
  }

  // Kysely's own queue for single connections waits for ever; the leases' does not.
  override createAdapter(): SqliteAdapter {
    return new (class extends SqliteAdapter {
      override get supportsMultipleConnections(): boolean {
        return true;
      }
    })();
  }
}

class OneConnectionDriver implements Driver {
  readonly #shared: Shared;

  constructor(database: Database.Database) {
    this.#shared = {
      database,
      using: new Turns(),
      writing: new Turns(),
      rounds: new Rounds(),
      wal: new Wal(database),
    };
  }

  async init(): Promise<void> {}

  /** Waits for nothing: a lease takes its turn when it has something to do. */
  async acquireConnection(): Promise<Lease> {
    return new Lease(this.#shared);
  }

  async beginTransaction(lease: Lease): Promise<void> {
    await lease.begin();
  }

  async commitTransaction(lease: Lease): Promise<void> {
    await lease.commit();
  }

  async rollbackTransaction(lease: Lease): Promise<void> {
    lease.end();
  }

  async releaseConnection(lease: Lease): Promise<void> {
    lease.release();
  }

  async destroy(): Promise<void> {
    this.#shared.database.close();
  }
}
