// Pages of the journal. A page ends at `limit`, or earlier if it gets too large: one operation may hold
// thousands of rows.
import {
  type Change,
  maxSeq,
  type Operation,
  type OperationListInput,
  type OperationPage,
  type OperationSinceInput,
  type OperationsSince,
} from '@tydo/schemas/operation';
import { pageLimits } from '@tydo/schemas/paging';
import { cursorAfter, positionAfter } from '../cursor.ts';
import { Refusal } from '../errors.ts';
import type { RowId } from '../noun.ts';
import type { ReadScope } from '../scope.ts';
import type { JournalReader } from './journal-reader.ts';
import { firstPage, loadPage, type OperationSize, totalSize } from './page-by-size.ts';

type JournalScope = Pick<ReadScope, 'journal' | 'reserveMemory'>;

/** One page, newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
export async function listOperations(
  scope: JournalScope & Pick<ReadScope, 'query' | 'nouns'>,
  { noun, id: name, cursor, limit = pageLimits.defaultPage }: NonNullable<OperationListInput>,
): Promise<OperationPage> {
  const journal = scope.journal();
  const list = ['operation', noun, name];
  const before = cursor == null ? undefined : positionAfter(cursor, list);
  const isOfRow = noun !== undefined && name !== undefined;
  const id = isOfRow ? await scope.nouns.resolveId(scope.query, noun, name) : undefined;
  if (isOfRow && id === undefined) return { items: [], nextCursor: null };
  // One more than `limit` shows whether there is a next page.
  const found = await sizesOf(journal, { noun, id }, before, limit + 1);
  const page = firstPage(found.slice(0, limit));
  await scope.reserveMemory({ atMost: totalSize(page), exactly: true, of: 'answer' });
  const items = await loadPage(journal, page, 'desc');
  const last = page.at(-1);
  const more = last !== undefined && found.length > page.length;
  return { items, nextCursor: more ? cursorAfter(last.seq, list) : null };
}

/**
 * The latest operation after the `seq` `after` with a matching change of a row, among the row's last 1,000;
 * of any row of a noun without `id`.
 */
export async function latestAfter(
  scope: JournalScope,
  { noun, id, after }: { noun: string; id: RowId | undefined; after: number },
  matches: (change: Change) => boolean,
): Promise<Operation | undefined> {
  const journal = scope.journal();
  const found = await sizesOf(journal, { noun, id }, undefined, 1_000);
  for (let rest = found.filter(({ seq }) => seq > after); rest.length > 0; ) {
    const page = firstPage(rest.slice(0, 50));
    await scope.reserveMemory({ atMost: totalSize(page), exactly: false, of: 'answer' });
    const match = (await loadPage(journal, page, 'desc')).find(({ changes }) =>
      changes.some(
        (change) =>
          change.noun === noun && (id === undefined || change.id === id) && matches(change),
      ),
    );
    if (match) return match;
    rest = rest.slice(page.length);
  }
  return undefined;
}

/**
 * The operations after `seq`, oldest first.
 *
 * @throws Refusal CONFLICT with the newest `seq` if some of them are not kept any more: start over.
 */
export async function operationsSince(
  scope: JournalScope,
  { seq, after, limit = pageLimits.defaultPage }: OperationSinceInput,
): Promise<OperationsSince> {
  const journal = scope.journal();
  const found = await journal.sizes().where('seq', '>', seq).orderBy('seq').limit(limit).execute();
  const page = firstPage(found);
  await scope.reserveMemory({ atMost: totalSize(page), exactly: true, of: 'answer' });
  const items = await loadPage(journal, page, 'asc');
  // Read after the operations, so that it shows whether some were pruned before they were read.
  const state = (await journal.state().executeTakeFirst()) ?? { seq: 0, pruned: 0 };
  const isAnother = after != null && (await isOtherOperation(journal, state, seq, after));
  if (seq < state.pruned || seq > state.seq || isAnother) {
    const message = `The operations after this seq are not all kept. Start over: read all tasks, then continue from ${state.seq}.`;
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

/** The latest operations before the `seq` `before`: of all, of a noun, or of one row. */
async function sizesOf(
  journal: JournalReader,
  { noun, id }: { noun?: string | undefined; id?: RowId | undefined },
  before = maxSeq,
  count: number,
): Promise<OperationSize[]> {
  const latest = () =>
    journal.sizes().where('seq', '<', before).orderBy('seq', 'desc').limit(count);
  if (noun === undefined) return latest().execute();
  const numbers = await journal.ofRows(noun, id, before, count);
  if (numbers.length === 0) return [];
  return journal.sizes().where('seq', 'in', numbers).orderBy('seq', 'desc').execute();
}
