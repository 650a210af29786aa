// What is in the way of taking a change back.
import type { Change } from '@tydo/schemas/operation';
import { TaskRead } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';
import type { WriteScope } from '../unit-of-work.ts';
import { latestAfter } from './reads.ts';

type Field = Exclude<keyof TaskRead, 'id' | 'createdAt' | 'updatedAt'>;

/** What an operation may change of a task. */
const isField = (name: string): name is Field =>
  name in TaskRead.shape && !['id', 'createdAt', 'updatedAt'].includes(name);
/** Those that there were when it was written: a version that knows more asks for no more. */
export const fieldsOf = (task: TaskRead): Field[] => Object.keys(task).filter(isField);

/** A field that was changed since, or that the task is gone or back. */
export interface Obstacle {
  field: Field | undefined;
}

/** Undefined where the task is as the change left it, in all that it changed. */
export function obstacleTo(change: Change, now: TaskRead | null): Obstacle | undefined {
  const { after } = change;
  if (!now || !after) return (now === null) === (after === null) ? undefined : { field: undefined };
  const field = fieldsOf(after).find((name) => touches(name)(change) && now[name] !== after[name]);
  return field && { field };
}

/** What the operation did to this field, or to there being a task at all. */
const touches = (field: Field | undefined) => (change: Change) =>
  !change.before ||
  !change.after ||
  (field !== undefined && change.before[field] !== change.after[field]);

/** @throws Refusal CONFLICT with `blockedBy`, the latest operation that did it, where one did. */
export async function refuseObstacle(
  { journal }: WriteScope,
  { seq, taskId }: Change & { seq: number },
  { field }: Obstacle,
): Promise<never> {
  const blockedBy = await latestAfter(journal, { taskId, after: seq }, touches(field));
  const message = 'It was changed since. Undo the later operation first.';
  throw new Refusal('CONFLICT', message, blockedBy ? { blockedBy } : {});
}

/** @throws Refusal CONFLICT where it has fields that this version does not know. */
export function refuseNewer({ before }: Change): void {
  if (Object.keys(before ?? {}).every((name) => name in TaskRead.shape)) return;
  throw new Refusal('CONFLICT', 'A newer version of Tydo did this; only that can undo it.');
}
