// The tasks of a calendar feed: open ones, nearest due first, then those without due, then done ones.
import type { LabelRead } from '@tydo/schemas/label';
import type { TaskRead } from '@tydo/schemas/task';
import { type SqlBool, sql } from 'kysely';
import { labelRows } from '../label/label-rows.ts';
import { rowsByIds } from '../noun-statements.ts';
import { firstOf } from '../own-rows.ts';
import type { ReadScope } from '../scope.ts';
import { ownTasksInOrder } from './own-tasks.ts';
import { isOpenWith, taskNoun } from './task.entity.ts';

/** Which tasks a feed has. */
export interface FeedInput {
  /** Only those that are due, and no done ones. */
  onlyDue: boolean;
  /** Done ones since this time. ISO timestamp. */
  doneSince: string;
  limit: number;
}

export interface FeedTasks {
  tasks: TaskRead[];
  labels: LabelRead[];
}

/** At most `limit` tasks, in this order. */
export async function feedTasks(
  { query }: ReadScope,
  { onlyDue, doneSince, limit }: FeedInput,
): Promise<FeedTasks> {
  const ids = (await query(nearestDue, { limit })).map(({ id }) => id);
  const isFull = () => onlyDue || ids.length >= limit;
  if (!isFull()) ids.push(...idsOf(await query(withoutDue, { limit: limit - ids.length })));
  const done = isFull() ? [] : await query(lastDone, { limit: limit - ids.length });
  const rows = await rowsByIds(query, taskNoun, [...ids, ...idsOf(done)]);
  const tasks = [...ids, ...idsOf(done)].flatMap((id) => rows.get(id) ?? []);
  const isShown = ({ completed, completedAt }: TaskRead) =>
    !completed || (completedAt !== null && completedAt >= doneSince);
  return { tasks: tasks.filter(isShown), labels: await labelRows.list(query) };
}

const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);

const nearestDue = ownTasksInOrder<{ limit: number }, { id: number }>((tasks, { value }) =>
  tasks
    .where(sql.raw<SqlBool>(isOpenWith('due_day')))
    .select('id')
    .orderBy('due_day')
    .orderBy('id')
    .limit(firstOf(value('limit'))),
);

const withoutDue = ownTasksInOrder<{ limit: number }, { id: number }>((tasks, { value }) =>
  tasks
    .where(sql<SqlBool>`completed = false and due_day is null`)
    .select('id')
    .orderBy('id', 'desc')
    .limit(firstOf(value('limit'))),
);

const lastDone = ownTasksInOrder<{ limit: number }, { id: number }>((tasks, { value }) =>
  tasks
    .where(sql<SqlBool>`completed = true and completed_at is not null`)
    .select('id')
    .orderBy('completed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(firstOf(value('limit'))),
);
