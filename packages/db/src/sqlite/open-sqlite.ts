// Embedded SQLite, as a Kysely dialect that MikroORM and Better Auth share.
import { SqliteDriver } from '@mikro-orm/sqlite';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { Connection, ConnectionOptions } from '../connection/connection.ts';
import { createKyselyDriver, executeOn, observed } from '../connection/kysely-driver.ts';
import type { SqliteTarget } from '../connection/url.ts';
import { sqliteDialect } from '../dialect/sqlite.ts';
import { withRowStatements } from '../statement/row-statements.ts';
import { SqliteConnections } from './connections.ts';
import { LeasedConnection } from './leased-connection.ts';
import { openFile } from './open-file.ts';

/** @throws ConfigError when the file cannot be opened. */
export function openSqlite(
  { path }: SqliteTarget,
  {
    timeouts,
    log,
    observeStatement,
  }: Pick<ConnectionOptions, 'timeouts' | 'log' | 'observeStatement'>,
): Connection {
  const connections = new SqliteConnections(openFile(path, log), timeouts);
  // It waits for the connection when it has something to execute.
  const acquire = observed(
    async () => new LeasedConnection(connections),
    'sqlite',
    observeStatement,
  );
  return {
    dialect: sqliteDialect,
    timeouts,
    driver: withRowStatements(SqliteDriver, sqliteDialect),
    kysely: {
      createDriver: () => createKyselyDriver(acquire, async () => connections.close()),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new LeaseAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
    executeOutsideTransaction: executeOn(acquire),
    poolState: () => connections.poolState,
    name: path,
    checkSettings: async () => {},
    isRetryable: () => false,
    explainStartError: (error) => error,
  };
}

/** Turns off Kysely's queue for a single connection, which has no time limit. */
class LeaseAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}
