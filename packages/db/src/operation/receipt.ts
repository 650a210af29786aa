// What a call that carried an `operationId` was answered: so a repeat gets the same, and does nothing.
import { hash } from 'node:crypto';
import type { Change, Operation } from '@tydo/schemas/operation';
import { Refusal } from '../errors.ts';
import { type OwnJournal, toOperation } from './own-operations.ts';

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
 * What the verb gave when it was called under this id, if it was.
 *
 * @throws Refusal CONFLICT where the id stands for something else.
 */
export async function replay<Result>(
  journal: OwnJournal,
  { operationId, request }: Attempt,
): Promise<Written<Result> | undefined> {
  if (operationId === undefined) return undefined;
  const receipt = await journal.receipts().where('id', '=', operationId).executeTakeFirst();
  const row = await journal.operations().where('id', '=', operationId).executeTakeFirst();
  if (!receipt && !row) return undefined;
  if (receipt?.request !== request) {
    const message = 'This operationId was used for something else. Make a new one for each call.';
    throw new Refusal('CONFLICT', message);
  }
  const operation = row ? toOperation(row) : null;
  // Of the same verb: the fingerprint has its name in it.
  const { result }: { result: Result } = JSON.parse(
    receipt.result,
    unpackWith(operation?.changes ?? []),
  );
  return { result, operation };
}

/** Most of an answer is in the operation already: `{ $after: 0 }` is what its first task became. */
export function pack(result: unknown, changes: Change[]): string {
  const places = new Map(changes.map(({ after }, at) => [JSON.stringify(after), at]));
  return JSON.stringify({ result }, (_key, value: unknown) => {
    const at = typeof value === 'object' && value ? places.get(JSON.stringify(value)) : undefined;
    return at === undefined ? value : { $after: at };
  });
}

/** What `pack` left out, put in again. */
const unpackWith =
  (changes: Change[]) =>
  (_key: string, value: unknown): unknown => {
    const at: unknown = Object(value).$after;
    return typeof at === 'number' ? changes[at]?.after : value;
  };
