// Takes an operation back: all of it or nothing, and only where nobody has built on it since.
import {
  type Change,
  type OperationUndo,
  type OperationUndone,
  operationLimits,
} from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import type { ReadScope, WriteScope } from '../unit-of-work.ts';
import { sizeOfOperation } from './changes-of.ts';
import { Blocked, obstacleTo, refuseNewer } from './obstacle.ts';
import { undoable } from './rows.ts';
import { type Found, lockFound, takeBack } from './take-back.ts';

/** The tasks as it left them; those that it deleted are not among them. */
type Undone = TaskRead[] | Pick<OperationUndone, 'tasks' | 'left'>;

/**
 * How large the changes of an undo will be, at most, in bytes of JSON. Also of an operation that is not
 * there: whether that is an error the undo itself decides, which may be a repeat.
 */
export const undoneSize = (
  { journal }: Pick<ReadScope, 'journal'>,
  { id }: Pick<OperationUndo, 'id'>,
): Promise<number> => sizeOfOperation(journal(), id);

/**
 * Of an operation that is larger than operations may be now, as many of the first changes as fit into
 * one, of those that no earlier call took back already.
 *
 * @throws Refusal NOT_FOUND; Blocked where somebody has built on it since.
 */
export async function undo(scope: WriteScope, { id }: Pick<OperationUndo, 'id'>): Promise<Undone> {
  await scope.takeTurn();
  const { seq, count, isTooLarge, pieces } = await scope.changesOf(id);
  const earlier = isTooLarge ? await takenBackAlready(scope, { id, seq }) : new Set<number>();
  const found: Found = new Map();
  const wanted: Change[] = [];
  let last: Change | undefined;
  let read = 0;
  let bytes = 0;
  for await (const changes of pieces()) {
    if (isTooLarge) bytes += Buffer.byteLength(JSON.stringify(changes));
    const isFull = wanted.length + changes.length > operationLimits.rows;
    if (wanted.length > 0 && isTooLarge && (isFull || bytes > undoable)) break;
    await lockFound(scope, changes, found);
    for (const change of changes) {
      refuseNewer(change);
      const obstacle = obstacleTo(change, found.get(change.taskId)?.now ?? null);
      if (!obstacle) wanted.push(change);
      else if (!earlier.has(change.taskId)) throw new Blocked({ seq, ...change }, obstacle);
      last = change;
    }
    if (wanted.length === 0) bytes = 0;
    read += changes.length;
  }
  if (wanted.length === 0 && last) throw new Blocked({ seq, ...last }, { field: undefined });
  const tasks = await takeBack(scope, wanted, found);
  return isTooLarge ? { tasks, left: count - read } : tasks;
}

/** What calls before this one have taken back of an operation that is too large for one. */
async function takenBackAlready(
  { journal }: WriteScope,
  { id, seq }: { id: string; seq: number },
): Promise<Set<number>> {
  const parts = journal.operations().clearSelect().select('seq');
  const undos = parts.where('seq', '>', seq).where('undoes', '=', id);
  const rows = await journal.tasks().where('seq', 'in', undos).execute();
  return new Set(rows.map((row) => row.task_id));
}
