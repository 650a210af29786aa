// What is too old leaves the journal, person by person; `pruned` tells where each one's begins.
import { type Kysely, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';

/** How many people are looked for at a time. */
const batch = 100;

/**
 * Deletes what was written before `date`, and gives how many operations that were. Killed in the
 * middle, the next one goes on; several at a time do no harm.
 *
 * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
 */
export async function pruneJournal(db: Kysely<never>, engine: Engine, date: Date): Promise<number> {
  const before = engine === 'sqlite' ? date.getTime() : date;
  let pruned = 0;
  for (let more = true; more; ) {
    const { rows: people } = await sql<{ user_id: string }>`
      select distinct user_id from (
        select user_id from operation where created_at < ${before} order by created_at limit ${batch}
      ) as old`.execute(db);
    const already = pruned;
    for (const { user_id: personId } of people) pruned += await pruneOne(db, personId, before);
    more = pruned > already;
  }
  // Of calls that changed nothing.
  await sql`delete from receipt where created_at < ${before}`.execute(db);
  return pruned;
}

/** Without a hole: all numbers up to the last that is old. */
function pruneOne(db: Kysely<never>, personId: string, before: Date | number): Promise<number> {
  return db.transaction().execute(async (transaction) => {
    // Whoever reads `pruned` after this reads nothing of what is deleted; writers wait.
    const { rows } = await sql<{ pruned: number }>`
      update journal set pruned = (
        select coalesce(max(seq), journal.pruned) from operation
        where user_id = ${personId} and created_at < ${before})
      where user_id = ${personId} returning pruned`.execute(transaction);
    const [{ pruned } = { pruned: 0 }] = rows;
    const old = sql`user_id = ${personId} and seq <= ${pruned}`;
    await sql`delete from receipt where user_id = ${personId}
      and id in (select id from operation where ${old})`.execute(transaction);
    await sql`delete from operation_task where ${old}`.execute(transaction);
    const deleted = await sql`delete from operation where ${old}`.execute(transaction);
    return Number(deleted.numAffectedRows ?? 0);
  });
}
