// Kysely's driver over our connections to an SQLite file.
import { type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import type { SqliteConnections } from './connections.ts';
import { Lease } from './lease.ts';

export class SqliteConnectionsDialect extends SqliteDialect {
  readonly #connections: SqliteConnections;

  constructor(connections: SqliteConnections) {
    super({ database: connections.database });
    this.#connections = connections;
  }

  override createDriver(): Driver {
    return new SqliteConnectionsDriver(this.#connections);
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

class SqliteConnectionsDriver implements Driver {
  readonly #connections: SqliteConnections;

  constructor(connections: SqliteConnections) {
    this.#connections = connections;
  }

  async init(): Promise<void> {}

  /** Waits for nothing: a lease takes its turn when it has something to do. */
  async acquireConnection(): Promise<Lease> {
    return new Lease(this.#connections);
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
    this.#connections.close();
  }
}
