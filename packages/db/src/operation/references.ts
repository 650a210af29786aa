// Checks references between rows (a list, a parent, labels): in one place for all verbs and undo, after the
// flush and in the same transaction.
import { recordOf } from '@tydo/schemas/record';
import { chunks } from '../chunks.ts';
import type { RowChange } from '../entities.ts';
import { notFound } from '../errors.ts';
import type { WriteScope } from '../scope.ts';
import { UndoConflict } from './undo-conflict.ts';

interface Write extends Pick<WriteScope, 'query' | 'nouns'> {
  /** Whether the write holds the owner's lock; without it a named row could be deleted meanwhile. */
  isOwnerLocked: boolean;
  isUndo: boolean;
}

/**
 * Checks that the rows which the changes newly name exist and have the same owner, and that no row names one
 * that they removed.
 *
 * @throws Refusal NOT_FOUND, the same for a missing row and another user's; UndoConflict in an undo;
 * TypeError if the verb did not call `lockOwner`, or left a name of a row that it removed.
 */
export async function checkReferences(write: Write, changes: readonly RowChange[]): Promise<void> {
  await checkNamed(write, changes);
  await checkRemoved(write, changes);
}

async function checkNamed(
  { query, nouns, isOwnerLocked, isUndo }: Write,
  changes: readonly RowChange[],
): Promise<void> {
  const references = changes.flatMap(newReferences);
  for (const [noun, names] of Map.groupBy(references, (reference) => reference.noun)) {
    if (!isOwnerLocked) throw new TypeError(`A write that names a ${noun} must call lockOwner.`);
    for (const some of chunks([...new Set(names.map(({ name }) => name))])) {
      const existing = await nouns.existing(query, noun, some);
      const missing = some.find((name) => !existing.has(name));
      if (missing === undefined) continue;
      throw isUndo ? UndoConflict.onMissing({ noun, name: missing }) : notFound(noun);
    }
  }
}

async function checkRemoved(
  { query, nouns, isOwnerLocked, isUndo }: Write,
  changes: readonly RowChange[],
): Promise<void> {
  const removed = changes.flatMap(({ noun, before, after }) =>
    before && !after && nouns.isNamed(noun.name)
      ? [{ noun: noun.name, name: String(recordOf(before)[noun.nameField]) }]
      : [],
  );
  for (const [noun, rows] of Map.groupBy(removed, (row) => row.noun)) {
    if (!isOwnerLocked) throw new TypeError(`A write that removes a ${noun} must call lockOwner.`);
    for (const some of chunks(rows.map(({ name }) => name))) {
      const naming = await nouns.naming(query, noun, some);
      if (!naming) continue;
      if (isUndo) throw UndoConflict.onRow(naming);
      throw new TypeError(`A ${naming.noun} still names a ${noun} that was removed.`);
    }
  }
}

const newReferences = ({ noun: { references }, before, after }: RowChange) =>
  references.flatMap(({ field, noun }) => {
    const earlier = namesIn(before, field);
    const added = namesIn(after, field).filter((name) => !earlier.includes(name));
    return added.map((name) => ({ noun, name }));
  });

function namesIn(row: object | null, field: string): string[] {
  const value = row && recordOf(row)[field];
  return [value].flat().filter((name) => typeof name === 'string');
}
