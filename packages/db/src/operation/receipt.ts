// What a call that carried an `operationId` was answered: so a repeat gets the same, and does nothing.
// It holds no text: that is in the rows and the operations already.
import { hash } from 'node:crypto';
import type { Change, Operation } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { Refusal } from '../errors.ts';

/** Who asks for what. */
export interface Attempt {
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
export interface Written<Result> {
  result: Result;
  operation: Operation | null;
}

/** The same for the same procedure with the same input. */
export const requestOf = (kind: string, input: unknown): string =>
  hash('sha256', JSON.stringify([kind, input]), 'base64url').slice(0, 22);

/**
 * An answer without the tasks in it, which the operation or the rows have: `{ $after: 0 }` is what its
 * first task became, `{ $row: 5 }` task 5, which the call did not change.
 */
export function pack(
  result: unknown,
  changes: Change[],
  unchanged: ReadonlyMap<number, TaskRead>,
): string {
  const places = new Map(changes.map(({ taskId }, at) => [taskId, at]));
  return JSON.stringify({ result }, (_key, value: unknown) => {
    const id: unknown = Object(value).id;
    if (typeof id !== 'number') return value;
    const at = places.get(id);
    if (at !== undefined && isSame(value, changes[at]?.after)) return { $after: at };
    return isSame(value, unchanged.get(id)) ? { $row: id } : value;
  });
}

const isSame = (value: unknown, task: TaskRead | null | undefined): boolean =>
  value === task || JSON.stringify(value) === JSON.stringify(task);

/** The ids of the tasks that it left out and that are in no operation of its own. */
export const rowsIn = (packed: string): number[] => {
  const ids: number[] = [];
  JSON.parse(packed, (_key, value: unknown) => {
    const id: unknown = Object(value).$row;
    if (typeof id === 'number') ids.push(id);
    return value;
  });
  return ids;
};

/** What `pack` left out, put in again. Older receipts have whole tasks. @throws Refusal CONFLICT */
export const unpack = (
  packed: string,
  changes: Change[],
  rows: ReadonlyMap<number, TaskRead>,
): unknown =>
  JSON.parse(packed, (_key, value: unknown) => {
    const { $after, $row }: { $after?: unknown; $row?: unknown } = Object(value);
    if (typeof $after === 'number') return changes[$after]?.after ?? throwNotKept();
    return typeof $row === 'number' ? (rows.get($row) ?? throwNotKept()) : value;
  });

/** Of a call that was made before, and whose answer cannot be told whole. */
export const notKept = (): Refusal =>
  new Refusal(
    'CONFLICT',
    'This operationId was used, and what it was answered is not kept any more. Read what is there now; make a new operationId for what is still to do.',
  );

function throwNotKept(): never {
  throw notKept();
}
