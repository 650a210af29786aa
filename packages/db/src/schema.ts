// Our tables at startup: what is missing is made, what a newer version added is accepted, anything
// else stops the start and changes nothing. Better Auth's tables and unknown ones are not touched.
import type { EntityMetadata, MikroORM } from '@mikro-orm/core';
import {
  type AbstractSqlDriver,
  DatabaseSchema,
  SchemaComparator,
  type SqlEntityManager,
  SqlSchemaGenerator,
} from '@mikro-orm/sql';
import { type Kysely, sql } from 'kysely';
import type { Engine } from './connection/connection.ts';
import { SchemaError } from './errors.ts';
import { additions, refuseOtherConstraints } from './schema-difference.ts';
import { foldExisting } from './task/fold-existing.ts';
import { now } from './task/task.entity.ts';

const ourTables = ['task'];

/** For MikroORM's schema generator, which would change whatever differs from the entities. */
export const notOurs = new RegExp(`^(?!(?:public\\.)?(?:${ourTables.join('|')})$)`);

// Any number, the same in every process of ours: who holds it may change the schema. Not the session's
// lock but the transaction's, which PgBouncer keeps apart.
const takeLock = 'select pg_advisory_xact_lock(8493127)';
const waitFor = (limit: string) => `set local lock_timeout = '${limit}'`;

const engineNow = {
  // Three digits, as many as JavaScript has.
  postgresql: 'current_timestamp(3)',
  // The ORM stores dates as milliseconds; SQLite's own current_timestamp is a text.
  sqlite: "(cast(unixepoch('subsec') * 1000 as integer))",
};

/** Says "now" in the engine's words, wherever an entity has it as a default. */
export function useEngineDefaults(meta: EntityMetadata, engine: Engine): void {
  for (const property of Object.values(meta.properties)) {
    if (property.defaultRaw === now) property.defaultRaw = engineNow[engine];
  }
}

/**
 * Makes our tables what this version needs, in one transaction, one process at a time.
 *
 * @throws SchemaError naming table, column, found and expected; nothing was changed then.
 */
export async function ensureSchema(
  orm: MikroORM<AbstractSqlDriver>,
  engine: Engine,
): Promise<void> {
  const em = orm.em.fork();
  // First without a lock: where nothing is missing, no right to create is needed.
  const statements = await missing(em);
  if (statements.length === 0) return;
  try {
    await em.transactional(async (inner) => {
      // SQLite's introspection cannot be part of a transaction; PostgreSQL's looks again in it.
      const needed = engine === 'sqlite' ? statements : await missingWhileLocked(inner);
      for (const statement of needed) await inner.execute(statement);
      if (needed.some((statement) => statement.includes('_folded'))) await foldExisting(inner);
    });
  } catch (error) {
    const somebodyWasFaster = engine === 'sqlite' && (await missing(em)).length === 0;
    if (somebodyWasFaster) return;
    throw error instanceof SchemaError ? error : new SchemaError(explain(error), { cause: error });
  }
}

async function missingWhileLocked(em: SqlEntityManager): Promise<string[]> {
  await em.execute(waitFor('60s'));
  await em.execute(takeLock);
  // A table that is in use is not worth blocking everybody for.
  await em.execute(waitFor('3s'));
  return missing(em);
}

/**
 * Runs `work` while no other process changes the schema. It needs a second connection.
 *
 * @throws SchemaError
 */
export async function alone<T>(
  db: Kysely<never>,
  engine: Engine,
  work: () => Promise<T>,
): Promise<T> {
  try {
    if (engine === 'sqlite') return await work();
    return await db.transaction().execute(async (transaction) => {
      for (const statement of [waitFor('60s'), takeLock])
        await sql.raw(statement).execute(transaction);
      return work();
    });
  } catch (error) {
    throw new SchemaError(explain(error), { cause: error });
  }
}

/** The statements that make what is missing. */
async function missing(em: SqlEntityManager): Promise<string[]> {
  const platform = em.getPlatform();
  const found = await DatabaseSchema.create(
    em.getConnection(),
    platform,
    em.config,
    undefined,
    undefined,
    ourTables,
    undefined,
    undefined,
    em.getTransactionContext(),
  );
  const generator = new SqlSchemaGenerator(em);
  const wanted = generator.getTargetSchema();
  for (const table of wanted.getTables()) {
    const there = found.getTable(table.name);
    if (there) refuseOtherConstraints(there, table);
  }
  const difference = new SchemaComparator(platform).compare(found, wanted);
  return generator
    .diffToSQL(additions(difference), { wrap: false, safe: true })
    .split(/;\n+/)
    .filter((statement) => statement.trim() !== '');
}

function explain(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === '55P03')
    return 'The tables are in use, or another process is changing them, and did not become free in time. Start again.';
  if (code === '42501') {
    return `The database role may not create what is missing (${reason}). Grant it, or start once with a role that may.`;
  }
  return `The tables could not be made (${reason}). Nothing was changed.`;
}
