// A call that is repeated under its `operationId` gets what the first was answered.
import type { Operation } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { chunks } from '../chunks.ts';
import { Refusal } from '../errors.ts';
import { ownTasks, readColumns, type TaskColumns, toRead } from '../task/own-tasks.ts';
import { isAmong } from '../task/task-rows.ts';
import type { Source } from '../unit-of-work.ts';
import { hasOperation, type OwnJournal, ownJournal, toOperation } from './own-operations.ts';
import { firstPage, loadPage } from './page.ts';
import { type Attempt, rowsIn, unpack, type Written } from './receipt.ts';

/**
 * What the verb gave when it was called under this id, if it was.
 *
 * @throws Refusal CONFLICT where the id stands for something else, or what it gave is not kept.
 */
export async function replay<Result>(
  source: Pick<Source, 'kysely' | 'engine' | 'ask'>,
  { personId, operationId, request }: Attempt,
): Promise<Written<Result> | undefined> {
  if (operationId === undefined) return undefined;
  const journal = ownJournal(source.kysely, personId, source.engine);
  // First: who writes an operation under such an id writes its receipt at the same time.
  const isTaken = journal.operations().clearSelect().select('id').where('id', '=', operationId);
  const other = await isTaken.executeTakeFirst();
  const receipt = await journal.receipts().where('receipt.id', '=', operationId).executeTakeFirst();
  if (!receipt && !other) return undefined;
  if (receipt?.request !== request) {
    const message = 'This operationId was used for something else. Make a new one for each call.';
    throw new Refusal('CONFLICT', message);
  }
  const operation: Operation | null = hasOperation(receipt) ? toOperation(receipt) : null;
  const since = receipt.since ?? 0;
  const found = await asTheyWere(source, personId, journal, { ids: rowsIn(receipt.result), since });
  // Pruned in the meantime, and the receipt with it: it is as if it had never been.
  if (!found) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same verb: the fingerprint has its name in it.
  const { result } = unpack(receipt.result, operation?.changes ?? [], found) as { result: Result };
  return { result, operation };
}

/**
 * Tasks as they were after the operation `since`: before the first later one that changed them, or as
 * they are. Undefined where that is not kept.
 */
async function asTheyWere(
  { ask }: Pick<Source, 'ask'>,
  personId: string,
  journal: OwnJournal,
  { ids, since }: { ids: number[]; since: number },
): Promise<Map<number, TaskRead> | undefined> {
  const tasks = new Map<number, TaskRead>();
  if (ids.length === 0) return tasks;
  // The rows first: what changes them after that is in the journal when that is read.
  for (const some of chunks(ids)) {
    for (const row of await tasksByIds.ask(ask, personId, { ids: some })) {
      tasks.set(row.id, toRead(row));
    }
  }
  for (const some of chunks(ids)) await takeBackLater(journal, { ids: some, since }, tasks);
  const { pruned = 0 } = (await journal.state().executeTakeFirst()) ?? {};
  return pruned > since ? undefined : tasks;
}

async function takeBackLater(
  journal: OwnJournal,
  { ids, since }: { ids: number[]; since: number },
  tasks: Map<number, TaskRead>,
): Promise<void> {
  const firsts = await journal
    .tasks()
    .clearSelect()
    .select(({ fn }) => ['task_id', fn.min('seq').as('seq')])
    .where('task_id', 'in', ids)
    .where('seq', '>', since)
    .groupBy('task_id')
    .execute();
  const firstOf = new Map(firsts.map(({ task_id: id, seq }) => [id, seq]));
  const numbers = [...new Set(firstOf.values())];
  const found =
    numbers.length === 0
      ? []
      : await journal.weights().where('seq', 'in', numbers).orderBy('seq').execute();
  for (let rest = found; rest.length > 0; ) {
    const page = firstPage(rest);
    for (const { seq, changes } of await loadPage(journal, page, 'asc')) {
      for (const { taskId, before } of changes) {
        if (before && firstOf.get(taskId) === seq) tasks.set(taskId, before);
      }
    }
    rest = rest.slice(page.length);
  }
}

const tasksByIds = ownTasks<{ ids: number[] }, TaskColumns>((tasks, { engine, value }) =>
  tasks.where(isAmong(engine, value('ids'))).select(readColumns),
);
