// The writes of tasks: each loads and locks the owner's rows, changes entities, and flushes once.

import * as taskRules from '@tydo/rules/task';
import { operationLimits } from '@tydo/schemas/operation';
import type {
  TaskCreate,
  TaskCreateMany,
  TaskDeleted,
  TaskDeleteMany,
  TaskItems,
  TaskRead,
  TaskRef,
  TaskRefs,
  TasksCleared,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import { chunks } from '../chunks.ts';
import { notFound } from '../errors.ts';
import { createEntity } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { newUid } from '../uid.ts';
import { oldestCompleted } from './oldest-completed.ts';
import { refuseTakenDerivedUids, resolveId, resolveIds, type TaskName } from './resolve-ids.ts';
import { type Task, taskNoun } from './task.entity.ts';

export async function createTask(scope: WriteScope, input: TaskCreate): Promise<TaskRead> {
  await refuseTakenDerivedUids(scope.query, [input]);
  const task = newTask(scope, input);
  await scope.em.flush();
  return task.read();
}

/** Ids grow in the given order. */
export async function createTasks(
  scope: WriteScope,
  { tasks: inputs }: Pick<TaskCreateMany, 'tasks'>,
): Promise<TaskItems> {
  await refuseTakenDerivedUids(scope.query, inputs);
  const tasks = inputs.map((input, place) => newTask(scope, input, place));
  await scope.em.flush();
  return { items: tasks.map((task) => task.read()) };
}

/** @throws Refusal NOT_FOUND; CONFLICT with the current task if it was changed since. */
export async function updateTask(
  scope: WriteScope,
  { id, ifUpdatedAt, ...changes }: Omit<TaskUpdate, 'operationId'>,
): Promise<TaskRead> {
  const task = await own(scope, await resolveId(scope.query, id));
  task.expectUnchanged(ifUpdatedAt);
  task.change(changes, scope.now);
  await scope.em.flush();
  return task.read();
}

/** Returns the tasks in the order of `ids`. @throws Refusal NOT_FOUND if one of them does not exist. */
export async function updateTasks(
  scope: WriteScope,
  { ids, ...changes }: Omit<TaskUpdateMany, 'operationId'>,
): Promise<TaskItems> {
  const tasks = await ownAll(scope, ids);
  for (const task of new Set(tasks)) task.change(changes, scope.now);
  await scope.em.flush();
  return { items: tasks.map((task) => task.read()) };
}

/** @throws Refusal NOT_FOUND */
export async function deleteTask(scope: WriteScope, { id: name }: TaskRef): Promise<TaskDeleted> {
  const id = await resolveId(scope.query, name);
  scope.em.remove(await own(scope, id));
  await scope.em.flush();
  return { id };
}

/** @throws Refusal NOT_FOUND if one of them does not exist. */
export async function deleteTasks(
  scope: WriteScope,
  { ids: names }: Pick<TaskDeleteMany, 'ids'>,
): Promise<TaskRefs> {
  await scope.lockOwner();
  const rows = scope.rows(taskNoun);
  const ids = await resolveIds(scope.query, names);
  const different = [...new Set(ids)];
  const found = await rows.lock(different);
  if (found.length < different.length) throw notFound('task');
  await rows.remove(found);
  return { ids };
}

/** Deletes completed tasks, the oldest first, as many as fit into one operation. */
export async function clearCompleted(scope: WriteScope): Promise<TasksCleared> {
  await scope.lockOwner();
  const rows = scope.rows(taskNoun);
  const { ids, total } = await oldestCompleted(scope, operationLimits.rows);
  let left = total;
  let deleted = 0;
  for (const some of chunks(ids)) {
    const found = await rows.lock(some);
    const done = found.filter((task) => task.completed);
    const cleared = await rows.removeWhatFits(done);
    deleted += cleared;
    // Tasks that were deleted or reopened meanwhile do not count as left.
    left -= cleared + some.length - done.length;
    if (cleared < done.length) break;
  }
  return { deleted, left };
}

const newTask = ({ em, personId, now }: WriteScope, input: TaskCreate, place = 0): Task =>
  createEntity(em, taskNoun, personId, taskRules.createTask(input, { uid: newUid(), now, place }));

/** @throws Refusal NOT_FOUND, the same for a missing task and another user's. */
async function own({ load }: WriteScope, id: number): Promise<Task> {
  const [task] = await load(taskNoun, [id]);
  if (!task) throw notFound('task');
  return task;
}

/**
 * The tasks in the order of the names; one that is named by both of its names comes twice. Takes the owner's
 * lock: otherwise two calls could wait for each other's rows, and a concurrent `clearCompleted` could miss
 * some of the tasks that one call completes.
 *
 * @throws Refusal NOT_FOUND if one of them does not exist.
 */
async function ownAll(scope: WriteScope, names: TaskName[]): Promise<Task[]> {
  await scope.lockOwner();
  const ids = await resolveIds(scope.query, names);
  const found = new Map((await scope.load(taskNoun, ids)).map((task) => [task.id, task]));
  return ids.map((id) => {
    const task = found.get(id);
    if (!task) throw notFound('task');
    return task;
  });
}
