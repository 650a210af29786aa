// What lists, sections, labels and filters have in common: a name, and a place in an order (DOMAIN §6).
import { type Anchor, rankOf, ranksInOrder } from './order.ts';
import { RuleViolation } from './violation.ts';

/** A row of one of these nouns. */
export interface OrderedRow {
  id: string;
  name: string;
  rank: string;
  createdAt: string;
  updatedAt: string;
}

/** A row's place in its order. */
export type Placed = Pick<OrderedRow, 'id' | 'rank'>;

/** By rank, then by id. Both are ASCII, so this is the order of their bytes. */
export const inOrder = <Row extends Placed>(rows: readonly Row[]): Row[] =>
  rows.toSorted((one, other) => compare(one.rank, other.rank) || compare(one.id, other.id));

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * The new ranks, by id, that bring a row to a place: its own, and those of rows that make room. None where
 * it is there already.
 *
 * @param siblings all rows of the order, without a new one.
 * @param anchor the place; the end where that row is not there, or none is named.
 * @param now ISO timestamp.
 * @param place index among rows that are made at once, as in `rankOf`.
 */
export function ranksToPlace(
  siblings: readonly Placed[],
  id: string,
  anchor: Anchor,
  now: string,
  place = 0,
): ReadonlyMap<string, string> {
  const isNew = siblings.every((row) => row.id !== id);
  const isAtEnd = siblings.every((row) => row.id !== (anchor.before ?? anchor.after));
  if (isNew && isAtEnd) return new Map([[id, rankOf(now, place)]]);
  const rows = inOrder(siblings).map((row) => ({ key: row.id, rank: row.rank }));
  return ranksInOrder(rows, [id], anchor) ?? new Map();
}

/** @throws RuleViolation where there are as many rows as one owner, or one list, can have. */
export function requireRoom(count: number, limit: number, what: string): void {
  if (count < limit) return;
  throw new RuleViolation(`There can be at most ${limit} ${what}.`);
}

/** What the creator of a row adds to its input. */
export interface NewRow {
  /** Used where the input has none. */
  id: string;
  rank: string;
  /** ISO timestamp. */
  now: string;
}

/** A new row: the input without its place, and what all rows have. */
export function newRow<Input extends Anchor & { id?: string | undefined }>(
  { before: _before, after: _after, id, ...fields }: Input,
  { id: newId, rank, now }: NewRow,
) {
  return { ...fields, id: id ?? newId, rank, createdAt: now, updatedAt: now };
}
