// Embedded SQLite. better-sqlite3 is synchronous and there is one connection, so calls queue here,
// in JavaScript, where waiting stops nobody's timers.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { SqliteDriver } from '@mikro-orm/sqlite';
import Database from 'better-sqlite3';
import { ConfigError } from '../errors.ts';
import { fold } from '../task/search.ts';
import type { Connection } from './connection.ts';
import { OneConnectionDialect } from './sqlite-driver.ts';
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
  'busy_timeout = 0',
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
