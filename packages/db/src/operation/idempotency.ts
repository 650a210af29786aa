// Requests with an `operationId`, and the receipts from which a repeat gets the same answer. A receipt
// holds no text of rows: that is in the tables and the operations.

import { hash } from 'node:crypto';
import type { Operation } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import { Refusal } from '../errors.ts';
import { isSame, type Row, type RowId } from '../noun.ts';
import type { ReadRow } from './recorded-changes.ts';

/** A call of a write. */
export interface WriteRequest {
  personId: string;
  /** The procedure's name. */
  kind: string;
  /** Chosen by the caller, so that a repeat is recognized. */
  operationId: string | undefined;
  /** Identifies procedure and input; empty without an `operationId`. */
  fingerprint: string;
  /** The id of the operation that it undoes. */
  undoes: string | undefined;
}

/** The result of a write and its operation; null if it changed nothing. */
export interface WriteResult<Result> {
  result: Result;
  operation: Operation | null;
}

/** The same for the same procedure and input. */
export const fingerprintOf = (kind: string, input: unknown): string =>
  hash('sha256', JSON.stringify([kind, input]), 'base64url').slice(0, 22);

interface Became {
  after: Row | null;
}

/**
 * The JSON of a result in which rows are replaced by references: `{ $after: 0 }` is the first change's
 * `after`, `{ $row: 5 }` is task 5, which the call did not change, `{ $row: ['list', 'x'] }` such a list.
 */
export function packResult(
  result: unknown,
  changes: readonly Became[],
  unchanged: readonly ReadRow[],
): string {
  // The rows of some nouns have no id.
  const changed = [...changes.keys()].filter((at) => changes[at]?.after);
  const positions = Map.groupBy(changed, (at) => changes[at]?.after?.id);
  const rows = Map.groupBy(unchanged, ({ row }) => row.id);
  return JSON.stringify({ result }, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where it is no id, no row has it.
    const id = recordOf(value)['id'] as RowId | undefined;
    const at = positions.get(id)?.find((position) => isSame(value, changes[position]?.after));
    if (at !== undefined) return { $after: at };
    const row = rows.get(id)?.find((one) => isSame(value, one.row));
    return row ? { $row: row.noun === 'task' ? row.id : [row.noun, row.id] } : value;
  });
}

/** The rows that a receipt names by `$row`: ids by noun. */
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
 * The result of which `packResult` made this JSON.
 *
 * @param findRow returns a row that was not changed.
 * @param readOld reads a whole row in a receipt of an older version; undefined for other values.
 * @throws Refusal CONFLICT if a row is not available any more.
 */
export const unpackResult = (
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

/** Parses the value of `$row`. */
function rowOf(value: unknown): { noun: string; id: RowId } | undefined {
  if (typeof value === 'number') return { noun: 'task', id: value };
  if (!Array.isArray(value)) return undefined;
  const [noun, id]: unknown[] = value;
  return typeof noun === 'string' && typeof id === 'string' ? { noun, id } : undefined;
}

/** The call was made before, and its result is not available any more. */
export const resultNotKept = (): Refusal =>
  new Refusal(
    'CONFLICT',
    'This operationId was used, and its result is not kept any more. Read the current data; use a new operationId for what is still to do.',
  );

function throwResultNotKept(): never {
  throw resultNotKept();
}
