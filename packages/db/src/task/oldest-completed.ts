// Finds the tasks that were completed first. No index has that order, because each write would pay for it:
// they are read in pages, so that no statement takes long, and sorted here.
import { sql } from 'kysely';
import { firstOf } from '../own-rows.ts';
import type { WriteScope } from '../scope.ts';
import { timeOf } from '../statement/iso-time.ts';
import { ownTasks } from './own-tasks.ts';

interface Done {
  id: number;
  /** In the engine's form. */
  updated_at: string | number;
}

/**
 * Does not lock.
 *
 * @param pageSize rows of one statement.
 * @returns at most `count` ids, ordered by `updatedAt` and id, and the number of all completed tasks.
 */
export async function oldestCompleted(
  { query }: Pick<WriteScope, 'query'>,
  count: number,
  pageSize = 5_000,
): Promise<{ ids: number[]; total: number }> {
  let first: { id: number; time: string }[] = [];
  for (let [after, total] = [0, 0]; ; ) {
    const rows = await query(doneAfter, { after, limit: pageSize });
    total += rows.length;
    for (const { id, updated_at: time } of rows) first.push({ id, time: timeOf(time) });
    const last = rows.at(-1);
    const isAll = !last || rows.length < pageSize;
    if (isAll || first.length >= 2 * count) first = first.toSorted(byTime).slice(0, count);
    if (isAll) return { ids: first.map(({ id }) => id), total };
    after = last.id;
  }
}

const byTime = (a: { id: number; time: string }, b: { id: number; time: string }): number =>
  a.time < b.time ? -1 : a.time > b.time ? 1 : a.id - b.id;

const doneAfter = ownTasks<{ after: number; limit: number }, Done>((tasks, { dialect, value }) =>
  tasks
    .where(dialect.isTrue(sql.ref('completed')))
    .where('id', '>', value('after'))
    .select(['id', 'updated_at'])
    .orderBy('user_id')
    .orderBy('id')
    .limit(firstOf(value('limit'))),
);
