// Checks that the rows which a row names (a list, a parent, labels) exist and have the same owner: in one
// place for all verbs and undo, after the flush and in the same transaction.
import { recordOf } from '@tydo/schemas/record';
import { chunks } from '../chunks.ts';
import { notFound } from '../errors.ts';
import type { WriteScope } from '../scope.ts';
import type { RowChange } from './stored-format.ts';
import { UndoConflict } from './undo-conflict.ts';

interface Write extends Pick<WriteScope, 'query' | 'nouns'> {
  /** Whether the write holds the owner's lock; without it a named row could be deleted meanwhile. */
  isOwnerLocked: boolean;
  isUndo: boolean;
}

/**
 * Checks the references that the changes set or add.
 *
 * @throws Refusal NOT_FOUND, the same for a missing row and another user's; UndoConflict in an undo;
 * TypeError if the verb did not call `lockOwner`.
 */
export async function checkReferences(
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
      throw isUndo
        ? new UndoConflict(0, { noun, id: missing }, { field: undefined })
        : notFound(noun);
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
