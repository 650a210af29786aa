import { TaskCreate, TaskRead, TaskUpdate, taskLimits } from '@tydo/schemas/task';
import { rankOf } from './order.ts';
import { applyChanges, type Changes, nextUpdatedAt, pickFields, withoutUndefined } from './row.ts';
import { changeSchedule, noSchedule, type RuleProblem } from './schedule.ts';
import { RuleViolation } from './violation.ts';

/** The fields of a task that a caller may change. */
export type TaskChanges = Omit<TaskUpdate, 'id' | 'ifUpdatedAt' | 'operationId'>;

/** A task; on a device, one that the server has not made yet has no integer. */
export type TaskOf<Id extends number | null> = Omit<TaskRead, 'id'> & { id: Id };

/** When a change is made. ISO timestamps. */
export interface ChangeTime {
  now: string;
  /** When the person did it, where that is known. */
  at?: string | undefined;
}

/** Fields of a task that rules change. */
export type TaskFields<Id extends number | null> = Changes<Omit<TaskOf<Id>, 'id' | 'uid'>>;

/** The task after a change; the same object where no value differs. */
export const changeTask = <Id extends number | null>(
  task: TaskOf<Id>,
  changes: TaskFields<Id>,
  { now, at }: ChangeTime,
): TaskOf<Id> => {
  const { completed = task.completed } = changes;
  const doneAt = at ?? nextUpdatedAt(task, now);
  const completedAt = completed === task.completed ? undefined : completed ? doneAt : null;
  // An undo brings back the time as it was.
  return applyChanges<TaskOf<Id>>(task, { completedAt, ...changes }, now);
};

/** What an update sets, with what follows for the schedule. @throws RuleViolation */
export const updatedFields = <Id extends number | null>(
  task: TaskOf<Id>,
  changes: TaskFields<Id>,
  ruleProblem: RuleProblem,
): TaskFields<Id> => ({ ...changes, ...changeSchedule(task, changes, ruleProblem) });

/**
 * Labels after some are added and some are taken off, in the order of code units.
 *
 * @throws RuleViolation for more than a task can have.
 */
export const changeLabels = (
  labelIds: readonly string[],
  {
    add = [],
    remove = [],
  }: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined },
): string[] => {
  const labels = [...new Set([...labelIds, ...add])]
    .filter((id) => !remove.includes(id))
    .toSorted();
  if (labels.length <= taskLimits.labels) return labels;
  throw new RuleViolation(`A task has at most ${taskLimits.labels} labels.`);
};

/** Where a task is. */
export type TaskPlace = Pick<TaskRead, 'listId' | 'sectionId' | 'parentUid'>;

const defaults = {
  description: null,
  completed: false,
  completedAt: null,
  listId: null,
  sectionId: null,
  parentUid: null,
  priority: 0,
  labelIds: [],
  ...noSchedule,
  seriesUid: null,
};

/**
 * A new task, without the id, which the database assigns. Its place is resolved by `placeTask`
 * (task-tree.ts), and so is its rank where the input names a neighbour.
 *
 * @param uid used where the input has none.
 * @param now ISO timestamp.
 * @param place index among the tasks of one call.
 */
export const createTask = (
  input: Omit<TaskCreate, 'operationId'>,
  {
    uid,
    now,
    place = 0,
    ruleProblem,
  }: { uid: string; now: string; place?: number; ruleProblem: RuleProblem },
): Omit<TaskRead, 'id'> => ({
  ...defaults,
  uid,
  ...withoutUndefined(pickFields(input, TaskRead.shape)),
  ...withoutUndefined(changeSchedule(noSchedule, input, ruleProblem)),
  createdAt: now,
  updatedAt: now,
  rank: rankOf(now, place),
});

/** The fields of a task that callers write. */
export type TaskContent = Pick<TaskRead, keyof TaskChanges>;

export const contentOf = (task: TaskContent): TaskContent => pickFields(task, TaskUpdate.shape);

/** The input that creates a task with this content. What a new task cannot have needs an update. */
export const createInputOf = (
  task: TaskContent & { uid?: string },
): Omit<TaskCreate, 'operationId'> => pickFields(task, TaskCreate.shape);
