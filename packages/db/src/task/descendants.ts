// Finds the tasks that are under others.
import { sql } from 'kysely';
import { chunks } from '../chunks.ts';
import type { QueryOwn } from '../own-rows.ts';
import { timeOf } from '../statement/iso-time.ts';
import { derivedUid } from './derived-uid.ts';
import { ownTasks } from './own-tasks.ts';
import { hasParent } from './task.entity.ts';

/** The names of a task. */
export interface TaskNames {
  id: number;
  uid: string;
}

/** The children of these tasks, open and completed, in no particular order. */
export async function childrenOf(
  query: QueryOwn,
  uids: readonly string[],
): Promise<(TaskNames & { parentUid: string; completed: boolean })[]> {
  const found = [];
  for (const some of chunks(uids)) {
    for (const { id, uid, parent_uid, created_at, completed } of await query(children, {
      uids: some,
    })) {
      const names = { id, uid: uid ?? derivedUid({ id, createdAt: timeOf(created_at) }) };
      found.push({ ...names, parentUid: parent_uid, completed: Boolean(completed) });
    }
  }
  return found;
}

/** The tasks under these, at all levels, each after its parent, without these. */
export async function descendantsOf(
  query: QueryOwn,
  uids: readonly string[],
): Promise<(TaskNames & { completed: boolean })[]> {
  const seen = new Set(uids);
  const found = [];
  for (let level = [...seen]; level.length > 0; ) {
    const below = (await childrenOf(query, level)).filter(({ uid }) => !seen.has(uid));
    for (const { uid } of below) seen.add(uid);
    found.push(...below);
    level = below.map(({ uid }) => uid);
  }
  return found;
}

interface Child {
  id: number;
  uid: string | null;
  parent_uid: string;
  /** In the engine's form. */
  created_at: string | number;
  completed: unknown;
}

const children = ownTasks<{ uids: string[] }, Child>((tasks, { dialect, value }) =>
  tasks
    .where(sql.raw<boolean>(hasParent))
    .where(dialect.isAmong(sql.ref('parent_uid'), 'text', value('uids')))
    .select([
      'id',
      sql<string | null>`uid`.as('uid'),
      sql<string>`parent_uid`.as('parent_uid'),
      sql<string | number>`created_at`.as('created_at'),
      sql`completed`.as('completed'),
    ]),
);
