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

const changedFields = (before: object, after: object, fields: readonly string[]): string[] =>
  fields.filter((field) => isChangeable(field) && isFieldDifferent(before, after, field));

/**
 * What is in the way of an undo. Undefined if all that the change made different is still as the change
 * left it.
 *
 * @param row the current row; null if it does not exist.
 * @param fields all fields of the rows.
 */
export function conflictOf(
  { before, after }: RowChange,
  row: object | null,
  fields: readonly string[],
): FieldConflict | undefined {
  if (!row || !after) return (row === null) === (after === null) ? undefined : { field: undefined };
  const touched = before ? changedFields(before, after, fields) : fields.filter(isChangeable);
  const field = touched.find((name) => isFieldDifferent(row, after, name));
  return field === undefined ? undefined : { field };
}

/** A deleted row as an undo restores it: as it was, except for `updatedAt`, which grows. */
export const restoredRow = <Row extends { updatedAt: string }>(row: Row, now: string): Row => ({
  ...row,
  updatedAt: nextUpdatedAt(row, now),
});

/** The values that an undo writes to a row that still exists; none for a created or deleted row. */
export function revertedFields<Row extends object>(
  { before, after }: RowChange<Row>,
  fields: readonly string[],
): Partial<Row> {
  if (!before || !after) return {};
  const changed = new Set(changedFields(before, after, fields));
  const entries = Object.entries(before).filter(([field]) => changed.has(field));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries loses the type of the keys.
  return Object.fromEntries(entries) as Partial<Row>;
}

/**
 * The row after an undo; null if the change created it.
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
