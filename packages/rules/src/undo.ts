// Taking a change of a row back: whether nothing was built on it since, and what the row becomes.
import { recordOf } from '@tydo/schemas/record';
import { nextUpdatedAt } from './row.ts';

/** A row before and after an operation; null where there was none, or none is left. */
export interface RowChange<Row extends object = object> {
  before: Row | null;
  after: Row | null;
}

/** What keeps a change from being taken back: a field, or undefined where the row itself is gone or back. */
export interface Obstacle {
  field: string | undefined;
}

/** What an operation may change of a row. */
const isChangeable = (field: string): boolean => !['id', 'createdAt', 'updatedAt'].includes(field);

/** Values of a field may be lists: they are compared as JSON. */
const differs = (one: object, other: object, field: string): boolean =>
  JSON.stringify(recordOf(one)[field]) !== JSON.stringify(recordOf(other)[field]);

/**
 * The fields that a change made different; none where there was no row before, or none is left.
 *
 * @param fields those that the row had when it was written.
 */
export function changedFields({ before, after }: RowChange, fields: readonly string[]): string[] {
  if (!before || !after) return [];
  return fields.filter((field) => isChangeable(field) && differs(before, after, field));
}

/** Undefined where the row is as the change left it, in all that it changed. */
export function obstacleTo(
  change: RowChange,
  now: object | null,
  fields: readonly string[],
): Obstacle | undefined {
  const { before, after } = change;
  if (!now || !after) return (now === null) === (after === null) ? undefined : { field: undefined };
  const touched = before ? changedFields(change, fields) : fields.filter(isChangeable);
  const field = touched.find((name) => differs(now, after, name));
  return field === undefined ? undefined : { field };
}

/**
 * What a row becomes when a change of it is taken back; null where there was none before. One that comes
 * back is as it was; of one that is there, only what the change made different goes back. `updatedAt` grows.
 *
 * @param row as it is.
 * @param now ISO timestamp.
 */
export function takenBack<Row extends { updatedAt: string }>(
  change: RowChange<Row>,
  row: Row | null,
  fields: readonly string[],
  now: string,
): Row | null {
  const { before } = change;
  if (!before) return null;
  if (!row) return { ...before, updatedAt: nextUpdatedAt(before, now) };
  const values = recordOf(before);
  const old = changedFields(change, fields).map((field) => [field, values[field]]);
  return { ...row, ...Object.fromEntries(old), updatedAt: nextUpdatedAt(row, now) };
}
