// The views of tasks (DOMAIN §8), as a replica is asked for them.
import { taskLimits } from '@tydo/schemas/task';
import type { CountSpec, ViewSpec } from '../view-spec.ts';
import type { TaskRow } from './rows.ts';

type TaskView = ViewSpec<'task', TaskRow>;
type TaskCounts = CountSpec<'task', TaskRow>;

/** Not of archived lists. */
const active = { list: 'active' };
/** Neither those that start later. */
const notDeferred = { notDeferred: '' };
/** Open tasks that meet conditions. */
const openWhere = (conditions: Readonly<Record<string, string>>): TaskView => ({
  noun: 'task',
  where: { completed: false },
  if: { ...active, ...conditions },
});

export const taskViews = {
  /** Of a list, all sections and levels, by rank; null is the Inbox. */
  list: (listId: string | null, completed = false): TaskView => ({
    noun: 'task',
    where: { listId, completed },
    ...(completed ? {} : { if: notDeferred }),
    order: 'rank',
  }),
  /** All open tasks of a list, also those that start later, by rank. */
  open: (listId: string | null): TaskView => ({
    noun: 'task',
    where: { listId, completed: false },
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
    if: { ...active, ...notDeferred },
  }),
  /** Due, or at their deadline, before the end of today: also overdue ones. By day. */
  today: (): TaskView => ({ ...openWhere({ today: '' }), order: 'day' }),
  /** Of those of today the ones that are overdue. By day. */
  overdue: (): TaskView => ({ ...openWhere({ overdue: '' }), order: 'day' }),
  /** Due, or at their deadline, on one of so many days, the first is today. By day. */
  upcoming: (days: number = taskLimits.defaultDays): TaskView => ({
    ...openWhere({ upcoming: String(days) }),
    order: 'day',
  }),
  /** Those that may have later rounds on these days: rounds-ahead.ts computes them. */
  recurring: (days: number = taskLimits.defaultDays): TaskView =>
    openWhere({ recurring: String(days) }),
  /** Those that start later, by the day on which they do. */
  deferred: (): TaskView => ({ ...openWhere({ deferred: '' }), order: 'startDay' }),
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
