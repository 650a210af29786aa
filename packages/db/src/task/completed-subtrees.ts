// Finds the completed tasks, each with all that is under it. They are read in pages, so that no statement
// takes long, and sorted here.

import { operationLimits } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { sql } from 'kysely';
import { firstOf } from '../own-rows.ts';
import type { WriteScope } from '../scope.ts';
import { timeOf } from '../statement/iso-time.ts';
import { derivedUid } from './derived-uid.ts';
import { childrenOf } from './descendants.ts';
import { ownTasks } from './own-tasks.ts';

interface Done {
  id: number;
  uid: string;
  parentUid: string | null;
  time: string;
}

/** Tasks of one statement that locks and deletes them. */
const tasksAtOnce = 500;

/**
 * Does not lock.
 *
 * @param listId of a list, or null for the Inbox; all without it.
 * @param pageSize rows of one statement.
 * @returns the ids of subtrees, those whose root was completed first, in groups of some hundred tasks; as many
 * as one operation can have rows, without those that are larger. `total` is the number of all completed tasks.
 */
export async function completedSubtrees(
  scope: Pick<WriteScope, 'query'>,
  listId: TaskRead['listId'] | undefined,
  pageSize = 5_000,
): Promise<{ subtrees: number[][][]; total: number }> {
  const done = await readCompleted(scope, listId, pageSize);
  const byUid = new Map(done.map((task) => [task.uid, task]));
  const children = Map.groupBy(done, ({ parentUid }) => parentUid);
  const roots = done.filter(({ parentUid }) => parentUid === null || !byUid.has(parentUid));
  const groups: number[][][] = [[]];
  let count = 0;
  let inGroup = 0;
  for (const root of roots.toSorted(byTime)) {
    const subtree = [root];
    for (const task of subtree) subtree.push(...(children.get(task.uid) ?? []));
    // One that no operation can hold must not keep those after it.
    if (subtree.length > operationLimits.rows) continue;
    if (count + subtree.length > operationLimits.rows) break;
    count += subtree.length;
    if (inGroup >= tasksAtOnce) {
      groups.push([]);
      inGroup = 0;
    }
    inGroup += subtree.length;
    groups.at(-1)?.push(subtree.map(({ id }) => id));
  }
  const chosen = new Set(groups.flat(2));
  const open = await withOpenChild(
    scope,
    done.filter(({ id }) => chosen.has(id)),
  );
  const subtrees = groups.map((group) => group.filter((ids) => !ids.some((id) => open.has(id))));
  return { subtrees, total: done.length };
}

const byTime = (a: Done, b: Done): number =>
  a.time < b.time ? -1 : a.time > b.time ? 1 : a.id - b.id;

async function readCompleted(
  { query }: Pick<WriteScope, 'query'>,
  listId: TaskRead['listId'] | undefined,
  limit: number,
): Promise<Done[]> {
  const done: Done[] = [];
  for (let after = 0; ; ) {
    const statement = listId === undefined ? ofAll : ofList;
    const rows = await query(statement, { after, limit, listId: listId ?? '' });
    for (const { id, uid, parent_uid: parentUid, ...times } of rows) {
      const createdAt = timeOf(times.created_at);
      const time = timeOf(times.completed_at ?? times.updated_at);
      done.push({ id, uid: uid ?? derivedUid({ id, createdAt }), parentUid, time });
    }
    const last = rows.at(-1);
    if (!last || rows.length < limit) return done;
    after = last.id;
  }
}

/** Those with an open child: an older version completes a task by itself. */
async function withOpenChild(
  { query }: Pick<WriteScope, 'query'>,
  done: readonly Done[],
): Promise<ReadonlySet<number>> {
  const children = await childrenOf(
    query,
    done.map(({ uid }) => uid),
  );
  const open = new Set(children.flatMap((child) => (child.completed ? [] : child.parentUid)));
  return new Set(done.filter(({ uid }) => open.has(uid)).map(({ id }) => id));
}

interface Row {
  id: number;
  uid: string | null;
  parent_uid: string | null;
  /** In the engine's form. */
  created_at: string | number;
  updated_at: string | number;
  completed_at: string | number | null;
}

const completedTasks = (isOfList: boolean) =>
  ownTasks<{ after: number; limit: number; listId: string }, Row>((tasks, { dialect, value }) => {
    const all = tasks.where(dialect.isTrue(sql.ref('completed'))).where('id', '>', value('after'));
    return (isOfList ? all.where('list_id', '=', value('listId')) : all)
      .select([
        'id',
        sql<string | null>`uid`.as('uid'),
        sql<string | null>`parent_uid`.as('parent_uid'),
        sql<string | number>`created_at`.as('created_at'),
        sql<string | number>`updated_at`.as('updated_at'),
        sql<string | number | null>`completed_at`.as('completed_at'),
      ])
      .orderBy('user_id')
      .orderBy('id')
      .limit(firstOf(value('limit')));
  });
const ofAll = completedTasks(false);
const ofList = completedTasks(true);
