// What deleting a list, section or label does to its tasks: each is one operation, however many they are.
import { operationLimits } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { invalid, OperationTooLarge } from '../errors.ts';
import type { ReadScope, WriteOptions, WriteScope } from '../scope.ts';
import { taskNoun } from './task.entity.ts';
import { type Holder, idsOfTasks } from './tasks-of.ts';

/** About the size of the JSON of a task with long texts. */
export const largeTaskBytes = 4_096;

/** For the write that deletes it. */
export async function sizeOfDeletion(
  { query }: Pick<ReadScope, 'query'>,
  of: Holder,
  id: string,
): Promise<WriteOptions['size']> {
  const bytes = (await idsOfTasks(query, of, id)).length * largeTaskBytes;
  return { atMost: Math.min(bytes, operationLimits.bytes), of: 'changes' };
}

/** Deletes the tasks of a list. @returns how many. @throws Refusal BAD_REQUEST if they are too many. */
export const deleteTasksOf = (scope: WriteScope, of: Holder, id: string): Promise<number> =>
  withAdvice(async () => {
    const tasks = await lockTasksOf(scope, of, id);
    await scope.rows(taskNoun).remove(tasks);
    return tasks.length;
  });

/**
 * Changes the tasks of a section or label.
 *
 * @returns how many it had.
 * @throws Refusal BAD_REQUEST if they are too many.
 */
export const changeTasksOf = (
  scope: WriteScope,
  of: Holder,
  id: string,
  change: (task: TaskRead) => TaskRead,
): Promise<number> =>
  withAdvice(async () => {
    const changed = (await lockTasksOf(scope, of, id))
      .map((before) => ({ before, after: change(before) }))
      .filter(({ before, after }) => before !== after);
    await scope.rows(taskNoun).change(changed);
    return changed.length;
  });

async function lockTasksOf(scope: WriteScope, of: Holder, id: string): Promise<TaskRead[]> {
  const ids = await idsOfTasks(scope.query, of, id);
  // Before they are read.
  if (ids.length > operationLimits.rows) throw new OperationTooLarge();
  return scope.rows(taskNoun).lock(ids);
}

const { rows, bytes } = operationLimits;
const advice = `One operation changes at most ${rows.toLocaleString('en')} rows, and ${bytes / 2 ** 20} MiB of them: archive it, or delete its done tasks first.`;

async function withAdvice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof OperationTooLarge ? invalid(advice) : error;
  }
}
