// Rows of a version that had no folded text (search.ts) get it, once, when the columns are added.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { fold } from './search.ts';

const batch = 500;

/** Inside the transaction that added the columns. */
export async function foldExisting(em: SqlEntityManager): Promise<void> {
  const db = em.getKysely<{ task: FoldedRow }>();
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('task')
      .select(['id', 'title', 'description'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(batch)
      .execute();
    for (const { id, title, description } of rows) {
      await db
        .updateTable('task')
        .set({ title_folded: fold(title), description_folded: fold(description ?? '') })
        .where('id', '=', id)
        .execute();
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

interface FoldedRow {
  id: number;
  title: string;
  description: string | null;
  title_folded: string | null;
  description_folded: string | null;
}
