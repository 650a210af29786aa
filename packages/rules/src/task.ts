import { TaskCreate, type TaskRead, TaskUpdate } from '@tydo/schemas/task';
import { rankOf } from './order.ts';
import { changed, given, picked } from './row.ts';

/** What a caller may change of a task. */
export type TaskChanges = Omit<TaskUpdate, 'id' | 'ifUpdatedAt' | 'operationId'>;

/** A task; on a device, one that the server has not made yet has no integer. */
export type TaskOf<Id extends number | null> = Omit<TaskRead, 'id'> & { id: Id };

/** What a task becomes; the same object where nothing changes. @param now ISO timestamp. */
export const changeTask = <Id extends number | null>(
  task: TaskOf<Id>,
  changes: TaskChanges,
  now: string,
): TaskOf<Id> => changed(task, changes, now);

const defaults = { description: null, completed: false };

/**
 * A new task, but for the id that the database gives it.
 *
 * @param uid where its maker chose none.
 * @param now ISO timestamp.
 * @param place among the tasks of one call, from 0.
 */
export const createTask = (
  input: Omit<TaskCreate, 'operationId'>,
  { uid, now, place = 0 }: { uid: string; now: string; place?: number },
): Omit<TaskRead, 'id'> => ({
  ...defaults,
  uid,
  ...given(input),
  createdAt: now,
  updatedAt: now,
  rank: rankOf(now, place),
});

/** What callers write of a task. */
export type TaskContent = Pick<TaskRead, keyof TaskChanges>;

export const contentOf = (task: TaskContent): TaskContent => picked(task, TaskUpdate.shape);

/** What creates a task with this content, as far as a new one may have it; the rest is a change of it. */
export const creationOf = (task: TaskContent & { uid?: string }): Omit<TaskCreate, 'operationId'> =>
  picked(task, TaskCreate.shape);
