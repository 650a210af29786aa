// Takes an operation back: all of it or nothing, and only where nobody has built on it since.
import type { Change, Operation, OperationUndo } from '@tydo/schemas/operation';
import { TaskRead } from '@tydo/schemas/task';
import { notFound, Refusal } from '../errors.ts';
import { Task } from '../task/task.entity.ts';
import { lockAll } from '../task/writes.ts';
import type { WriteScope } from '../unit-of-work.ts';
import { toOperation } from './own-operations.ts';
import { latest } from './reads.ts';

type Field = Exclude<keyof TaskRead, 'id' | 'createdAt' | 'updatedAt'>;

/** What an operation may change of a task. */
const fields = Object.keys(TaskRead.shape).filter(
  (name): name is Field => !['id', 'createdAt', 'updatedAt'].includes(name),
);

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
  const { changes } = await ownOperation(scope, id);
  const ids = changes.map(({ taskId }) => taskId);
  const found = await lockAll(scope, { id: { $in: ids } });
  const tasks = new Map(found.map((task) => [task.id, task]));
  for (const change of changes) {
    await refuseObstacle(scope, change, tasks.get(change.taskId)?.read() ?? null);
  }
  const left = changes.map((change) => takeBack(scope, change, tasks.get(change.taskId)));
  await scope.em.flush();
  return left.flatMap((task) => (task ? [task.read()] : []));
}

async function ownOperation({ journal }: WriteScope, id: string): Promise<Operation> {
  const row = await journal.operations.where('id', '=', id).executeTakeFirst();
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
  change: Change,
  now: TaskRead | null,
): Promise<void> {
  const { after } = change;
  const obstacle =
    now && after
      ? fields.find((field) => touches(field)(change) && now[field] !== after[field])
      : undefined;
  if (obstacle === undefined && (now === null) === (after === null)) return;
  const blockedBy = await latest(journal, change.taskId, touches(obstacle));
  throw new Refusal(
    'CONFLICT',
    'It was changed since. Take back the later operation first.',
    blockedBy ? { blockedBy } : {},
  );
}

function takeBack(
  { em, personId }: WriteScope,
  { before, after }: Change,
  task: Task | undefined,
): Task | undefined {
  if (task && before && after) {
    const changed = fields.filter((field) => before[field] !== after[field]);
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
