// Carries out the plan of an import. The `operationId` of each call follows from the run, so that a lost answer
// can be asked again, and the run be taken back.
import type { TydoClient } from '@tydo/client';
import { importCalls } from '@tydo/exchange/calls';
import type { ImportPlan } from '@tydo/exchange/plan/plan-builder';
import { operationIdOf } from '@tydo/exchange/text/uuid5';
import type { ImportAdded } from '@tydo/schemas/import';
import { CommandError, exitCodes, UsageError } from './errors.ts';
import { undoWhole } from './words/undo.ts';

/** What became of a plan. */
export interface Sent extends ImportAdded {
  operations: string[];
}

/** @param progress is called with the number of tasks so far. @throws TydoError; what was done stays. */
export async function sendPlan(
  client: Pick<TydoClient, 'import'>,
  { plan, run }: { plan: ImportPlan; run: string },
  progress: (tasks: number) => void,
): Promise<Sent> {
  const made = new Map<string, ImportAdded['made'][number]>();
  const there = new Map<string, ImportAdded['made'][number]>();
  const operations: string[] = [];
  let tasks = 0;
  for (const call of importCalls(plan)) {
    const operationId = operationIdOf(run, operations.length);
    const added = await client.import.add.mutate({ ...call, operationId });
    operations.push(operationId);
    for (const row of added.made) made.set(`${row.noun} ${row.id}`, row);
    // Labels are in several calls: what this run made is not there before.
    for (const row of added.there)
      if (!made.has(`${row.noun} ${row.id}`)) there.set(`${row.noun} ${row.id}`, row);
    tasks += call.tasks?.length ?? 0;
    progress(tasks);
  }
  return { made: [...made.values()], there: [...there.values()], operations };
}

/**
 * Takes an import back, last call first.
 *
 * @returns the operations that were taken back.
 * @throws UsageError for what is no id of an import; CommandError where there is none; TydoError.
 */
export async function undoImport(
  client: Pick<TydoClient, 'operation'>,
  run: string,
): Promise<string[]> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(run))
    throw new UsageError('The id of an import is a UUID: "tydo import" prints it.');
  const wanted = new Set<string>();
  const found: string[] = [];
  const undone = new Set<string>();
  let isKnown = false;
  // Newest first, in pages: an import of 100,000 rows has about 1,000 operations.
  for (let n = 0; n < 10_000; n += 1) wanted.add(operationIdOf(run, n));
  let cursor: string | null | undefined;
  do {
    const page = await client.operation.list.query({ limit: 100, cursor });
    for (const { id, undoes } of page.items) {
      if (undoes !== null) undone.add(undoes);
      isKnown ||= wanted.has(id);
      if (wanted.has(id) && !undone.has(id)) found.push(id);
    }
    cursor = page.items.some(({ id }) => id === operationIdOf(run, 0)) ? null : page.nextCursor;
  } while (cursor !== null);
  if (!isKnown)
    throw new CommandError('There is no such import, or it is too long ago.', exitCodes.notFound);
  for (const id of found) await undoWhole(client, id);
  return found;
}
