// What a call that carried an `operationId` was answered: so a repeat gets the same, and does nothing.
// It holds no text: that is in the rows and the operations already.

import { hash } from 'node:crypto';
import type { Operation } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import { Refusal } from '../errors.ts';
import { isSame, type Row, type RowId } from '../noun.ts';
import type { SeenRow } from './recorded-changes.ts';

/** Who asks for what. */
export interface WriteRequest {
  personId: string;
  /** The procedure's name. */
  kind: string;
  /** The caller's own name for it, if it has one. */
  operationId: string | undefined;
  /** Tells apart what is asked for under one `operationId`; empty where there is none. */
  request: string;
  /** The id of the operation that it takes back. */
  undoes: string | undefined;
}

/** What a write gave, and what it left in the journal; null where it changed nothing. */
export interface WriteResult<Result> {
  result: Result;
  operation: Operation | null;
}

/** The same for the same procedure with the same input. */
export const fingerprintOf = (kind: string, input: unknown): string =>
  hash('sha256', JSON.stringify([kind, input]), 'base64url').slice(0, 22);

interface Became {
  after: Row | null;
}

/**
 * An answer without the rows in it, which the operation or the tables have: `{ $after: 0 }` is what its
 * first row became, `{ $row: 5 }` task 5, which the call did not change, `{ $row: ['list', 'x'] }` such a
 * list.
 */
export function pack(
  result: unknown,
  changes: readonly (Became & { id: RowId })[],
  unchanged: readonly SeenRow[],
): string {
  const places = Map.groupBy(changes.keys(), (at) => changes[at]?.id);
  const seen = Map.groupBy(unchanged, ({ row }) => row.id);
  return JSON.stringify({ result }, (_key, value: unknown) => {
    const { id } = recordOf(value);
    if (typeof id !== 'number' && typeof id !== 'string') return value;
    const at = places.get(id)?.find((place) => isSame(value, changes[place]?.after));
    if (at !== undefined) return { $after: at };
    const row = seen.get(id)?.find((one) => isSame(value, one.row));
    return row ? { $row: row.noun === 'task' ? id : [row.noun, id] } : value;
  });
}

/** The rows that it left out and that are in no operation of its own: ids by noun. */
export function rowReferencesIn(packed: string): Map<string, RowId[]> {
  const rows = new Map<string, RowId[]>();
  JSON.parse(packed, (_key, value: unknown) => {
    const row = rowOf(recordOf(value)['$row']);
    if (row) rows.set(row.noun, [...(rows.get(row.noun) ?? []), row.id]);
    return value;
  });
  return rows;
}

/**
 * What `pack` left out, put in again.
 *
 * @param findRow gives a row that was not changed.
 * @param readOld reads a row that lies in a receipt of an older version, whole; undefined for what is none.
 * @throws Refusal CONFLICT
 */
export const unpack = (
  packed: string,
  changes: readonly Became[],
  findRow: (noun: string, id: RowId) => Row | undefined,
  readOld: (value: unknown) => Row | undefined,
): unknown =>
  JSON.parse(packed, (_key, value: unknown) => {
    const { $after, $row } = recordOf(value);
    if (typeof $after === 'number') return changes[$after]?.after ?? throwResultNotKept();
    const row = rowOf($row);
    return row ? (findRow(row.noun, row.id) ?? throwResultNotKept()) : (readOld(value) ?? value);
  });

/** Of `$row`. */
function rowOf(value: unknown): { noun: string; id: RowId } | undefined {
  if (typeof value === 'number') return { noun: 'task', id: value };
  if (!Array.isArray(value)) return undefined;
  const [noun, id]: unknown[] = value;
  return typeof noun === 'string' && typeof id === 'string' ? { noun, id } : undefined;
}

/** Of a call that was made before, and whose answer cannot be told whole. */
export const resultNotKept = (): Refusal =>
  new Refusal(
    'CONFLICT',
    'This operationId was used, and what it was answered is not kept any more. Read what is there now; make a new operationId for what is still to do.',
  );

function throwResultNotKept(): never {
  throw resultNotKept();
}
