import type { TaskCreate, TaskRead, TaskUpdate } from '@tydo/schemas/task';
import { changed, given } from './row.ts';

/** What a caller may change of a task. */
export type TaskChanges = Omit<TaskUpdate, 'id' | 'ifUpdatedAt' | 'operationId'>;

/** What a task becomes; the same object where nothing changes. @param now ISO timestamp. */
export const changeTask = (task: TaskRead, changes: TaskChanges, now: string): TaskRead =>
  changed(task, changes, now);

const defaults = { description: null, completed: false };

/** A new task, but for the id that the database gives it. @param now ISO timestamp. */
export const createTask = (
  input: Omit<TaskCreate, 'operationId'>,
  now: string,
): Omit<TaskRead, 'id'> => ({ ...defaults, ...given(input), createdAt: now, updatedAt: now });
