// Puts tasks back to what they were before some changes.
import type { Change } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import type { Task } from '../task/task.entity.ts';
import { byIds } from '../task/writes.ts';
import type { WriteScope } from '../unit-of-work.ts';
import { fieldsOf } from './obstacle.ts';

/** Tasks as they are, by id; those that are to be changed, with their entity. */
export type Found = Map<number, { now: TaskRead; task?: Task }>;

/** Locks the tasks of the changes and adds those that there are to `found`. */
export async function lockFound(
  { load, rows }: WriteScope,
  changes: Change[],
  found: Found,
): Promise<void> {
  const idsOf = (those: Change[]) => those.map(({ taskId }) => taskId);
  const changed = changes.filter(isUpdate);
  const tasks = changed.length > 0 ? await load(byIds, { ids: idsOf(changed) }) : [];
  for (const task of tasks) found.set(task.id, { now: task.read(), task });
  const others = changes.filter((change) => !isUpdate(change));
  for (const now of await rows.lock(idsOf(others))) found.set(now.id, { now });
}

/** @returns the tasks that there are then, in the order of the changes. */
export async function takeBack(
  { em, rows }: WriteScope,
  changes: Change[],
  found: Found,
): Promise<TaskRead[]> {
  const created = changes.flatMap(({ taskId, before }) =>
    before ? [] : (found.get(taskId) ?? []),
  );
  await rows.remove(created.map(({ now }) => now));
  const back = changes.flatMap(({ before, after }) => (before && !after ? [returned(before)] : []));
  await rows.restore(back);
  for (const change of changes.filter(isUpdate))
    takeBackFields(found.get(change.taskId)?.task, change);
  await em.flush();
  const left = new Map(back.map((task) => [task.id, task]));
  return changes.flatMap(({ taskId, before }) => {
    if (!before) return [];
    return left.get(taskId) ?? found.get(taskId)?.task?.read() ?? [];
  });
}

const isUpdate = ({ before, after }: Change): boolean => before !== null && after !== null;

function takeBackFields(task: Task | undefined, { before, after }: Change): void {
  if (!task || !before || !after) return;
  const changed = fieldsOf(after).filter((field) => before[field] !== after[field]);
  task.change(Object.fromEntries(changed.map((field) => [field, before[field]])));
}

/** As it was, but for `updatedAt`, which grows. */
const returned = (task: TaskRead): TaskRead => ({
  ...task,
  updatedAt: new Date(Math.max(Date.now(), Date.parse(task.updatedAt) + 1)).toISOString(),
});
