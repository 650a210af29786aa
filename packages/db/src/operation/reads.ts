import {
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
import type { ReadScope } from '../unit-of-work.ts';
import { type OwnJournal, toOperation } from './own-operations.ts';

/** One page, the newest first. @throws Refusal BAD_REQUEST for a cursor of another list. */
export async function listOperations(
  { journal }: Pick<ReadScope, 'journal'>,
  { taskId, cursor, limit = taskLimits.defaultPage }: NonNullable<OperationListInput>,
): Promise<OperationPage> {
  const list = ['operation', taskId];
  const before = cursor == null ? largestSeq : positionAfter(cursor, list);
  // One more than asked for tells whether there is a next page.
  const found = await newest(journal, { taskId, before, count: limit + 1 });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && found.length > limit ? cursorAfter(last.seq, list) : null };
}

/** At most `count` operations, of one task if `taskId` is given, before the number `before`. */
async function newest(
  journal: OwnJournal,
  { taskId, before, count }: { taskId: number | undefined; before: number; count: number },
): Promise<Operation[]> {
  if (taskId === undefined) {
    const query = journal.operations.where('seq', '<', before).orderBy('seq', 'desc').limit(count);
    return (await query.execute()).map(toOperation);
  }
  const ofTask = journal.tasks.where('task_id', '=', taskId).where('seq', '<', before);
  const rows = await ofTask.orderBy('seq', 'desc').limit(count).execute();
  if (rows.length === 0) return [];
  const numbers = rows.map(({ seq }) => seq);
  const query = journal.operations.where('seq', 'in', numbers).orderBy('seq', 'desc');
  return (await query.execute()).map(toOperation);
}

/** The latest operation that did to a task what `did` tells. */
export async function latest(
  journal: OwnJournal,
  taskId: number,
  did: (change: Operation['changes'][number]) => boolean,
): Promise<Operation | undefined> {
  for (let before = largestSeq; ; ) {
    const operations = await newest(journal, { taskId, before, count: 20 });
    const found = operations.find(({ changes }) =>
      changes.some((change) => change.taskId === taskId && did(change)),
    );
    const last = operations.at(-1);
    if (found || !last) return found;
    before = last.seq;
  }
}

/** What happened after the operation `seq`, the oldest first. @throws Refusal CONFLICT: start over. */
export async function operationsSince(
  { journal }: Pick<ReadScope, 'journal'>,
  { seq, limit = taskLimits.defaultPage }: OperationSinceInput,
): Promise<OperationsSince> {
  const query = journal.operations.where('seq', '>', seq).orderBy('seq').limit(limit);
  const items = (await query.execute()).map(toOperation);
  // Read after them: what was pruned in between would be missing.
  const state = (await journal.state.executeTakeFirst()) ?? { seq: 0, pruned: 0 };
  if (seq < state.pruned || seq > state.seq) {
    throw new Refusal(
      'CONFLICT',
      'The journal does not reach back to this operation, or has never had it. Start over: read all tasks, and go on from the newest operation.',
    );
  }
  return { items, seq: items.at(-1)?.seq ?? seq };
}
