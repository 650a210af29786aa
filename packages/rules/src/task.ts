import { TaskCreate, type TaskRead, TaskUpdate } from '@tydo/schemas/task';
import { rankOf } from './order.ts';
import { applyChanges, pickFields, withoutUndefined } from './row.ts';

/** The fields of a task that a caller may change. */
export type TaskChanges = Omit<TaskUpdate, 'id' | 'ifUpdatedAt' | 'operationId'>;

/** A task; on a device, one that the server has not made yet has no integer. */
export type TaskOf<Id extends number | null> = Omit<TaskRead, 'id'> & { id: Id };

/** The task after a change; the same object where no value differs. @param now ISO timestamp. */
export const changeTask = <Id extends number | null>(
  task: TaskOf<Id>,
  changes: TaskChanges,
  now: string,
): TaskOf<Id> => applyChanges(task, changes, now);

const defaults = { description: null, completed: false };

/**
 * A new task, without the id, which the database assigns.
 *
 * @param uid used where the input has none.
 * @param now ISO timestamp.
 * @param place index among the tasks of one call.
 */
export const createTask = (
  input: Omit<TaskCreate, 'operationId'>,
  { uid, now, place = 0 }: { uid: string; now: string; place?: number },
): Omit<TaskRead, 'id'> => ({
  ...defaults,
  uid,
  ...withoutUndefined(input),
  createdAt: now,
  updatedAt: now,
  rank: rankOf(now, place),
});

/** The fields of a task that callers write. */
export type TaskContent = Pick<TaskRead, keyof TaskChanges>;

export const contentOf = (task: TaskContent): TaskContent => pickFields(task, TaskUpdate.shape);

/** The input that creates a task with this content. What a new task cannot have needs an update. */
export const createInputOf = (
  task: TaskContent & { uid?: string },
): Omit<TaskCreate, 'operationId'> => pickFields(task, TaskCreate.shape);
