// Keeps prepared statements: preparing a small one takes five times as long as running it.
import type Database from 'better-sqlite3';

/** Enough for our own statements and some of Better Auth's. */
const maxStatements = 200;

export class StatementCache {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** A statement without parameters may have its values in the text, and is not kept. */
  prepare(sql: string, parameters: readonly unknown[]): Database.Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    if (parameters.length > 0 || sql === 'begin immediate' || sql === 'commit') {
      if (this.#prepared.size >= maxStatements) this.#prepared.clear();
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
