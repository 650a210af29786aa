// What most tests start with: a person and some tasks.

import { randomUUID } from 'node:crypto';
import { noSchedule } from '@tydo/rules/schedule';
import type { TaskCreate, TaskRead } from '@tydo/schemas/task';
import type { Tasks } from '../open-database.ts';

/** The id of a new person. No row is needed: tasks have no foreign key. */
export const newPerson = (): string => randomUUID();

/** The other fields of a task that was created with a title and description only. */
export const unplaced = {
  completedAt: null,
  listId: null,
  sectionId: null,
  parentUid: null,
  priority: 0,
  labelIds: [],
  ...noSchedule,
  seriesUid: null,
};

/** `count` inputs for `createMany`. */
export const newTasks = (count: number, title = 'x'): TaskCreate[] =>
  Array.from({ length: count }, () => ({ title }));

/** Creates tasks one after the other, some of them completed, and returns them in that order. */
export async function createTasks(
  tasks: Tasks,
  inputs: (TaskCreate & { completed?: boolean })[],
): Promise<TaskRead[]> {
  const created: TaskRead[] = [];
  for (const { completed, ...input } of inputs) {
    const task = await tasks.create(input);
    created.push(completed ? await tasks.update({ id: task.id, completed }) : task);
  }
  return created;
}
