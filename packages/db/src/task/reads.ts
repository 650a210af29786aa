// The reads of tasks: from the query to the read schema, without entities.
import { fold } from '@tydo/rules/fold';
import { pageLimits } from '@tydo/schemas/paging';
import {
  type TaskCounts,
  type TaskListInput,
  type TaskPage,
  type TaskRead,
} from '@tydo/schemas/task';
import { cursorAfter, positionAfter } from '../cursor.ts';
import { notFound } from '../errors.ts';
import { readRow } from '../noun.ts';
import { firstOf } from '../own-rows.ts';
import type { ReadScope } from '../scope.ts';
import { ownTasks, readColumns, type TaskColumns } from './own-tasks.ts';
import { resolveId, type TaskName } from './resolve-ids.ts';
import { holds, mayHold } from './search.ts';
import { taskNoun } from './task.entity.ts';

/** The values of a page's statement. */
interface PageValues {
  limit: number;
  completed: boolean;
  /** The id before the first of the page. */
  after: number;
  folded: string;
}
/** Without the limit, an undefined value means no condition. */
type PageFilter = { [Name in keyof PageValues]: PageValues[Name] | undefined } & { limit: number };

/**
 * A page by id descending. Keyset pagination: tasks that are created or deleted meanwhile do not move others.
 *
 * @throws Refusal BAD_REQUEST for a cursor of another list.
 */
export async function listTasks(
  scope: ReadScope,
  { completed, search = '', cursor, limit = pageLimits.defaultPage }: NonNullable<TaskListInput>,
): Promise<TaskPage> {
  const list = [completed, search];
  const after = cursor == null ? undefined : positionAfter(cursor, list);
  // One more than `limit` shows whether there is a next page.
  const rows = await readPage(scope, {
    limit: limit + 1,
    completed,
    after,
    folded: fold(search) || undefined,
  });
  const items = rows.slice(0, limit).map((row) => readRow(taskNoun, row));
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? cursorAfter(last.id, list) : null };
}

// `mayHold` rarely selects rows that do not match, so one query is almost always enough.
async function readPage({ query }: ReadScope, values: PageFilter): Promise<TaskColumns[]> {
  const { limit: count, folded } = values;
  const found: TaskColumns[] = [];
  for (let more = values; ; ) {
    const { completed = false, after = 0, limit } = more;
    const rows = await query(pageOf(more), { completed, after, limit, folded: folded ?? '' });
    found.push(...rows.filter((row) => folded === undefined || holds(row, folded)));
    const last = rows.at(-1);
    if (!last || rows.length < limit || found.length >= count) return found.slice(0, count);
    more = { ...values, after: last.id, limit: Math.max(count, 1_000) };
  }
}

const pages = new Map<string, ReturnType<typeof pageWith>>();

/** One prepared statement for each set of conditions. */
function pageOf({ completed, after, folded }: PageFilter) {
  const given = {
    completed: completed !== undefined,
    after: after !== undefined,
    folded: folded !== undefined,
  };
  const key = Object.values(given).join();
  let page = pages.get(key);
  if (!page) pages.set(key, (page = pageWith(given)));
  return page;
}

const pageWith = (given: Record<'completed' | 'after' | 'folded', boolean>) =>
  ownTasks<PageValues, TaskColumns>((tasks, { dialect, value }) => {
    let query = tasks.select(readColumns()).orderBy('user_id', 'desc').orderBy('id', 'desc');
    if (given.after) query = query.where('id', '<', value('after'));
    if (given.completed) query = query.where('completed', '=', value('completed'));
    if (given.folded) {
      const folded = value('folded');
      query = query.where((eb) =>
        eb.or([mayHold(dialect, 'title', folded), mayHold(dialect, 'description', folded)]),
      );
    }
    return query.limit(firstOf(value('limit')));
  });

/** @throws Refusal NOT_FOUND, the same for a missing task and another user's. */
export async function getTask(scope: ReadScope, name: TaskName): Promise<TaskRead> {
  const task = await scope.find(taskNoun, await resolveId(scope.query, name));
  if (!task) throw notFound('task');
  return task;
}

/** The numbers of open and of completed tasks. */
export async function countTasks({ query }: ReadScope): Promise<TaskCounts> {
  const rows = await query(counts, {});
  const count = (completed: boolean) =>
    Number(rows.find((row) => Boolean(row.completed) === completed)?.count ?? 0);
  return { active: count(false), completed: count(true) };
}

const counts = ownTasks<object, { completed: unknown; count: number | string }>((tasks) =>
  tasks
    .select(({ fn }) => ['completed', fn.countAll<number | string>().as('count')])
    .groupBy(['user_id', 'completed'])
    .orderBy('user_id')
    .orderBy('completed')
    .limit(firstOf(2)),
);
