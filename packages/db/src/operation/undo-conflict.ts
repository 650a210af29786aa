// Finds what is in the way of an undo.
import { type FieldConflict, isFieldDifferent } from '@tydo/rules/undo';
import type { Operation } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import type { NamedRow, RowChange } from '../entities.ts';
import { Refusal } from '../errors.ts';
import type { ReadScope } from '../scope.ts';
import { latestAfter } from './list-operations.ts';

/** The names of a noun's fields. */
export const fieldsOf = ({ noun }: Pick<RowChange, 'noun'>): string[] =>
  noun.fields.map(({ name }) => name);

type Change = Operation['changes'][number];

/** Ends an undo. The later operation is looked for after the transaction: it may be large. */
export class UndoConflict extends Error {
  override readonly name = 'UndoConflict';
  readonly noun: string;
  /** Of the row in the way; undefined where it is known by the changes only. */
  readonly id: NamedRow['id'] | undefined;
  /** The operation in the way is later. */
  readonly seq: number;
  /** Whether a change of the row is in the way. */
  readonly isInTheWay: (change: Change) => boolean;

  private constructor(
    { noun, id }: { noun: string; id?: NamedRow['id'] },
    seq: number,
    isInTheWay: (change: Change) => boolean,
  ) {
    super('It was changed since.');
    this.noun = noun;
    this.id = id;
    this.seq = seq;
    this.isInTheWay = isInTheWay;
  }

  /** What the operation `seq` changed was changed again. */
  static onField(row: NamedRow, seq: number, { field }: FieldConflict): UndoConflict {
    return new UndoConflict(
      row,
      seq,
      ({ before, after }) =>
        !before || !after || (field !== undefined && isFieldDifferent(before, after, field)),
    );
  }

  /** Another row is in the way, by what was last changed of it. */
  static onRow(row: NamedRow): UndoConflict {
    return new UndoConflict(row, 0, () => true);
  }

  /** A row that is named was removed. */
  static onMissing({ noun, name }: { noun: string; name: string }): UndoConflict {
    const isIt = (row: object | null) => {
      const { id, uid = id } = recordOf(row);
      return uid === name;
    };
    return new UndoConflict({ noun }, 0, ({ before, after }) => isIt(before) && !after);
  }
}

/** CONFLICT with `blockedBy`: the latest operation that is in the way, if one is found. */
export async function toRefusal(
  scope: Pick<ReadScope, 'journal' | 'reserveMemory'>,
  { noun, id, seq, isInTheWay }: UndoConflict,
): Promise<Refusal> {
  const blockedBy = await latestAfter(scope, { noun, id, after: seq }, isInTheWay);
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
