// Takes an import back: the ids of its operations follow from the id of the run.
import type { TydoClient } from '@tydo/client';
import { operationIdOf } from '@tydo/exchange/text/uuid5';
import { CommandError, exitCodes, UsageError } from './errors.ts';
import { undoWhole } from './words/undo.ts';

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
