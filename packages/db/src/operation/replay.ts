// A call that is repeated under its `operationId` gets what the first was answered.

import { recordOf } from '@tydo/schemas/record';
import { chunks } from '../chunks.ts';
import { Refusal } from '../errors.ts';
import { type Noun, type Row, type RowId } from '../noun.ts';
import type { QueryOwn } from '../own-rows.ts';
import type { UnitDependencies } from '../scope.ts';
import { currentRows } from './decode-operations.ts';
import { rowReferencesIn, unpack, type WriteRequest, type WriteResult } from './idempotency.ts';
import {
  createJournalReader,
  hasOperation,
  type JournalReader,
  toStored,
} from './journal-reader.ts';
import { firstPage, loadPage } from './page.ts';
import { decodeRow } from './stored-format.ts';

/**
 * What the verb gave when it was called under this id, if it was.
 *
 * @throws Refusal CONFLICT where the id stands for something else, or what it gave is not kept.
 */
export async function replay<Result>(
  { kysely, dialect, execute, nouns, fork }: UnitDependencies,
  { personId, operationId, request }: WriteRequest,
): Promise<WriteResult<Result> | undefined> {
  if (operationId === undefined) return undefined;
  const query: QueryOwn = (statement, values) => statement.execute(execute, personId, values);
  const journal = createJournalReader({
    kysely,
    dialect,
    nouns,
    personId,
    query,
    em: fork(personId),
  });
  // First: who writes an operation under such an id writes its receipt at the same time.
  const isTaken = journal.operations().clearSelect().select('id').where('id', '=', operationId);
  const other = await isTaken.executeTakeFirst();
  const receipt = await journal.receipts().where('receipt.id', '=', operationId).executeTakeFirst();
  if (!receipt && !other) return undefined;
  if (receipt?.request !== request) {
    const message = 'This operationId was used for something else. Make a new one for each call.';
    throw new Refusal('CONFLICT', message);
  }
  const [operation = null] = hasOperation(receipt) ? await journal.read([toStored(receipt)]) : [];
  const since = receipt.since ?? 0;
  const found = new Map<string, Map<RowId, Row>>();
  for (const [name, ids] of rowReferencesIn(receipt.result)) {
    const noun = nouns.nouns.get(name);
    if (noun) found.set(name, await asTheyWere(query, journal, { noun, ids, since }));
  }
  const { pruned = 0 } = (await journal.state().executeTakeFirst()) ?? {};
  // Pruned in the meantime, and the receipt with it: it is as if it had never been.
  if (found.size > 0 && pruned > since) return undefined;
  const told = unpack(
    receipt.result,
    operation?.changes ?? [],
    (noun, id) => found.get(noun)?.get(id),
    (value) => readOldTask(nouns.nouns.get('task'), value),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same verb: the fingerprint has its name in it.
  const { result } = told as { result: Result };
  return { result, operation };
}

/** A whole task, as receipts of the first version have them. */
function readOldTask(noun: Noun | undefined, value: unknown): Row | undefined {
  if (!noun || typeof value !== 'object' || value === null) return undefined;
  const isTask = noun.history.whole.every((field) => field in value);
  const isWhole = noun.fields.every(({ name }) => name in value);
  return isTask && !isWhole ? decodeRow(noun, recordOf(value), 0, undefined) : undefined;
}

interface Wanted {
  noun: Noun;
  ids: RowId[];
  since: number;
}

/**
 * Rows as they were after the operation `since`: before the first later one that changed them, or as
 * they are.
 */
async function asTheyWere(
  query: QueryOwn,
  journal: JournalReader,
  { noun, ids, since }: Wanted,
): Promise<Map<RowId, Row>> {
  // The rows first: what changes them after that is in the journal when that is read.
  const rows = await currentRows(query, noun, ids);
  for (const some of chunks(ids)) await takeBackLater(journal, { noun, ids: some, since }, rows);
  return rows;
}

async function takeBackLater(
  journal: JournalReader,
  { noun, ids, since }: Wanted,
  rows: Map<RowId, Row>,
): Promise<void> {
  const firstOf = await journal.firstOfRows(noun.name, ids, since);
  const numbers = [...new Set(firstOf.values())];
  const found =
    numbers.length === 0
      ? []
      : await journal.weights().where('seq', 'in', numbers).orderBy('seq').execute();
  for (let rest = found; rest.length > 0; ) {
    const page = firstPage(rest);
    for (const { seq, changes } of await loadPage(journal, page, 'asc')) {
      for (const { noun: name, id, before } of changes) {
        if (name === noun.name && before && firstOf.get(id) === seq) rows.set(id, before);
      }
    }
    rest = rest.slice(page.length);
  }
}
