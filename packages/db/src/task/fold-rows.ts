// Rows that have no folded text (search.ts) get it: those of a version that knew none, and those that
// plain SQL wrote. Until then each search reads them all.
import { type Kysely, sql } from 'kysely';
import { fold } from './search.ts';

/** Few, because nobody else can change these rows meanwhile. */
const batch = 100;

/** Of an index that finds these rows; see task.entity.ts. */
export const isUnfolded = 'title_folded is null or description_folded is null';

/** In batches, each a transaction: killed in the middle, the next start goes on. */
export async function foldRows(db: Kysely<FoldedTables>): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom('task')
      .select(['id', 'title', 'description'])
      .where(unfolded)
      .orderBy('id')
      .limit(batch)
      .execute();
    if (rows.length === 0) return;
    await db.transaction().execute(async (transaction) => {
      for (const { id, title, description } of rows) {
        await transaction
          .updateTable('task')
          .set({ title_folded: fold(title), description_folded: fold(description ?? '') })
          .where('id', '=', id)
          // Not one that a person has changed, and thereby folded, since we read it.
          .where(unfolded)
          .execute();
      }
    });
  }
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
