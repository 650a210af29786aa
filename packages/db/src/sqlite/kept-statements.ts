// Statements that were prepared already: that costs five times as much as a small one itself.
import type Database from 'better-sqlite3';

/** As many as we have, and some of Better Auth's. */
const most = 200;

export class Statements {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** @param parameters without any, values stand in the text itself: it does not come again. */
  of(sql: string, parameters: readonly unknown[]): Database.Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    if (parameters.length > 0 || isConstant(sql)) {
      if (this.#prepared.size >= most) this.#prepared.clear();
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

const isConstant = (sql: string): boolean => sql === 'begin immediate' || sql === 'commit';
