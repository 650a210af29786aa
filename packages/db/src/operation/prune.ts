// What is too old leaves the journal; each person's `pruned` tells where theirs begins.
import { setImmediate as breathe } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** So few at a time that nobody waits long. */
const batch = 1_000;

/**
 * Deletes what was written before `date`, and gives how many operations that were. Killed in the
 * middle, the next one goes on; several at a time do no harm.
 *
 * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
 */
export async function pruneJournal(
  db: Kysely<never>,
  dialect: Dialect,
  date: Date,
): Promise<number> {
  const before = dialect.storedTime(date);
  let pruned = 0;
  for (let more = true; more; await breathe()) {
    const { rows: people } = await sql<Old>`
      select user_id, max(seq) as last from (
        select user_id, seq from operation where created_at < ${before}
        order by created_at limit ${batch}) as old
      group by user_id`.execute(db);
    const already = pruned;
    for (const old of people) pruned += await pruneOne(db, old);
    more = pruned > already;
  }
  // Of calls that changed nothing.
  for (let more = true; more; await breathe()) {
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

/** Without a hole: all numbers up to the last that is old. */
function pruneOne(db: Kysely<never>, { user_id: personId, last }: Old): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    // Whoever reads `pruned` after this reads nothing of what is deleted; it never goes back.
    await sql`
      insert into journal (user_id, seq, pruned) values (${personId}, ${last}, ${last})
      on conflict (user_id) do update set pruned = excluded.pruned
      where journal.pruned < excluded.pruned`.execute(transaction);
    const old = sql`user_id = ${personId} and seq <= ${last}`;
    await sql`delete from receipt where user_id = ${personId}
      and id in (select id from operation where ${old})`.execute(transaction);
    // What a call found and did not change is told by the first later operation on it.
    await sql`delete from receipt
      where user_id = ${personId} and seq < ${last}`.execute(transaction);
    await sql`delete from operation_task where ${old}`.execute(transaction);
    await sql`delete from operation_row where ${old}`.execute(transaction);
    const deleted = await sql`delete from operation where ${old}`.execute(transaction);
    return Number(deleted.numAffectedRows ?? 0);
  });
}
