// The writes that delete tasks, each with all that is under it.
import { operationLimits } from '@tydo/schemas/operation';
import type {
  TaskClear,
  TaskDeleted,
  TaskDeleteMany,
  TaskRef,
  TaskRefs,
  TasksCleared,
} from '@tydo/schemas/task';
import { notFound, OperationTooLarge } from '../errors.ts';
import { listNoun } from '../list/list.entity.ts';
import { rowsByIds } from '../noun-statements.ts';
import type { WriteScope } from '../scope.ts';
import { completedSubtrees } from './completed-subtrees.ts';
import { descendantsOf } from './descendants.ts';
import { resolveIds, type TaskName } from './resolve-ids.ts';
import { taskNoun } from './task.entity.ts';

/** @throws Refusal NOT_FOUND */
export async function deleteTask(scope: WriteScope, { id: name }: TaskRef): Promise<TaskDeleted> {
  const [id = 0] = await deleteSubtrees(scope, [name]);
  return { id };
}

/** @throws Refusal NOT_FOUND if one of them does not exist. */
export async function deleteTasks(
  scope: WriteScope,
  { ids }: Pick<TaskDeleteMany, 'ids'>,
): Promise<TaskRefs> {
  return { ids: await deleteSubtrees(scope, ids) };
}

/** @returns the ids of the tasks that are named. */
async function deleteSubtrees(scope: WriteScope, names: readonly TaskName[]): Promise<number[]> {
  await scope.lockOwner();
  const rows = scope.rows(taskNoun);
  const ids = await resolveIds(scope.query, names);
  const different = [...new Set(ids)];
  const named = await rows.lock(different);
  if (named.length < different.length) throw notFound('task');
  const below = await descendantsOf(
    scope.query,
    named.map(({ uid }) => uid),
  );
  // Before they are read.
  if (named.length + below.length > operationLimits.rows) throw new OperationTooLarge();
  await rows.remove([...named, ...(await rows.lock(below.map(({ id }) => id)))]);
  return ids;
}

/**
 * Deletes completed tasks, those that were completed first, as many as fit into one operation; a task always
 * with all that is under it. A subtree that no operation can hold is left.
 *
 * @throws Refusal NOT_FOUND for a list that does not exist.
 */
export async function clearCompleted(
  scope: WriteScope,
  { listId }: Pick<NonNullable<TaskClear>, 'listId'>,
): Promise<TasksCleared> {
  await scope.lockOwner();
  if (listId != null && (await rowsByIds(scope.query, listNoun, [listId])).size === 0)
    throw notFound('list');
  const rows = scope.rows(taskNoun);
  const { subtrees, total } = await completedSubtrees(scope, listId);
  let deleted = 0;
  for (const some of subtrees) {
    const found = new Map((await rows.lock(some.flat())).map((task) => [task.id, task]));
    const tasks = some.map((ids) => ids.flatMap((id) => found.get(id) ?? []));
    // One of which a task was opened meanwhile is not completed any more: an older version takes no lock.
    const done = tasks.filter((subtree) => subtree.every(({ completed }) => completed));
    const { removed, isFull } = await rows.removeWhatFits(done);
    deleted += removed;
    if (isFull) break;
  }
  return { deleted, left: total - deleted };
}
