import { ruleProblem } from '@tydo/rules/recurrence';
import { readOccurrence } from '@tydo/rules/round';
import { createTask } from '@tydo/rules/task';
import type { ImportTask } from '@tydo/schemas/import';
import type { TaskRead } from '@tydo/schemas/task';
import type { WriteScope } from '../scope.ts';
import { idsByUid } from './resolve-ids.ts';
import { createInTree } from './writes.ts';

/**
 * Creates tasks that come from elsewhere, done ones too, in the order given. Those whose uids exist already are
 * left as they are. A part of a task that was there before goes where that one is now, whatever it says.
 *
 * @returns the uids of the new ones.
 * @throws as `createTasks`.
 */
export async function importTasks(
  scope: WriteScope,
  tasks: readonly ImportTask[],
): Promise<ReadonlySet<string>> {
  if (tasks.length === 0) return new Set();
  await scope.lockOwner();
  const named = tasks.flatMap(({ uid, parentUid }) => [uid, parentUid ?? uid]);
  const stored = await idsByUid(scope.query, [...new Set(named)]);
  const missing = new Map<string, ImportTask>();
  for (const task of tasks)
    if (!stored.has(task.uid) && !missing.has(task.uid)) missing.set(task.uid, task);
  const inputs = [...missing.values()].map((task) =>
    stored.has(task.parentUid ?? '') ? { ...task, listId: undefined, sectionId: undefined } : task,
  );
  if (inputs.length > 0) {
    const rows = inputs.map((input, place) => rowOf(input, scope.now, place));
    await createInTree(scope, inputs, rows);
  }
  return new Set(missing.keys());
}

const earlierOf = (one: string, other: string): string => (one < other ? one : other);

function rowOf(task: ImportTask, now: string, place: number): Omit<TaskRead, 'id'> {
  const { completed = false, completedAt, createdAt = now, occurrence, seriesUid = null } = task;
  const row = createTask(task, { uid: task.uid, now, place, ruleProblem });
  return {
    ...row,
    completed,
    completedAt: completed ? earlierOf(completedAt ?? now, now) : null,
    createdAt: earlierOf(createdAt, now),
    occurrence: readOccurrence(occurrence ?? undefined) ?? row.occurrence,
    seriesUid,
  };
}
