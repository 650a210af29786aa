// Views in the order of rank: a list, and the children of a task.
import { rankOf } from '@tydo/rules/order';
import type { TaskRead } from '@tydo/schemas/task';
import { readRow } from '../noun.ts';
import { statementsOf } from '../noun-statements.ts';
import type { OwnStatement, QueryOwn } from '../own-rows.ts';
import { timeOf } from '../statement/iso-time.ts';
import type { TaskColumns } from './own-tasks.ts';
import { inOrder } from './siblings.ts';
import { taskNoun } from './task.entity.ts';
import type { ByRank, Limit, Unranked } from './view-statements.ts';

interface Statements<Values> {
  first: OwnStatement<Values & Limit & ByRank, TaskColumns>;
  next: OwnStatement<Values & Limit & ByRank, TaskColumns>;
  unranked: OwnStatement<Values & Limit & ByRank, Unranked>;
}

/**
 * A page by rank, then by id. Tasks that an older version or plain SQL wrote have no rank until they are
 * backfilled: they stand where their creation puts them.
 *
 * @param last the last task of the page before.
 */
export async function readByRank<Values extends object>(
  query: QueryOwn,
  statements: Statements<Values>,
  { last, limit, ...values }: Values & Limit & { last: ByRank | undefined },
): Promise<TaskRead[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left of them.
  const given = { ...(values as unknown as Values), limit, rank: '', id: 0, ...last };
  const stored = await query(last ? statements.next : statements.first, given);
  const ranked = stored.map((row) => readRow(taskNoun, row));
  const unranked = await query(statements.unranked, given);
  if (unranked.length === 0) return ranked;
  const next = unranked
    .map(({ id, createdAt }) => ({ id, rank: rankOf(timeOf(createdAt)) }))
    .filter((place) => !last || inOrder(last, place) < 0)
    .toSorted(inOrder)
    .slice(0, limit);
  const rows = await query(statementsOf(taskNoun).read, { ids: next.map(({ id }) => id) });
  return [...ranked, ...rows.map((row) => readRow(taskNoun, row))]
    .toSorted(inOrder)
    .slice(0, limit);
}
