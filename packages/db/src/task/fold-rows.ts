// Rows that have no folded text (search.ts), or that of an older rule, get it: those of older versions, and
// those that plain SQL wrote. Until then each search reads them all.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { settings } from '../schema/alone.ts';
import { foldToStore, isUnfolded } from './search.ts';

const batch = 500;
/** In milliseconds: a start does not wait for longer. The next one goes on. */
const patience = 5_000;

/** In batches, each a transaction, for some seconds; killed in the middle, the next start goes on. */
export async function foldRows(db: Kysely<FoldedTables>, engine: Engine): Promise<void> {
  const end = Date.now() + patience;
  let folded = batch;
  // Not where nothing got better: somebody else does the same, or a trigger is against it.
  while (folded > 0 && Date.now() < end) {
    folded = await db.transaction().execute(async (transaction) => {
      if (engine === 'postgresql') await settings.execute(transaction);
      return foldBatch(transaction, engine);
    });
  }
}

async function foldBatch(transaction: Transaction<FoldedTables>, engine: Engine): Promise<number> {
  // As the index has it that finds these rows.
  const unfolded = sql<boolean>`(${sql.raw(isUnfolded(engine))})`;
  const rows = await transaction
    .selectFrom('task')
    .select(['id', 'title', 'description'])
    .where(unfolded)
    .orderBy('id')
    .limit(batch)
    .execute();
  if (rows.length === 0) return 0;
  const values = rows.map(
    ({ id, title, description }) =>
      sql`(cast(${id} as integer), cast(${foldToStore(title)} as text), cast(${foldToStore(description ?? '')} as text))`,
  );
  // Not one that a person has changed, and thereby folded, since we read it.
  const { numAffectedRows = 0n } = await sql`
    with folded (task_id, title, description) as (values ${sql.join(values)})
    update task set title_folded = folded.title, description_folded = folded.description
    from folded where task.id = folded.task_id and ${unfolded}`.execute(transaction);
  return Number(numAffectedRows);
}

interface FoldedTables {
  task: {
    id: number;
    title: string;
    description: string | null;
    title_folded: string | null;
    description_folded: string | null;
  };
}
