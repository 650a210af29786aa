import type { TaskRead, TaskUpdate } from '@tydo/schemas/task';
import { changed } from './row.ts';

/** What a caller may change of a task. */
export type TaskChanges = Omit<TaskUpdate, 'id' | 'ifUpdatedAt' | 'operationId'>;

/** What a task becomes; the same object where nothing changes. @param now ISO timestamp. */
export const changeTask = (task: TaskRead, changes: TaskChanges, now: string): TaskRead =>
  changed(task, changes, now);
