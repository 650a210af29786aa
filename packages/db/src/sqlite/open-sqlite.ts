// Embedded SQLite, as a Kysely dialect that MikroORM and Better Auth share.
import { SqliteDriver } from '@mikro-orm/sqlite';
import type { Connection, ConnectionOptions } from '../connection/connection.ts';
import type { SqliteTarget } from '../connection/url.ts';
import { sqliteDialect } from '../dialect/sqlite.ts';
import { withRowStatements } from '../statement/row-statements.ts';
import { SqliteConnections } from './connections.ts';
import { SqliteConnectionsDialect } from './driver.ts';
import { Lease } from './lease.ts';
import { openFile } from './open-file.ts';

/** @throws ConfigError when the file cannot be opened. */
export function openSqlite(
  { path }: SqliteTarget,
  { timeouts, log }: Pick<ConnectionOptions, 'timeouts' | 'log'>,
): Connection {
  const connections = new SqliteConnections(openFile(path, log), timeouts);
  return {
    dialect: sqliteDialect,
    timeouts,
    driver: withRowStatements(SqliteDriver, sqliteDialect),
    kysely: new SqliteConnectionsDialect(connections),
    executeOutsideTransaction: (query) => new Lease(connections).executeQuery(query),
    name: path,
    check: async () => {},
    isLate: () => false,
    startFailure: (error) => error,
  };
}
