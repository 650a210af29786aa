// Finds what is in the way of an undo.
import { recordOf } from '@tydo/schemas/record';
import { Refusal } from '../errors.ts';
import { isSame, type Row, type RowId } from '../noun.ts';
import type { ReadScope } from '../scope.ts';
import { latestAfter } from './reads.ts';
import type { RowChange } from './stored-format.ts';

/** Whether operations can change the field. */
const isChangeable = (field: string): boolean => !['id', 'createdAt', 'updatedAt'].includes(field);

/** The fields that a change made different; none for a created or deleted row. */
export function changedFields({ noun, before, after }: RowChange): string[] {
  if (!before || !after) return [];
  const names = noun.fields.map(({ name }) => name).filter(isChangeable);
  return names.filter((name) => isDifferent(before, after, name));
}

const isDifferent = (one: Row, other: Row, field: string): boolean =>
  !isSame(recordOf(one)[field], recordOf(other)[field]);

/** The field that was changed since; undefined if the row was deleted or restored since. */
export interface FieldConflict {
  field: string | undefined;
}

/** Undefined if all that the change made different is still as the change left it. */
export function conflictOf(change: RowChange, now: Row | null): FieldConflict | undefined {
  const { noun, before, after } = change;
  if (!now || !after) return (now === null) === (after === null) ? undefined : { field: undefined };
  const touched = before
    ? changedFields(change)
    : noun.fields.map(({ name }) => name).filter(isChangeable);
  const field = touched.find((name) => isDifferent(now, after, name));
  return field === undefined ? undefined : { field };
}

/** Whether a change created or deleted the row, or changed this field. */
const touches =
  (field: string | undefined) =>
  ({ before, after }: { before: Row | null; after: Row | null }) =>
    !before || !after || (field !== undefined && isDifferent(before, after, field));

/** Ends an undo. The later operation is looked for after the transaction: it may be large. */
export class UndoConflict extends Error {
  override readonly name = 'UndoConflict';
  readonly noun: string;
  readonly id: RowId;
  readonly seq: number;
  readonly field: string | undefined;

  /** @param seq of the operation to undo: the one in the way is later. */
  constructor(seq: number, { noun, id }: { noun: string; id: RowId }, { field }: FieldConflict) {
    super('It was changed since.');
    this.noun = noun;
    this.id = id;
    this.seq = seq;
    this.field = field;
  }
}

/** CONFLICT with `blockedBy`: the latest operation that is in the way, if one is found. */
export async function toRefusal(
  scope: Pick<ReadScope, 'journal' | 'reserveMemory'>,
  { noun, id, seq, field }: UndoConflict,
): Promise<Refusal> {
  const blockedBy = await latestAfter(scope, { noun, id, after: seq }, touches(field));
  const message = 'It was changed since. Undo the later operation first.';
  return new Refusal('CONFLICT', message, blockedBy ? { blockedBy } : {});
}

/** @throws Refusal CONFLICT if a newer version wrote it: it may have fields that this version does not know. */
export function refuseNewer({ version }: { version: number }, known: number): void {
  if (version <= known) return;
  throw new Refusal(
    'CONFLICT',
    'A newer version of Tydo wrote this operation; only that version can undo it.',
  );
}
