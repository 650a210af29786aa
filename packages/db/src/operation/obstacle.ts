// What is in the way of taking a change back.
import type { Change } from '@tydo/schemas/operation';
import { TaskRead } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';
import type { ReadScope } from '../unit-of-work.ts';
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

/** Ends an undo. What is in the way is looked for after that: it may be large, and locks are held. */
export class Blocked extends Error {
  override readonly name = 'Blocked';
  readonly taskId: number;
  readonly seq: number;
  readonly field: Field | undefined;

  constructor({ seq, taskId }: Change & { seq: number }, { field }: Obstacle) {
    super('It was changed since.');
    this.taskId = taskId;
    this.seq = seq;
    this.field = field;
  }
}

/** CONFLICT with `blockedBy`, the latest operation that is in the way, where one is. */
export async function refusalOf(
  scope: Pick<ReadScope, 'journal' | 'admit'>,
  { taskId, seq, field }: Blocked,
): Promise<Refusal> {
  const blockedBy = await latestAfter(scope, { taskId, after: seq }, touches(field));
  const message = 'It was changed since. Undo the later operation first.';
  return new Refusal('CONFLICT', message, blockedBy ? { blockedBy } : {});
}

/** @throws Refusal CONFLICT where it has fields that this version does not know. */
export function refuseNewer({ before }: Change): void {
  if (Object.keys(before ?? {}).every((name) => name in TaskRead.shape)) return;
  throw new Refusal('CONFLICT', 'A newer version of Tydo did this; only that can undo it.');
}
