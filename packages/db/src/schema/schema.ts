// Our tables at startup: what is missing is made, what a newer version added is accepted, anything
// else stops the start and changes nothing. Better Auth's tables and unknown ones are not touched.
import type { MikroORM } from '@mikro-orm/core';
import {
  type AbstractSqlDriver,
  type Column,
  type DatabaseTable,
  SqlSchemaGenerator,
} from '@mikro-orm/sql';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { SchemaError } from '../errors.ts';
import { missingIn, refuseRebuild } from './difference.ts';
import { rebuild } from './rebuild.ts';
import { maxChangeTime, tookTooLong, withLockTimeout, withSchemaLock } from './schema-lock.ts';

/** For MikroORM's schema generator: Better Auth's, of which we read one. */
export const notOurs = /^user$/;

/**
 * Makes our tables what this version needs: all of it or nothing, one process at a time.
 *
 * @throws SchemaError naming table, column, found and expected; nothing was changed then. Refusal
 * SERVICE_UNAVAILABLE when the database is away.
 */
export async function ensureSchema(
  orm: MikroORM<AbstractSqlDriver>,
  dialect: Dialect,
): Promise<void> {
  const db: Kysely<never> = orm.em.getConnection().getClient();
  // First without a lock: where nothing is missing, no right to create is needed.
  const missing = await withLockTimeout(db, dialect, (reader) =>
    statementsFor(orm, reader, dialect),
  );
  if (missing.length === 0) return;
  await withSchemaLock(db, dialect, async (transaction) => {
    // Looked at again: another process may have been faster.
    for (const statement of await statementsFor(orm, transaction, dialect)) {
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
  `The table is large: this took longer than ${maxChangeTime}, during which nobody could write, and was taken back: ${statement}. ` +
  'Do it by hand when few people write (an index with "create index concurrently", which stops nobody), and start again.';

// Whoever has tasks of before the journal is told to start over where they ask for everything since 0.
const beginJournals =
  'insert into journal (user_id, seq, pruned) select distinct user_id, 1, 1 from task';

/** What makes our tables what they should be, in order. @throws SchemaError */
async function statementsFor(
  orm: MikroORM<AbstractSqlDriver>,
  db: Kysely<never>,
  dialect: Dialect,
): Promise<string[]> {
  const statements: string[] = [];
  for (const table of new SqlSchemaGenerator(orm.em).getTargetSchema().getTables()) {
    statements.push(...(await statementsForTable(orm, db, dialect, table)));
  }
  if (statements.some((text) => /^create table .journal. /i.test(text)))
    statements.push(beginJournals);
  return statements;
}

async function statementsForTable(
  orm: MikroORM<AbstractSqlDriver>,
  db: Kysely<never>,
  dialect: Dialect,
  table: DatabaseTable,
): Promise<string[]> {
  const helper = orm.em.getPlatform().getSchemaHelper();
  if (!helper) throw new TypeError('This dialect has no schemas.');
  const found = await dialect.schema.readTable(db, table.name);
  if (!found) return helper.createTable(table);
  const { columns, indexes } = missingIn(found, table);
  if (!columns.every((column) => dialect.schema.canAdd(column.default))) {
    refuseRebuild(found, table);
    return rebuild(found, table.name, helper.createTable(table));
  }
  const define = (column: Column) => helper.createTableColumn(column, table);
  return [
    ...columns.map((column) => `alter table ${table.getQuotedName()} add column ${define(column)}`),
    ...indexes.map((index) => helper.getCreateIndexSQL(table.name, index)),
  ];
}
