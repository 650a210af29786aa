import { recordOf } from '@tydo/schemas/record';
import type { Sync } from '../sync/open.ts';

/** How many tasks besides `uids` these operations have completed, or made active again. */
export function othersChanged(
  replica: Pick<Sync['replica'], 'history'>,
  operationIds: readonly string[],
  uids: readonly string[],
): number {
  const keys = replica
    .history()
    .filter(({ id }) => operationIds.includes(id))
    .flatMap(({ changes }) => changes)
    .filter(
      ({ noun, before, after }) =>
        noun === 'task' && before && after && isDone(before) !== isDone(after),
    )
    .map(({ key }) => String(key));
  return new Set(keys.filter((key) => !uids.includes(key))).size;
}

const isDone = (row: object): boolean => recordOf(row)['completed'] === true;
