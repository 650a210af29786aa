// Our tables at startup: what is missing is made, what a newer version added is accepted, anything
// else stops the start and changes nothing. Better Auth's tables and unknown ones are not touched.
import type { EntityMetadata, MikroORM } from '@mikro-orm/core';
import {
  type AbstractSqlDriver,
  type Column,
  type DatabaseTable,
  SqlSchemaGenerator,
} from '@mikro-orm/sql';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { SchemaError } from '../errors.ts';
import { isUnfilled } from '../task/search.ts';
import { alone, changeLimit, looking, tookTooLong } from './alone.ts';
import { now, unfilled } from './defaults.ts';
import { missingIn, refuseRebuild } from './difference.ts';
import { readTable } from './read-table.ts';
import { needsRebuild, rebuild } from './rebuild.ts';

/** For MikroORM's schema generator: Better Auth's, of which we read one. */
export const notOurs = /^user$/;

const engineNow = {
  // Three digits, as many as JavaScript has.
  postgresql: 'current_timestamp(3)',
  // The ORM stores dates as milliseconds; SQLite's own current_timestamp is a text.
  sqlite: "(cast(unixepoch('subsec') * 1000 as integer))",
};

/** Says in the engine's words what an entity has as a default or a collation, or an index as its condition. */
export function useEngineDefaults(meta: EntityMetadata, engine: Engine): void {
  for (const property of Object.values(meta.properties)) {
    if (property.defaultRaw === now) property.defaultRaw = engineNow[engine];
    // SQLite compares by bytes where nothing else is said.
    if (engine === 'sqlite') delete property.collation;
  }
  for (const index of meta.indexes) {
    if (index.where === unfilled) index.where = isUnfilled(engine);
  }
}

/**
 * Makes our tables what this version needs: all of it or nothing, one process at a time.
 *
 * @throws SchemaError naming table, column, found and expected; nothing was changed then. Refusal
 * SERVICE_UNAVAILABLE when the database is away.
 */
export async function ensureSchema(
  orm: MikroORM<AbstractSqlDriver>,
  engine: Engine,
): Promise<void> {
  const db: Kysely<never> = orm.em.getConnection().getClient();
  // First without a lock: where nothing is missing, no right to create is needed.
  const missing = await looking(db, engine, (reader) => statementsFor(orm, reader, engine));
  if (missing.length === 0) return;
  await alone(db, engine, async (transaction) => {
    // Looked at again: another process may have been faster.
    for (const statement of await statementsFor(orm, transaction, engine)) {
      await change(transaction, statement);
    }
  });
}

async function change(transaction: Transaction<never>, statement: string): Promise<void> {
  try {
    await sql.raw(statement).execute(transaction);
  } catch (error) {
    throw tookTooLong(error) ? new SchemaError(tooLarge(statement)) : error;
  }
}

const tooLarge = (statement: string) =>
  `The table is large: this took longer than ${changeLimit}, during which nobody could write, and was taken back: ${statement}. ` +
  'Do it by hand when few people write (an index with "create index concurrently", which stops nobody), and start again.';

// Whoever has tasks of before the journal is told to start over where they ask for everything since 0.
const beginJournals =
  'insert into journal (user_id, seq, pruned) select distinct user_id, 1, 1 from task';

/** What makes our tables what they should be, in order. @throws SchemaError */
async function statementsFor(
  orm: MikroORM<AbstractSqlDriver>,
  db: Kysely<never>,
  engine: Engine,
): Promise<string[]> {
  const statements: string[] = [];
  for (const table of new SqlSchemaGenerator(orm.em).getTargetSchema().getTables()) {
    statements.push(...(await statementsForTable(orm, db, engine, table)));
  }
  if (statements.some((text) => /^create table .journal. /i.test(text)))
    statements.push(beginJournals);
  return statements;
}

async function statementsForTable(
  orm: MikroORM<AbstractSqlDriver>,
  db: Kysely<never>,
  engine: Engine,
  table: DatabaseTable,
): Promise<string[]> {
  const helper = orm.em.getPlatform().getSchemaHelper();
  if (!helper) throw new TypeError('This engine has no schemas.');
  const found = await readTable(db, engine, table.name);
  if (!found) return helper.createTable(table);
  const { columns, indexes } = missingIn(found, table);
  if (engine === 'sqlite' && columns.some(needsRebuild)) {
    refuseRebuild(found, table);
    return rebuild(found, table.name, helper.createTable(table));
  }
  const define = (column: Column) => helper.createTableColumn(column, table);
  return [
    ...columns.map((column) => `alter table ${table.getQuotedName()} add column ${define(column)}`),
    ...indexes.map((index) => helper.getCreateIndexSQL(table.name, index)),
  ];
}
