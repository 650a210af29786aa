// Deletes old operations. Each person's `journal.pruned` is the `seq` up to which theirs are deleted.
import { setImmediate as immediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** Rows of one statement, few enough that others do not wait long. */
const batch = 1_000;

/**
 * Deletes what was written before `date`. After a crash the next run continues; concurrent runs are safe.
 *
 * @returns how many operations were deleted.
 * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
 */
export async function pruneJournal(
  db: Kysely<never>,
  dialect: Dialect,
  date: Date,
): Promise<number> {
  const before = dialect.storedTime(date);
  let pruned = 0;
  for (let more = true; more; await immediate()) {
    const { rows: people } = await sql<Old>`
      select user_id, max(seq) as last from (
        select user_id, seq from operation where created_at < ${before}
        order by created_at limit ${batch}) as old
      group by user_id`.execute(db);
    const already = pruned;
    for (const old of people) pruned += await pruneOne(db, old);
    more = pruned > already;
  }
  // The receipts of calls that changed nothing.
  for (let more = true; more; await immediate()) {
    const { numAffectedRows = 0n } = await sql`
      delete from receipt where (user_id, id) in (
        select user_id, id from receipt where created_at < ${before} limit ${batch})`.execute(db);
    more = numAffectedRows > 0n;
  }
  return pruned;
}

interface Old {
  user_id: string;
  last: number;
}

/** Deletes all operations up to the last old one, so that no gap is left. */
function pruneOne(db: Kysely<never>, { user_id: personId, last }: Old): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    // First, so that a reader of `pruned` knows what may be missing. It never decreases.
    await sql`
      insert into journal (user_id, seq, pruned) values (${personId}, ${last}, ${last})
      on conflict (user_id) do update set pruned = excluded.pruned
      where journal.pruned < excluded.pruned`.execute(transaction);
    const old = sql`user_id = ${personId} and seq <= ${last}`;
    await sql`delete from receipt where user_id = ${personId}
      and id in (select id from operation where ${old})`.execute(transaction);
    // These receipts need later operations to know what the rows were.
    await sql`delete from receipt
      where user_id = ${personId} and seq < ${last}`.execute(transaction);
    await sql`delete from operation_task where ${old}`.execute(transaction);
    await sql`delete from operation_row where ${old}`.execute(transaction);
    const deleted = await sql`delete from operation where ${old}`.execute(transaction);
    return Number(deleted.numAffectedRows ?? 0);
  });
}
