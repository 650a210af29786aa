// Finds the earlier result of a repeat: a call under the same `operationId` gets the result of the first.

import { recordOf } from '@tydo/schemas/record';
import { chunks } from '../chunks.ts';
import { Refusal } from '../errors.ts';
import { type Noun, type Row, type RowId } from '../noun.ts';
import { rowsByIds } from '../noun-statements.ts';
import { createOwnQuery, type QueryOwn } from '../own-rows.ts';
import type { UnitDependencies } from '../scope.ts';
import {
  rowReferencesIn,
  unpackResult,
  type WriteRequest,
  type WriteResult,
} from './idempotency.ts';
import {
  createJournalReader,
  hasOperation,
  type JournalReader,
  toStored,
} from './journal-reader.ts';
import { firstPage, loadPage } from './page-by-size.ts';
import { decodeRow } from './stored-format.ts';

/**
 * The result of an earlier call with this `operationId`; undefined if there was none.
 *
 * @throws Refusal CONFLICT if the id was used for another call, or the result is not kept any more.
 */
export async function findEarlierResult<Result>(
  dependencies: UnitDependencies,
  { personId, operationId, fingerprint }: WriteRequest,
): Promise<WriteResult<Result> | undefined> {
  if (operationId === undefined) return undefined;
  const { nouns, execute } = dependencies;
  const query = createOwnQuery(execute, personId);
  const journal = createJournalReader(dependencies, personId);
  // Before the receipt: both are written in one transaction.
  const operationWithId = journal
    .operations()
    .clearSelect()
    .select('id')
    .where('id', '=', operationId);
  const other = await operationWithId.executeTakeFirst();
  const receipt = await journal.receipts().where('receipt.id', '=', operationId).executeTakeFirst();
  if (!receipt && !other) return undefined;
  if (receipt?.request !== fingerprint) {
    const message = 'This operationId was used for another call. Use a new one for each call.';
    throw new Refusal('CONFLICT', message);
  }
  const [operation = null] = hasOperation(receipt) ? await journal.decode([toStored(receipt)]) : [];
  const since = receipt.since ?? 0;
  const found = new Map<string, Map<RowId, Row>>();
  for (const [name, ids] of rowReferencesIn(receipt.result)) {
    const noun = nouns.nouns.get(name);
    if (noun) found.set(name, await rowsAsOf(query, journal, { noun, ids, since }));
  }
  const { pruned = 0 } = (await journal.state().executeTakeFirst()) ?? {};
  // Pruned meanwhile, together with the receipt: there is no earlier result.
  if (found.size > 0 && pruned > since) return undefined;
  const unpacked = unpackResult(
    receipt.result,
    operation?.changes ?? [],
    (noun, id) => found.get(noun)?.get(id),
    (value) => readOldTask(nouns.nouns.get('task'), value),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fingerprint says that it is the same verb.
  const { result } = unpacked as { result: Result };
  return { result, operation };
}

/** A whole task in a receipt of the first version. */
function readOldTask(noun: Noun | undefined, value: unknown): Row | undefined {
  if (!noun || typeof value !== 'object' || value === null) return undefined;
  const isTask = noun.history.alwaysStored.every((field) => field in value);
  const isWhole = noun.fields.every(({ name }) => name in value);
  return isTask && !isWhole ? decodeRow(noun, recordOf(value), 0, undefined) : undefined;
}

interface Wanted {
  noun: Noun;
  ids: RowId[];
  since: number;
}

/**
 * Rows as they were after the operation `since`: the `before` of the first later operation on each, or else
 * the current row.
 */
async function rowsAsOf(
  query: QueryOwn,
  journal: JournalReader,
  { noun, ids, since }: Wanted,
): Promise<Map<RowId, Row>> {
  // The rows first: a change after this read is in the journal when that is read.
  const rows = await rowsByIds(query, noun, ids);
  for (const some of chunks(ids)) await revertLater(journal, { noun, ids: some, since }, rows);
  return rows;
}

async function revertLater(
  journal: JournalReader,
  { noun, ids, since }: Wanted,
  rows: Map<RowId, Row>,
): Promise<void> {
  const firstChanges = await journal.firstOfRows(noun.name, ids, since);
  const numbers = [...new Set(firstChanges.values())];
  const found =
    numbers.length === 0
      ? []
      : await journal.sizes().where('seq', 'in', numbers).orderBy('seq').execute();
  for (let rest = found; rest.length > 0; ) {
    const page = firstPage(rest);
    for (const { seq, changes } of await loadPage(journal, page, 'asc')) {
      for (const { noun: name, id, before } of changes) {
        if (name === noun.name && before && firstChanges.get(id) === seq) rows.set(id, before);
      }
    }
    rest = rest.slice(page.length);
  }
}
