// Undo of one row's change: whether it is still as the change left it, and what it becomes.
import { recordOf } from '@tydo/schemas/record';
import { applyChanges, nextUpdatedAt } from './row.ts';

/** A row before and after an operation; null if it did not exist. */
export interface RowChange<Row extends object = object> {
  before: Row | null;
  after: Row | null;
}

/** The field that was changed since; undefined if the row was deleted or restored since. */
export interface FieldConflict {
  field: string | undefined;
}

/** Whether operations can change the field. */
const isChangeable = (field: string): boolean => !['id', 'createdAt', 'updatedAt'].includes(field);

/** Whether the values of a field differ: as JSON, because they may be arrays. */
export const isFieldDifferent = (one: object, other: object, field: string): boolean =>
  JSON.stringify(recordOf(one)[field]) !== JSON.stringify(recordOf(other)[field]);

/**
 * The fields that a change made different; none for a created or deleted row.
 *
 * @param fields of the rows.
 */
export function changedFields({ before, after }: RowChange, fields: readonly string[]): string[] {
  if (!before || !after) return [];
  return fields.filter((field) => isChangeable(field) && isFieldDifferent(before, after, field));
}

/** Undefined if all that the change made different is still as the change left it. */
export function conflictOf(
  change: RowChange,
  now: object | null,
  fields: readonly string[],
): FieldConflict | undefined {
  const { before, after } = change;
  if (!now || !after) return (now === null) === (after === null) ? undefined : { field: undefined };
  const touched = before ? changedFields(change, fields) : fields.filter(isChangeable);
  const field = touched.find((name) => isFieldDifferent(now, after, name));
  return field === undefined ? undefined : { field };
}

/** A deleted row as it is restored: as it was, except for `updatedAt`, which grows. @param now ISO timestamp. */
export const restoredRow = <Row extends { updatedAt: string }>(row: Row, now: string): Row => ({
  ...row,
  updatedAt: nextUpdatedAt(row, now),
});

/**
 * The row after an undo; null if the change created it. Fields that the change did not touch stay.
 *
 * @param row the current row; null if it was deleted.
 * @param now ISO timestamp.
 */
export function revertedRow<Row extends { updatedAt: string }>(
  change: RowChange<Row>,
  row: Row | null,
  fields: readonly string[],
  now: string,
): Row | null {
  const { before } = change;
  if (!before) return null;
  if (!row) return restoredRow(before, now);
  return applyChanges(row, revertedFields(change, fields), now);
}

/** The values that an undo writes to a row that still exists. */
export function revertedFields<Row extends object>(
  change: RowChange<Row>,
  fields: readonly string[],
): Partial<Row> {
  const before: Partial<Row> = change.before ?? {};
  const changed = new Set(changedFields(change, fields));
  const entries = Object.entries(before).filter(([field]) => changed.has(field));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries loses the type of the keys.
  return Object.fromEntries(entries) as Partial<Row>;
}
