// A write loads within the owner and locks, changes through the entity, flushes once.

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
import { oldestCompleted } from './oldest-completed.ts';
import { refuseTakenDerivedUids, resolveId, resolveIds, type TaskName } from './resolve-ids.ts';
import { type Task, taskNoun } from './task.entity.ts';
import { newUid } from './uid.ts';

export async function createTask(scope: WriteScope, input: TaskCreate): Promise<TaskRead> {
  await refuseTakenDerivedUids(scope.query, [input]);
  const task = newTask(scope, input);
  await scope.em.flush();
  return task.read();
}

/** The later in the list, the larger the id. */
export async function createTasks(
  scope: WriteScope,
  { tasks: inputs }: Pick<TaskCreateMany, 'tasks'>,
): Promise<TaskItems> {
  await refuseTakenDerivedUids(scope.query, inputs);
  const tasks = inputs.map((input, place) => newTask(scope, input, place));
  await scope.em.flush();
  return { items: tasks.map((task) => task.read()) };
}

/** @throws Refusal NOT_FOUND; CONFLICT with the task as it is, when somebody was faster. */
export async function updateTask(
  scope: WriteScope,
  { id, ifUpdatedAt, ...changes }: Omit<TaskUpdate, 'operationId'>,
): Promise<TaskRead> {
  const task = await own(scope, await resolveId(scope.query, id));
  task.expect(ifUpdatedAt);
  task.change(changes, scope.now);
  await scope.em.flush();
  return task.read();
}

/** In the order of `ids`. @throws Refusal NOT_FOUND when one of them is not there. */
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

/** @throws Refusal NOT_FOUND when one of them is not there. */
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

/** Those done longest, as many as one operation holds. */
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
    // What is gone, or to do again, since it was looked for, is not left either.
    left -= cleared + some.length - done.length;
    if (cleared < done.length) break;
  }
  return { deleted, left };
}

const newTask = ({ em, personId, now }: WriteScope, input: TaskCreate, place = 0): Task =>
  createEntity(em, taskNoun, personId, taskRules.createTask(input, { uid: newUid(), now, place }));

/** @throws Refusal NOT_FOUND, the same for a task that is missing and one that is somebody else's. */
async function own({ load }: WriteScope, id: number): Promise<Task> {
  const [task] = await load(taskNoun, [id]);
  if (!task) throw notFound('task');
  return task;
}

/**
 * In the order of the names; twice the same where it is named by both of its names. Several tasks are
 * locked in turn: two calls would wait for each other's. And a clearing that waits for one would pass over
 * those that were completed together with it.
 *
 * @throws Refusal NOT_FOUND unless all are there.
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
