// What is in the way of taking a change back.
import { recordOf } from '@tydo/schemas/record';
import { Refusal } from '../errors.ts';
import { isSame, type Row, type RowId } from '../noun.ts';
import type { ReadScope } from '../scope.ts';
import { latestAfter } from './reads.ts';
import type { RowChange } from './stored-format.ts';

/** What an operation may change of a row. */
const isChangeable = (field: string): boolean => !['id', 'createdAt', 'updatedAt'].includes(field);

/** The fields that a change made different; none where there was no row before, or none is left. */
export function changedFields({ noun, before, after }: RowChange): string[] {
  if (!before || !after) return [];
  const names = noun.fields.map(({ name }) => name).filter(isChangeable);
  return names.filter((name) => isDifferent(before, after, name));
}

const isDifferent = (one: Row, other: Row, field: string): boolean =>
  !isSame(recordOf(one)[field], recordOf(other)[field]);

/** A field that was changed since, or that the row is gone or back. */
export interface FieldConflict {
  field: string | undefined;
}

/** Undefined where the row is as the change left it, in all that it changed. */
export function conflictOf(change: RowChange, now: Row | null): FieldConflict | undefined {
  const { noun, before, after } = change;
  if (!now || !after) return (now === null) === (after === null) ? undefined : { field: undefined };
  const touched = before
    ? changedFields(change)
    : noun.fields.map(({ name }) => name).filter(isChangeable);
  const field = touched.find((name) => isDifferent(now, after, name));
  return field === undefined ? undefined : { field };
}

/** What the operation did to this field, or to there being a row at all. */
const touches =
  (field: string | undefined) =>
  ({ before, after }: { before: Row | null; after: Row | null }) =>
    !before || !after || (field !== undefined && isDifferent(before, after, field));

/** Ends an undo. What is in the way is looked for after that: it may be large, and locks are held. */
export class UndoConflict extends Error {
  override readonly name = 'UndoConflict';
  readonly noun: string;
  readonly id: RowId;
  readonly seq: number;
  readonly field: string | undefined;

  /** @param seq of the operation to take back: what is in the way is later. */
  constructor(seq: number, { noun, id }: { noun: string; id: RowId }, { field }: FieldConflict) {
    super('It was changed since.');
    this.noun = noun;
    this.id = id;
    this.seq = seq;
    this.field = field;
  }
}

/** CONFLICT with `blockedBy`, the latest operation that is in the way, where one is. */
export async function toRefusal(
  scope: Pick<ReadScope, 'journal' | 'reserveMemory'>,
  { noun, id, seq, field }: UndoConflict,
): Promise<Refusal> {
  const blockedBy = await latestAfter(scope, { noun, id, after: seq }, touches(field));
  const message = 'It was changed since. Undo the later operation first.';
  return new Refusal('CONFLICT', message, blockedBy ? { blockedBy } : {});
}

/** @throws Refusal CONFLICT where a newer version wrote it: it may have fields that this one does not know. */
export function refuseNewer({ version }: { version: number }, known: number): void {
  if (version <= known) return;
  throw new Refusal('CONFLICT', 'A newer version of Tydo did this; only that can undo it.');
}
