// Reads go from the query to the contract's shape, without entities. All start from `ownTasks`.
import type { TaskCounts, TaskListInput, TaskPage, TaskRead } from '@tydo/schemas/task';
import { taskLimits } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';
import type { Scope } from '../unit-of-work.ts';
import { cursorAfter, idAfter } from './cursor.ts';
import { contains } from './search.ts';

/** This person's tasks, and nobody else's. */
const ownTasks = ({ em, personId }: Scope) =>
  em.getKysely<{ task: TaskRow }>().selectFrom('task').where('user_id', '=', personId);

const columns = ['id', 'title', 'description', 'completed', 'created_at', 'updated_at'] as const;

// PostgreSQL gives booleans and dates, SQLite 0 or 1 and milliseconds.
interface TaskRow {
  id: number;
  user_id: string;
  title: string;
  description: string | null;
  completed: boolean | number;
  created_at: Date | number;
  updated_at: Date | number;
}

type ReadRow = Pick<TaskRow, (typeof columns)[number]>;

const toRead = (row: ReadRow): TaskRead => ({
  id: row.id,
  title: row.title,
  description: row.description,
  completed: Boolean(row.completed),
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
});

/**
 * One page by id descending. Keyset: what is created or deleted meanwhile moves no other task from
 * its page.
 *
 * @throws Refusal BAD_REQUEST for a cursor of another list.
 */
export async function listTasks(scope: Scope, input: TaskListInput = {}): Promise<TaskPage> {
  const { completed, search = '', cursor, limit = taskLimits.defaultPage } = input;
  let query = ownTasks(scope)
    .select(columns)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (completed !== undefined) query = query.where('completed', '=', asStored(scope, completed));
  if (search !== '') {
    query = query.where(({ or }) =>
      or([contains(scope.engine, 'title', search), contains(scope.engine, 'description', search)]),
    );
  }
  const filter = { completed, search };
  if (cursor != null) query = query.where('id', '<', idAfter(cursor, filter));
  const rows = await query.execute();
  const items = rows.slice(0, limit).map(toRead);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? cursorAfter(last.id, filter) : null };
}

/** @throws Refusal NOT_FOUND, the same for a task that is missing and one that is somebody else's. */
export async function getTask(scope: Scope, id: number): Promise<TaskRead> {
  const row = await ownTasks(scope).select(columns).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound();
  return toRead(row);
}

/** How many are still to do and how many are done. */
export async function countTasks(scope: Scope): Promise<TaskCounts> {
  const rows = await ownTasks(scope)
    .select(({ fn }) => ['completed', fn.countAll<number | string>().as('count')])
    .groupBy('completed')
    .execute();
  const count = (completed: boolean) =>
    Number(rows.find((row) => Boolean(row.completed) === completed)?.count ?? 0);
  return { active: count(false), completed: count(true) };
}

export const notFound = () => new Refusal('NOT_FOUND', 'There is no such task.');

// better-sqlite3 binds no booleans.
const asStored = ({ engine }: Scope, value: boolean) =>
  engine === 'sqlite' ? Number(value) : value;
