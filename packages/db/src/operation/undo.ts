// Takes an operation back: all of it or nothing, and only where nobody has built on it since.
import type { Change, Operation, OperationUndo } from '@tydo/schemas/operation';
import { TaskRead } from '@tydo/schemas/task';
import { notFound, Refusal } from '../errors.ts';
import { Task } from '../task/task.entity.ts';
import { byIds, lockAll } from '../task/writes.ts';
import type { WriteScope } from '../unit-of-work.ts';
import { toOperation } from './own-operations.ts';
import { latestAfter } from './reads.ts';

type Field = Exclude<keyof TaskRead, 'id' | 'createdAt' | 'updatedAt'>;

/** What an operation may change of a task. */
const isField = (name: string): name is Field =>
  name in TaskRead.shape && !['id', 'createdAt', 'updatedAt'].includes(name);
/** Those that there were when it was written: a version that knows more asks for no more. */
const fieldsOf = (task: TaskRead): Field[] => Object.keys(task).filter(isField);

/**
 * The tasks as it left them; those that it deleted are not among them.
 *
 * @throws Refusal NOT_FOUND; CONFLICT with `blockedBy`, the latest operation that changed what this one
 * would take back.
 */
export async function undo(
  scope: WriteScope,
  { id }: Pick<OperationUndo, 'id'>,
): Promise<TaskRead[]> {
  const { seq, changes } = await ownOperation(scope, id);
  const ids = changes.map(({ taskId }) => taskId);
  const found = await lockAll(scope, byIds, { ids });
  const tasks = new Map(found.map((task) => [task.id, task]));
  for (const change of changes) {
    await refuseObstacle(scope, { seq, ...change }, tasks.get(change.taskId)?.read() ?? null);
  }
  const left = changes.map((change) => takeBack(scope, change, tasks.get(change.taskId)));
  await scope.em.flush();
  return left.flatMap((task) => (task ? [task.read()] : []));
}

async function ownOperation({ journal }: WriteScope, id: string): Promise<Operation> {
  const row = await journal.operations().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('operation');
  return toOperation(row);
}

/** What the operation did to this field, or to there being a task at all. */
const touches = (field: Field | undefined) => (change: Change) =>
  !change.before ||
  !change.after ||
  (field !== undefined && change.before[field] !== change.after[field]);

async function refuseObstacle(
  { journal }: WriteScope,
  { seq, ...change }: Change & Pick<Operation, 'seq'>,
  now: TaskRead | null,
): Promise<void> {
  const { taskId, before, after } = change;
  if (Object.keys(before ?? {}).some((name) => !(name in TaskRead.shape))) {
    throw new Refusal('CONFLICT', 'A newer version of Tydo did this; only that can undo it.');
  }
  const obstacle =
    now && after
      ? fieldsOf(after).find((field) => touches(field)(change) && now[field] !== after[field])
      : undefined;
  if (obstacle === undefined && (now === null) === (after === null)) return;
  const blockedBy = await latestAfter(journal, { taskId, after: seq }, touches(obstacle));
  const message = 'It was changed since. Undo the later operation first.';
  throw new Refusal('CONFLICT', message, blockedBy ? { blockedBy } : {});
}

function takeBack(
  { em, personId }: WriteScope,
  { before, after }: Change,
  task: Task | undefined,
): Task | undefined {
  if (task && before && after) {
    const changed = fieldsOf(after).filter((field) => before[field] !== after[field]);
    task.change(Object.fromEntries(changed.map((field) => [field, before[field]])));
    return task;
  }
  if (task) em.remove(task);
  if (!before) return undefined;
  return em.create(Task, {
    ...before,
    userId: personId,
    createdAt: new Date(before.createdAt),
    updatedAt: new Date(Math.max(Date.now(), Date.parse(before.updatedAt) + 1)),
  });
}
