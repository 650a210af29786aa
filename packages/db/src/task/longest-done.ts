// The tasks that were done longest. No index has them in that order, which each write would pay for:
// they are read in pieces, so that no statement takes long, and sorted here.
import type { WriteScope } from '../unit-of-work.ts';
import { firstOf, ownTasks, type TaskRow, timeOf } from './own-tasks.ts';

type Done = Pick<TaskRow, 'id' | 'updated_at'>;

/**
 * Neither locked nor loaded.
 *
 * @param piece rows of one statement.
 * @returns at most `count` ids, by `updatedAt`, then id; and how many there are in all.
 */
export async function longestDone(
  { ask }: Pick<WriteScope, 'ask'>,
  count: number,
  piece = 5_000,
): Promise<{ ids: number[]; total: number }> {
  let first: { id: number; time: string }[] = [];
  for (let [after, total] = [0, 0]; ; ) {
    const rows = await ask(doneAfter, { after, limit: piece });
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

const doneAfter = ownTasks<{ after: number; limit: number }, Done>((tasks, { engine, value }) =>
  tasks
    .where('completed', '=', engine === 'sqlite' ? 1 : true)
    .where('id', '>', value('after'))
    .select(['id', 'updated_at'])
    .orderBy('user_id')
    .orderBy('id')
    .limit(firstOf(value('limit'))),
);
