// Rows that have no folded text (search.ts) get it: those of a version that knew none, and those that
// plain SQL wrote. Until then each search reads them all.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import { settings } from '../schema/alone.ts';
import { fold } from './search.ts';

const batch = 500;
/** In milliseconds: a start does not wait for longer. The next one goes on. */
const patience = 5_000;

/** Of an index that finds these rows; see task.entity.ts. */
export const isUnfolded = 'title_folded is null or description_folded is null';

/** In batches, each a transaction, for some seconds; killed in the middle, the next start goes on. */
export async function foldRows(db: Kysely<FoldedTables>, engine: Engine): Promise<void> {
  const end = Date.now() + patience;
  let folded = batch;
  // Not where nothing got better: somebody else does the same, or a trigger is against it.
  while (folded > 0 && Date.now() < end) {
    folded = await db.transaction().execute(async (transaction) => {
      if (engine === 'postgresql') await settings.execute(transaction);
      return foldBatch(transaction);
    });
  }
}

async function foldBatch(transaction: Transaction<FoldedTables>): Promise<number> {
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
      sql`(cast(${id} as integer), cast(${fold(title)} as text), cast(${fold(description ?? '')} as text))`,
  );
  // Not one that a person has changed, and thereby folded, since we read it.
  const { numAffectedRows = 0n } = await sql`
    with folded (task_id, title, description) as (values ${sql.join(values)})
    update task set title_folded = folded.title, description_folded = folded.description
    from folded where task.id = folded.task_id and ${unfolded}`.execute(transaction);
  return Number(numAffectedRows);
}

const unfolded = sql<boolean>`(${sql.raw(isUnfolded)})`;

interface FoldedTables {
  task: {
    id: number;
    title: string;
    description: string | null;
    title_folded: string | null;
    description_folded: string | null;
  };
}
