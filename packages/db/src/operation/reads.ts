// Pages of the journal. They end where `limit` says, or when they get too large: one operation may hold
// thousands of tasks.
import {
  type Change,
  largestSeq,
  type Operation,
  type OperationListInput,
  type OperationPage,
  type OperationSinceInput,
  type OperationsSince,
} from '@tydo/schemas/operation';
import { taskLimits } from '@tydo/schemas/task';
import { cursorAfter, positionAfter } from '../cursor.ts';
import { Refusal } from '../errors.ts';
import type { RowId } from '../noun.ts';
import type { ReadScope } from '../scope.ts';
import type { JournalReader } from './journal-reader.ts';
import { firstPage, loadPage, type OperationSize, sizeOfAll } from './page.ts';

type JournalScope = Pick<ReadScope, 'journal' | 'reserveMemory'>;

/** One page, the newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
export async function listOperations(
  scope: JournalScope & Pick<ReadScope, 'query' | 'nouns'>,
  { noun, id: name, cursor, limit = taskLimits.defaultPage }: NonNullable<OperationListInput>,
): Promise<OperationPage> {
  const journal = scope.journal();
  const list = ['operation', noun, name];
  const before = cursor == null ? undefined : positionAfter(cursor, list);
  const isOfRow = noun !== undefined && name !== undefined;
  const id = isOfRow ? await scope.nouns.resolveId(scope.query, noun, name) : undefined;
  if (isOfRow && id === undefined) return { items: [], nextCursor: null };
  // One more than asked for tells whether there is a next page.
  const found = await weigh(journal, { noun, id }, before, limit + 1);
  const page = firstPage(found.slice(0, limit));
  await scope.reserveMemory({ atMost: sizeOfAll(page), exactly: true, of: 'answer' });
  const items = await loadPage(journal, page, 'desc');
  const last = page.at(-1);
  const more = last !== undefined && found.length > page.length;
  return { items, nextCursor: more ? cursorAfter(last.seq, list) : null };
}

/**
 * The latest operation after the number `after` that did to a row what `did` tells; looked for among
 * the thousand latest of the row.
 */
export async function latestAfter(
  scope: JournalScope,
  { noun, id, after }: { noun: string; id: RowId; after: number },
  did: (change: Change) => boolean,
): Promise<Operation | undefined> {
  const journal = scope.journal();
  const found = await weigh(journal, { noun, id }, undefined, 1_000);
  for (let rest = found.filter(({ seq }) => seq > after); rest.length > 0; ) {
    const page = firstPage(rest.slice(0, 50));
    await scope.reserveMemory({ atMost: sizeOfAll(page), exactly: false, of: 'answer' });
    const match = (await loadPage(journal, page, 'desc')).find(({ changes }) =>
      changes.some((change) => change.noun === noun && change.id === id && did(change)),
    );
    if (match) return match;
    rest = rest.slice(page.length);
  }
  return undefined;
}

/**
 * What happened after the operation `seq`, the oldest first.
 *
 * @throws Refusal CONFLICT with the newest `seq`, where that is not all kept: start over.
 */
export async function operationsSince(
  scope: JournalScope,
  { seq, after, limit = taskLimits.defaultPage }: OperationSinceInput,
): Promise<OperationsSince> {
  const journal = scope.journal();
  const found = await journal
    .weights()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  const page = firstPage(found);
  await scope.reserveMemory({ atMost: sizeOfAll(page), exactly: true, of: 'answer' });
  const items = await loadPage(journal, page, 'asc');
  // Read after them: what was pruned in between would be missing.
  const state = (await journal.state().executeTakeFirst()) ?? { seq: 0, pruned: 0 };
  const isAnother = after != null && (await isOtherOperation(journal, state, seq, after));
  if (seq < state.pruned || seq > state.seq || isAnother) {
    const message = `The journal does not go on from there. Start over: read all tasks, then go on from ${state.seq}.`;
    throw new Refusal('CONFLICT', message, { seq: state.seq });
  }
  return { items, seq: items.at(-1)?.seq ?? seq };
}

/** Whether operation `seq` has another id than `id`. One that was pruned cannot be compared. */
async function isOtherOperation(
  journal: JournalReader,
  { pruned }: { pruned: number },
  seq: number,
  id: string,
): Promise<boolean> {
  if (seq > 0 && seq <= pruned) return false;
  const found = await journal.ids().where('seq', '=', seq).executeTakeFirst();
  return found?.id !== id;
}

/** The latest before the number `before`; of one noun, or of one of its rows, if they are given. */
async function weigh(
  journal: JournalReader,
  { noun, id }: { noun?: string | undefined; id?: RowId | undefined },
  before = largestSeq,
  count: number,
): Promise<OperationSize[]> {
  const latest = () =>
    journal.weights().where('seq', '<', before).orderBy('seq', 'desc').limit(count);
  if (noun === undefined) return latest().execute();
  const numbers = await journal.ofRows(noun, id, before, count);
  if (numbers.length === 0) return [];
  return journal.weights().where('seq', 'in', numbers).orderBy('seq', 'desc').execute();
}
