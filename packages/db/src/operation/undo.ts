// Takes an operation back: all of it or nothing, and only where nobody has built on it since.
import { type OperationUndo, type OperationUndone, operationLimits } from '@tydo/schemas/operation';
import type { Row } from '../noun.ts';
import type { ReadScope, WriteScope } from '../scope.ts';
import { undoable } from './bulk-rows.ts';
import { type Piece, sizeOfOperation } from './load-changes.ts';
import { Found, revertChanges } from './revert-changes.ts';
import { decodeChanges, type RowChange } from './stored-format.ts';
import { conflictOf, type FieldConflict, refuseNewer, UndoConflict } from './undo-conflict.ts';

/**
 * The rows as it left them; those that it deleted are not among them. Its receipt has them for the
 * versions that answered with them.
 */
type Undone = Row[] | ({ tasks: Row[] } & Pick<OperationUndone, 'left'>);

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
 * @throws Refusal NOT_FOUND; UndoConflict where somebody has built on it since.
 */
export async function undo(scope: WriteScope, { id }: Pick<OperationUndo, 'id'>): Promise<Undone> {
  await scope.lockOwner();
  const { seq, count, isTooLarge, pieces } = await scope.loadChanges(id);
  const earlier = isTooLarge ? await takenBackAlready(scope, { id, seq }) : new Set();
  const blocked = ({ noun, id: row }: RowChange, obstacle: FieldConflict) =>
    new UndoConflict(seq, { noun: noun.name, id: row }, obstacle);
  const found = new Found();
  const wanted: RowChange[] = [];
  let last: RowChange | undefined;
  let read = 0;
  let bytes = 0;
  for await (const piece of pieces()) {
    refuseNewer(piece, scope.nouns.version);
    const { changes } = piece;
    if (isTooLarge) bytes += Buffer.byteLength(JSON.stringify(changes));
    const isFull = wanted.length + changes.length > operationLimits.rows;
    if (wanted.length > 0 && isTooLarge && (isFull || bytes > undoable)) break;
    for (const change of await lockAndRead(scope, piece, found)) {
      const obstacle = conflictOf(change, found.of(change)?.now ?? null);
      if (!obstacle) wanted.push(change);
      else if (!earlier.has(change.id)) throw blocked(change, obstacle);
      last = change;
    }
    if (wanted.length === 0) bytes = 0;
    read += changes.length;
  }
  if (wanted.length === 0 && last) throw blocked(last, { field: undefined });
  const tasks = await revertChanges(scope, wanted, found);
  return isTooLarge ? { tasks, left: count - read } : tasks;
}

/** First the locks: what the writing version did not know of a row is as it is now. */
async function lockAndRead(
  scope: WriteScope,
  { changes, version }: Piece,
  found: Found,
): Promise<RowChange[]> {
  for (const noun of scope.nouns.nouns.values()) {
    const own = changes.filter((change) => change.noun === noun.name);
    const [changed, others] = [true, false].map((wanted) =>
      own
        .filter(({ before, after }) => (before !== null && after !== null) === wanted)
        .map(({ id }) => id),
    );
    await found.lock(scope, noun, changed ?? [], true);
    await found.lock(scope, noun, others ?? [], false);
  }
  return decodeChanges(
    scope.nouns,
    { changes, version },
    (noun, id) => found.of({ noun, id })?.now,
  );
}

/** What calls before this one have taken back of an operation that is too large for one. */
async function takenBackAlready(
  { journal }: WriteScope,
  { id, seq }: { id: string; seq: number },
): Promise<Set<unknown>> {
  const parts = journal.operations().clearSelect().select('seq');
  const undos = parts.where('seq', '>', seq).where('undoes', '=', id);
  const rows = await journal.tasks().where('seq', 'in', undos).execute();
  return new Set(rows.map((row) => row.task_id));
}
