// Embedded SQLite, as a Kysely dialect that MikroORM and Better Auth share.
import { SqliteDriver } from '@mikro-orm/sqlite';
import type { Connection } from './connection.ts';
import { OneConnectionDialect } from './sqlite-driver.ts';
import { openFile } from './sqlite-open.ts';
import type { SqliteTarget } from './url.ts';

/** @throws ConfigError when the file cannot be opened. */
export function openSqlite({ path }: SqliteTarget): Connection {
  return {
    engine: 'sqlite',
    driver: SqliteDriver,
    dialect: new OneConnectionDialect(openFile(path)),
  };
}
