// Embedded SQLite, as a Kysely dialect that MikroORM and Better Auth share.
import { SqliteDriver } from '@mikro-orm/sqlite';
import type { Connection, Log } from './connection.ts';
import { SqliteConnections } from './sqlite-connection.ts';
import { SqliteConnectionsDialect } from './sqlite-driver.ts';
import { Lease } from './sqlite-lease.ts';
import { openFile } from './sqlite-open.ts';
import type { SqliteTarget } from './url.ts';

/** @throws ConfigError when the file cannot be opened. */
export function openSqlite({ path }: SqliteTarget, log?: Log): Connection {
  const connections = new SqliteConnections(openFile(path, log));
  return {
    engine: 'sqlite',
    driver: SqliteDriver,
    dialect: new SqliteConnectionsDialect(connections),
    alone: (query) => new Lease(connections).executeQuery(query),
  };
}
