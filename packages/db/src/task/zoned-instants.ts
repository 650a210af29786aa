// Governments change the clock: a start with newer time zones computes the instants of dates in zones again.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { readColumnsOf, readRow } from '../noun.ts';
import { storedRows } from '../noun-statements.ts';
import { maxChangeTime } from '../schema/schema-lock.ts';
import { taskNoun } from './task.entity.ts';

const batch = 500;

/**
 * In batches, each a transaction; about 5 s for 100,000 dates. After a crash the next start begins again. Rows
 * that another process has locked are written with its time zones.
 *
 * @param version of the time zones of this process.
 */
export async function updateZonedInstants(
  db: Kysely<never>,
  dialect: Dialect,
  version = process.versions['tz'] ?? '',
): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version from zone_data`.execute(db);
  if (version <= (rows[0]?.version ?? '')) return;
  for (let last: number | undefined = 0; last !== undefined; ) {
    const after: number = last;
    last = await db.transaction().execute(async (transaction) => {
      await dialect.schema.limitWaiting(transaction, maxChangeTime);
      return updateBatch(transaction, dialect, after);
    });
  }
  await sql`insert into zone_data (id, version) values (1, ${version})
    on conflict (id) do update set version = excluded.version
    where zone_data.version < excluded.version`.execute(db);
}

/** @returns the last id; undefined where there are no more. */
async function updateBatch(
  transaction: Transaction<never>,
  dialect: Dialect,
  after: number,
): Promise<number | undefined> {
  const columns = readColumnsOf(taskNoun).map((name) => sql.ref(name));
  const { rows } = await sql<object>`select ${sql.join(columns)} from task
    where id > ${after} and (due_at is not null or start_at is not null)
    order by id limit ${sql.lit(batch)} ${dialect.forUpdateSkipLocked}`.execute(transaction);
  const tasks = rows.map((row) => readRow(taskNoun, row));
  const given = dialect.jsonRows(
    taskNoun.table,
    ['id', 'due_at', 'start_at'],
    storedRows(taskNoun, tasks, dialect),
  );
  await sql`update task set due_at = given.due_at, start_at = given.start_at
    from (${given}) as given where task.id = given.id`.execute(transaction);
  return tasks.at(-1)?.id;
}
