// Embedded SQLite, as a Kysely dialect that MikroORM and Better Auth share.
import { SqliteDriver } from '@mikro-orm/sqlite';
import type { Connection, Log } from './connection.ts';
import { OneConnection } from './sqlite-connection.ts';
import { OneConnectionDialect } from './sqlite-driver.ts';
import { Lease } from './sqlite-lease.ts';
import { openFile } from './sqlite-open.ts';
import type { SqliteTarget } from './url.ts';

/** @throws ConfigError when the file cannot be opened. */
export function openSqlite({ path }: SqliteTarget, log?: Log): Connection {
  const connection = new OneConnection(openFile(path, log));
  return {
    engine: 'sqlite',
    driver: SqliteDriver,
    dialect: new OneConnectionDialect(connection),
    alone: (query) => new Lease(connection).executeQuery(query),
  };
}
