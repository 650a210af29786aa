// What lists, sections, labels and filters have in common: a name, and a place in an order (DOMAIN §6).
import { rankBetween, rankOf } from './order.ts';
import { applyChanges, type Changes } from './row.ts';

export interface OrderedRow {
  id: string;
  name: string;
  rank: string;
  createdAt: string;
  updatedAt: string;
}

/** The id of a row that it comes before or after; at most one of them. */
export interface Place {
  before?: string | undefined;
  after?: string | undefined;
}

/** What a new row gets from the one who creates it. */
export interface NewRow {
  /** Used where the input has none. */
  id: string;
  rank: string;
  /** ISO timestamp. */
  now: string;
}

export type Ranked = Pick<OrderedRow, 'id' | 'rank'>;

/** By rank, then by id. Both are ASCII, so this is the order of their bytes. */
export const inOrder = <Row extends Ranked>(rows: readonly Row[]): Row[] =>
  rows.toSorted((one, other) => compare(one.rank, other.rank) || compare(one.id, other.id));

const compare = (one: string, other: string) => (one === other ? 0 : one < other ? -1 : 1);

/**
 * The ranks that bring a row to a place: its own, and those of rows that make room. None where it is there.
 *
 * @param siblings all rows of the order, with or without this one, which is created then.
 * @param place the end where the other row is not there, or none is named.
 * @param now ISO timestamp.
 */
export function ranksToPlace(
  siblings: readonly Ranked[],
  id: string,
  { before, after }: Place,
  now: string,
): Ranked[] {
  const rows = inOrder(siblings);
  const others = rows.filter((row) => row.id !== id);
  const anchor = others.findIndex((row) => row.id === (before ?? after));
  const isNew = others.length === rows.length;
  if (anchor === -1 && isNew) return [{ id, rank: rankOf(now) }];
  const at = anchor === -1 ? others.length : anchor + Number(before === undefined);
  if (rows[at]?.id === id) return [];
  return [{ id, rank: rankBetween(others[at - 1]?.rank ?? null, others[at]?.rank ?? null) }];
}

/** A new row: the fields that all have, and those of the input. */
export function newRow<Input extends Place & { id?: string | undefined }>(
  { before: _before, after: _after, id, ...fields }: Input,
  made: NewRow,
) {
  const { rank, now } = made;
  return { ...fields, id: id ?? made.id, rank, createdAt: now, updatedAt: now };
}

/** The row after a change; the same object where no value differs. @param now ISO timestamp. */
export const changeRow = <Row extends OrderedRow>(
  row: Row,
  changes: Changes<Row>,
  now: string,
): Row => applyChanges(row, changes, now);
