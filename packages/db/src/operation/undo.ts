// Undoes an operation: all of it or nothing, and only if nothing later changed the same fields.

import { conflictOf, type FieldConflict } from '@tydo/rules/undo';
import { type OperationUndo, type OperationUndone, operationLimits } from '@tydo/schemas/operation';
import type { RowChange } from '../entities.ts';
import type { Row } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { maxUndoBytes } from './bulk-rows.ts';
import type { ChangesPart } from './load-changes-to-undo.ts';
import { LockedRows, revertChanges } from './revert-changes.ts';
import { decodeChanges } from './stored-format.ts';
import { fieldsOf, refuseNewer, UndoConflict } from './undo-conflict.ts';

/**
 * The restored rows, without those that the undo deleted. They are in the receipt because older versions
 * answered with them.
 */
type Undone = Row[] | ({ tasks: Row[] } & Pick<OperationUndone, 'left'>);

/**
 * An older version may have written an operation that exceeds today's limits. Of such a one, each call
 * undoes as many changes as fit, from the first that is not undone yet.
 *
 * @throws Refusal NOT_FOUND; UndoConflict if a later operation is in the way.
 */
export async function undo(scope: WriteScope, { id }: Pick<OperationUndo, 'id'>): Promise<Undone> {
  await scope.lockOwner();
  const { seq, count, isTooLarge, parts } = await scope.loadChanges(id);
  const undone = isTooLarge ? await undoneBefore(scope, { id, seq }) : new Set();
  const undoConflict = ({ noun, id: row }: RowChange, conflict: FieldConflict) =>
    UndoConflict.onField({ noun: noun.name, id: row }, seq, conflict);
  const found = new LockedRows();
  const wanted: RowChange[] = [];
  let last: RowChange | undefined;
  let read = 0;
  let bytes = 0;
  for await (const part of parts()) {
    refuseNewer(part, scope.nouns.version);
    const { changes } = part;
    if (isTooLarge) bytes += Buffer.byteLength(JSON.stringify(changes));
    const isFull = wanted.length + changes.length > operationLimits.rows;
    if (wanted.length > 0 && isTooLarge && (isFull || bytes > maxUndoBytes)) break;
    for (const change of await lockAndRead(scope, part, found)) {
      const conflict = conflictOf(change, found.of(change) ?? null, fieldsOf(change));
      if (!conflict) wanted.push(change);
      else if (!undone.has(change.id)) throw undoConflict(change, conflict);
      last = change;
    }
    if (wanted.length === 0) bytes = 0;
    read += changes.length;
  }
  if (wanted.length === 0 && last) throw undoConflict(last, { field: undefined });
  const taken = await scope.nouns.holding(scope.query, wanted);
  if (taken) throw UndoConflict.onRow(taken);
  const tasks = await revertChanges(scope, wanted, found);
  return isTooLarge ? { tasks, left: count - read } : tasks;
}

/** Locks first: fields that the writing version did not know are read from the current rows. */
async function lockAndRead(
  scope: WriteScope,
  { changes, version }: ChangesPart,
  found: LockedRows,
): Promise<RowChange[]> {
  for (const noun of scope.nouns.nouns.values()) {
    const own = changes.filter((change) => change.noun === noun.name);
    await found.lock(
      scope,
      noun,
      own.map(({ id }) => id),
    );
  }
  return decodeChanges(scope.nouns, { changes, version }, (noun, id) => found.of({ noun, id }));
}

/** The ids of rows that earlier calls have restored, of an operation that is too large for one call. */
async function undoneBefore(
  { journal }: WriteScope,
  { id, seq }: { id: string; seq: number },
): Promise<Set<unknown>> {
  const own = journal.operations().clearSelect().select('seq');
  const undos = own.where('seq', '>', seq).where('undoes', '=', id);
  const rows = await journal.tasks().where('seq', 'in', undos).execute();
  return new Set(rows.map((row) => row.task_id));
}
