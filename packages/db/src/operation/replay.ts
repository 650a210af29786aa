// The answer that a call of the same `operationId` was given before.
import type { Change } from '@tydo/schemas/operation';
import { Refusal } from '../errors.ts';
import type { Written } from '../unit-of-work.ts';
import { type OwnJournal, toOperation } from './own-operations.ts';
import type { Attempt } from './record.ts';

/**
 * What the verb gave when it was called under this id, if it was.
 *
 * @throws Refusal CONFLICT where something else was asked for then.
 */
export async function replay<Result>(
  journal: OwnJournal,
  { operationId, request }: Attempt,
): Promise<Written<Result> | undefined> {
  if (operationId === undefined) return undefined;
  const receipt = await journal.receipts.where('id', '=', operationId).executeTakeFirst();
  if (!receipt) return undefined;
  if (receipt.request !== request) {
    const message = 'This operationId was used for something else. Make a new one for each call.';
    throw new Refusal('CONFLICT', message);
  }
  const row = await journal.operations.where('id', '=', operationId).executeTakeFirst();
  const operation = row ? toOperation(row) : null;
  // Of the same verb: the fingerprint has its name in it.
  const result: Result = unpack(receipt.result, operation?.changes ?? []);
  return { result, operation };
}

/** What `pack` (record.ts) has packed. */
// oxlint-disable-next-line typescript/no-explicit-any -- what JSON.parse gives.
function unpack(packed: string, changes: Change[]): any {
  return JSON.parse(packed, (_key, value: unknown) => {
    const at: unknown = Object(value).$after;
    return typeof at === 'number' ? changes[at]?.after : value;
  }).result;
}
