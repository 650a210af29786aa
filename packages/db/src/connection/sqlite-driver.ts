// Kysely's driver over one better-sqlite3 connection.
import { type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import type { OneConnection } from './sqlite-connection.ts';
import { Lease } from './sqlite-lease.ts';

export class OneConnectionDialect extends SqliteDialect {
  readonly #connection: OneConnection;

  constructor(connection: OneConnection) {
    super({ database: connection.database });
    this.#connection = connection;
  }

  override createDriver(): Driver {
    return new OneConnectionDriver(this.#connection);
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
  readonly #connection: OneConnection;

  constructor(connection: OneConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}

  /** Waits for nothing: a lease takes its turn when it has something to do. */
  async acquireConnection(): Promise<Lease> {
    return new Lease(this.#connection);
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
    this.#connection.database.close();
  }
}
