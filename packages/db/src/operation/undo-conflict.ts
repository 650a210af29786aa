// Finds what is in the way of an undo.
import { type FieldConflict, isFieldDifferent } from '@tydo/rules/undo';
import { Refusal } from '../errors.ts';
import type { Row, RowId } from '../noun.ts';
import type { ReadScope } from '../scope.ts';
import { latestAfter } from './list-operations.ts';
import type { RowChange } from './stored-format.ts';

/** The names of a noun's fields. */
export const fieldsOf = ({ noun }: Pick<RowChange, 'noun'>): string[] =>
  noun.fields.map(({ name }) => name);

/** Whether a change created or deleted the row, or changed this field. */
const touches =
  (field: string | undefined) =>
  ({ before, after }: { before: Row | null; after: Row | null }) =>
    !before || !after || (field !== undefined && isFieldDifferent(before, after, field));

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
