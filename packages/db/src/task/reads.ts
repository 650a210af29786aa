// Reads go from the query to the contract's shape, without entities.
import {
  type TaskCounts,
  type TaskListInput,
  type TaskPage,
  type TaskRead,
  taskLimits,
} from '@tydo/schemas/task';
import { cursorAfter, positionAfter } from '../cursor.ts';
import { notFound } from '../errors.ts';
import type { ReadScope } from '../unit-of-work.ts';
import { firstOf, readColumns, type TaskColumns, type TaskQuery, toRead } from './own-tasks.ts';
import { fold, holds, mayHold } from './search.ts';

/**
 * One page by id descending. Keyset: what is created or deleted meanwhile moves no other task from
 * its page.
 *
 * @throws Refusal BAD_REQUEST for a cursor of another list.
 */
export async function listTasks(
  { ownTasks, engine }: ReadScope,
  { completed, search = '', cursor, limit = taskLimits.defaultPage }: NonNullable<TaskListInput>,
): Promise<TaskPage> {
  const list = [completed, search];
  let query = ownTasks.select(readColumns).orderBy('user_id', 'desc').orderBy('id', 'desc');
  if (cursor != null) query = query.where('id', '<', positionAfter(cursor, list));
  if (completed !== undefined) {
    // better-sqlite3 binds no booleans.
    query = query.where('completed', '=', engine === 'sqlite' ? Number(completed) : completed);
  }
  const folded = fold(search);
  if (folded !== '') {
    query = query.where((eb) =>
      eb.or([mayHold(engine, 'title', folded), mayHold(engine, 'description', folded)]),
    );
  }
  // One more than asked for tells whether there is a next page.
  const rows = await first(query, limit + 1, (row) => folded === '' || holds(row, folded));
  const items = rows.slice(0, limit).map(toRead);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? cursorAfter(last.id, list) : null };
}

// Rows that turn out not to fit are rare (see `mayHold`): almost always one query is enough.
async function first(
  query: TaskQuery,
  count: number,
  fits: (row: TaskColumns) => boolean,
): Promise<TaskColumns[]> {
  const found: TaskColumns[] = [];
  for (let [size, more] = [count, query]; ; size = Math.max(size, 1_000)) {
    const rows = await more.limit(firstOf(size)).execute();
    found.push(...rows.filter(fits));
    const last = rows.at(-1);
    if (!last || rows.length < size || found.length >= count) return found.slice(0, count);
    more = query.where('id', '<', last.id);
  }
}

/** @throws Refusal NOT_FOUND, the same for a task that is missing and one that is somebody else's. */
export async function getTask({ ownTasks }: ReadScope, id: number): Promise<TaskRead> {
  const row = await ownTasks.select(readColumns).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('task');
  return toRead(row);
}

/** How many are still to do and how many are done. */
export async function countTasks({ ownTasks }: ReadScope): Promise<TaskCounts> {
  const rows = await ownTasks
    .select(({ fn }) => ['completed', fn.countAll<number | string>().as('count')])
    .groupBy(['user_id', 'completed'])
    .orderBy('user_id')
    .orderBy('completed')
    .limit(firstOf(2))
    .execute();
  const count = (completed: boolean) =>
    Number(rows.find((row) => Boolean(row.completed) === completed)?.count ?? 0);
  return { active: count(false), completed: count(true) };
}
