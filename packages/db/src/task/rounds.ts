// Completes and skips tasks, of recurring ones their rounds (@tydo/rules/round).
import {
  completeRound,
  doneUid,
  type NewTask,
  type RoundTime,
  readOccurrence,
  skipRound,
} from '@tydo/rules/round';
import type { TaskComplete, TaskCompleted, TaskRead, TaskSkip } from '@tydo/schemas/task';
import { notFound } from '../errors.ts';
import type { WriteScope } from '../scope.ts';
import { readSettings } from '../settings/personal-settings.ts';
import type { TaskName } from './resolve-ids.ts';
import { type ServerTree, type Sources, type TaskRow, treeOf } from './task-tree-rows.ts';

/** @throws Refusal NOT_FOUND; CONFLICT with the current task for a round that is yet to come; RuleViolation. */
export async function completeTask(
  scope: WriteScope,
  { id, occurrence, at, zone }: Omit<TaskComplete, 'operationId'>,
): Promise<TaskCompleted> {
  const { now } = scope;
  const ofCall = at === undefined ? scope : { ...scope, at: at < now ? at : now };
  const sources = treeOf(ofCall);
  const { task, time } = await loadRound(ofCall, sources, { id, occurrence, zone });
  const { rows, tree } = sources;
  const { copy, done, completed } = completeRound(tree, task.uid, time);
  addCopy(tree, copy);
  const entityOf = await rows.write(tree);
  const readNow = (uid: string): TaskRead | null => entityOf(uid)?.read() ?? null;
  const after = readNow(task.uid);
  if (!after) throw notFound('task');
  return { task: after, done: readNow(copy?.uid ?? done?.uid ?? ''), completed };
}

/** @throws as `completeTask`, and RuleViolation for a task that does not recur and for the last round. */
export async function skipTask(
  scope: WriteScope,
  { id, occurrence, zone }: Omit<TaskSkip, 'operationId'>,
): Promise<TaskRead> {
  const sources = treeOf(scope);
  const { task, time } = await loadRound(scope, sources, { id, occurrence, zone });
  skipRound(sources.tree, task.uid, time);
  const entityOf = await sources.rows.write(sources.tree);
  const now = entityOf(task.uid);
  if (!now) throw notFound('task');
  return now.read();
}

/** Adds the copy of a completed round to the tasks that are written. */
export function addCopy(tree: ServerTree, copy: NewTask | null): void {
  if (copy) tree.add({ ...copy, id: null });
}

interface Wanted {
  id: TaskName;
  occurrence: string | undefined;
  zone: string | undefined;
}

async function loadRound(
  scope: WriteScope,
  sources: Sources,
  { id, occurrence: sent, zone }: Wanted,
): Promise<{ task: TaskRow; time: RoundTime }> {
  const occurrence = readOccurrence(sent);
  await scope.lockOwner();
  const [entity] = await sources.rows.loadNamed([id]);
  if (!entity) throw notFound('task');
  const task = entity.read();
  const isPlain = task.rule === null && !task.completed && occurrence === undefined;
  await sources.rows.loadDescendants([task.uid], isPlain ? 'open' : undefined);
  const { uid } = task;
  const rounds = occurrence === undefined ? [task] : [task, { uid, occurrence }];
  return { task, time: { ...(await roundTime(scope, sources, rounds, zone)), occurrence } };
}

/** When these rounds are completed. Loads the tasks that have the uids of their copies. */
export async function roundTime(
  scope: WriteScope,
  { rows }: Pick<Sources, 'rows'>,
  rounds: readonly Pick<TaskRow, 'uid' | 'occurrence'>[],
  zone?: string,
): Promise<RoundTime> {
  const { now, at } = scope;
  let left = rounds.flatMap(({ uid, occurrence }) => (occurrence ? [{ uid, occurrence }] : []));
  for (let number = 1; left.length > 0; number += 1) {
    const copyOf = ({ uid, occurrence }: (typeof left)[number]) => doneUid(uid, occurrence, number);
    await rows.loadUids(left.map(copyOf));
    left = left.filter((round) => rows.task(copyOf(round)));
  }
  return { now, at, zone: zone ?? (await readSettings(scope)).zone };
}
