// The tasks that were done longest. No index has them in that order, which each write would pay for:
// they are read in pieces, so that no statement takes long, and sorted here.
import { sql } from 'kysely';
import { firstOf } from '../own-rows.ts';
import type { WriteScope } from '../scope.ts';
import { timeOf } from '../statement/iso-time.ts';
import { ownTasks } from './own-tasks.ts';

interface Done {
  id: number;
  /** As the engine gives it. */
  updated_at: string | number;
}

/**
 * Neither locked nor loaded.
 *
 * @param piece rows of one statement.
 * @returns at most `count` ids, by `updatedAt`, then id; and how many there are in all.
 */
export async function oldestCompleted(
  { query }: Pick<WriteScope, 'query'>,
  count: number,
  piece = 5_000,
): Promise<{ ids: number[]; total: number }> {
  let first: { id: number; time: string }[] = [];
  for (let [after, total] = [0, 0]; ; ) {
    const rows = await query(doneAfter, { after, limit: piece });
    total += rows.length;
    for (const { id, updated_at: time } of rows) first.push({ id, time: timeOf(time) });
    const last = rows.at(-1);
    const isAll = !last || rows.length < piece;
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
