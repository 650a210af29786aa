// Fills columns of tasks that an older version or plain SQL wrote without them, or with folded text of an
// older rule (search.ts). Until then reads derive the missing values.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { readColumnsOf, readRow } from '../noun.ts';
import { storedRows } from '../noun-statements.ts';
import { maxChangeTime } from '../schema/schema-lock.ts';
import { prepare, type Statement } from '../statement/prepared.ts';
import { needsBackfill } from './search.ts';
import { taskNoun } from './task.entity.ts';

const batch = 500;
/** The most time that it takes at once. The next start, or the next minute, continues. */
const maxMs = 5_000;
const filled = ['title_folded', 'description_folded', 'uid', 'rank', 'completed_at'];

/** In batches, each a transaction, for some seconds. After a crash the next start continues. */
export async function fillTasks(db: Kysely<never>, dialect: Dialect): Promise<void> {
  const end = Date.now() + maxMs;
  const unfilled = prepare(db, dialect, unfilledRows);
  let count = batch;
  // Ends when a batch changes nothing, as with a trigger that prevents it.
  while (count > 0 && Date.now() < end) {
    count = await db.transaction().execute(async (transaction) => {
      await dialect.schema.limitWaiting(transaction, maxChangeTime);
      return fill(
        transaction,
        dialect,
        (await transaction.executeQuery<object>(unfilled({}))).rows,
      );
    });
  }
}

// The condition is the one of the partial index. Rows are locked; those that others have locked are skipped.
const unfilledRows: Statement<unknown, unknown, object> = ({ dialect, raw }) =>
  raw(sql`select ${sql.join(readColumnsOf(taskNoun).map((name) => sql.ref(name)))} from task
    where (${sql.raw(needsBackfill(dialect))}) order by id limit ${sql.lit(batch)}
    ${dialect.forUpdateSkipLocked}`);

async function fill(
  transaction: Transaction<never>,
  dialect: Dialect,
  rows: readonly object[],
): Promise<number> {
  const tasks = rows.map((row) => readRow(taskNoun, row));
  const [first, last] = [tasks[0], tasks.at(-1)];
  if (!first || !last) return 0;
  const given = dialect.jsonRows(
    taskNoun.table,
    ['id', ...filled],
    storedRows(taskNoun, tasks, dialect),
  );
  const { numAffectedRows = 0n } = await sql`
    update task set title_folded = filled.title_folded, description_folded = filled.description_folded,
      rank = coalesce(task.rank, filled.rank),
      completed_at = case when task.completed then coalesce(task.completed_at, filled.completed_at) end, uid = coalesce(task.uid, ${uidOr(dialect)})
    from (${given}) as filled
    where task.id = filled.id and task.id between ${first.id} and ${last.id}`.execute(transaction);
  return Number(numAffectedRows);
}

/** The derived uid, or a random one if another task of the owner has it. */
const uidOr = (dialect: Dialect) => sql`
  case when exists (select 1 from task as other
    where other.user_id = task.user_id and other.uid = filled.uid and other.id <> task.id)
  then ${sql.raw(dialect.randomText)}
  else filled.uid end`;
