// Our tables at startup: missing ones, and missing columns and indexes, are created; additions of a newer
// version are accepted; any other difference stops the start and changes nothing. Other tables, such as
// Better Auth's, are left alone.
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
import { maxChangeTime, tookTooLong, withoutSchemaLock, withSchemaLock } from './schema-lock.ts';

/** Tables that MikroORM's schema generator skips: Better Auth's, which we only read. */
export const notOurs = /^user$/;

/**
 * Creates what this version needs: all or nothing, one process at a time.
 *
 * @throws SchemaError naming table, column, found and expected; nothing was changed then. Refusal
 * SERVICE_UNAVAILABLE when the database is away.
 */
export async function ensureSchema(
  orm: MikroORM<AbstractSqlDriver>,
  dialect: Dialect,
): Promise<void> {
  const db: Kysely<never> = orm.em.getConnection().getClient();
  // First without the lock: where nothing is missing, the role needs no right to create.
  const missing = await withoutSchemaLock(db, dialect, (reader) =>
    statementsFor(orm, reader, dialect),
  );
  if (missing.length === 0) return;
  await withSchemaLock(db, dialect, async (transaction) => {
    // Compared again: another process may have created it.
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
  `The table is large: this took longer than ${maxChangeTime}, during which nobody could write, and was rolled back: ${statement}. ` +
  'Run it by hand when few people write (for an index "create index concurrently", which blocks no writes), and start again.';

// For tasks from before the journal existed: a client that asks for all changes since 0 has to start over.
const beginJournals =
  'insert into journal (user_id, seq, pruned) select distinct user_id, 1, 1 from task';

/** The statements that create what is missing, in order. @throws SchemaError */
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
