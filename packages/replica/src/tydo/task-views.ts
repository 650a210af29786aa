// The views of tasks (DOMAIN §8), as a replica is asked for them.
import type { CountSpec, ViewSpec } from '../view-spec.ts';
import type { TaskRow } from './rows.ts';

type TaskView = ViewSpec<'task', TaskRow>;
type TaskCounts = CountSpec<'task', TaskRow>;

/** Not of archived lists. */
const active = { list: 'active' };

export const taskViews = {
  /** Of a list, all sections and levels, by rank; null is the Inbox. */
  list: (listId: string | null, completed = false): TaskView => ({
    noun: 'task',
    where: { listId, completed },
    order: 'rank',
  }),
  /** Direct children of a task, open and completed, by rank. */
  children: (parentUid: string): TaskView => ({
    noun: 'task',
    where: { parentUid },
    order: 'rank',
  }),
  /** Open tasks with a label, the newest first. */
  label: (labelId: string): TaskView => ({
    noun: 'task',
    where: { labelIds: labelId, completed: false },
    if: active,
  }),
  /** What a query finds, the newest first. */
  query: (query: string): TaskView => ({ noun: 'task', if: { query } }),
  /** Completed tasks, the latest first. */
  logbook: (): TaskView => ({ noun: 'task', where: { completed: true }, order: 'completedAt' }),
  /** All tasks whose title or description holds a text, the newest first. */
  search: (search: string): TaskView => ({ noun: 'task', search }),
};

export const taskCounts = {
  /** Open tasks by list; null is the Inbox. */
  lists: (): TaskCounts => ({ noun: 'task', where: { completed: false }, by: 'listId' }),
  /** Open tasks by label, without those of archived lists. */
  labels: (): TaskCounts => ({
    noun: 'task',
    where: { completed: false },
    if: active,
    by: 'labelIds',
  }),
  /** All children by their parent, and the completed ones. */
  children: (): TaskCounts => ({ noun: 'task', by: 'parentUid' }),
  completedChildren: (): TaskCounts => ({
    noun: 'task',
    where: { completed: true },
    by: 'parentUid',
  }),
};
