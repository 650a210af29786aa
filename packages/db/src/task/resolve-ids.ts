// Resolves the names of tasks in inputs: a number is the id, a text is the uid.
import type { TaskRef } from '@tydo/schemas/task';
import { sql } from 'kysely';
import { notFound, taken } from '../errors.ts';
import { rowsByIds } from '../noun-statements.ts';
import type { QueryOwn } from '../own-rows.ts';
import { idInDerivedUid } from './derived-uid.ts';
import { ownTasks } from './own-tasks.ts';
import { taskNoun } from './task.entity.ts';

export type TaskName = TaskRef['id'];

/**
 * The ids in the order of the names. Numbers are returned unchecked.
 *
 * @throws Refusal NOT_FOUND for a uid that no task of the owner has.
 */
export async function resolveIds(query: QueryOwn, names: readonly TaskName[]): Promise<number[]> {
  const uids = names.filter((name) => typeof name === 'string');
  const found = uids.length === 0 ? new Map<string, number>() : await idsByUid(query, uids);
  return names.map((name) => {
    const id = typeof name === 'number' ? name : found.get(name);
    if (id === undefined) throw notFound('task');
    return id;
  });
}

/** The same for one task. */
export const resolveId = async (query: QueryOwn, name: TaskName): Promise<number> => {
  const [id = 0] = await resolveIds(query, [name]);
  return id;
};

/** The ids of the tasks that exist, by uid. */
export async function idsByUid(query: QueryOwn, uids: string[]): Promise<Map<string, number>> {
  const rows = await query(byUids, { uids });
  const found = new Map<string, number>(rows.map(({ uid, id }) => [uid, id]));
  // Rows of older versions that are not backfilled yet.
  const ids = uids.flatMap((uid) => (found.has(uid) ? [] : (idInDerivedUid(uid) ?? [])));
  if (ids.length === 0) return found;
  for (const { uid, id } of (await rowsByIds(query, taskNoun, ids)).values()) found.set(uid, id);
  return found;
}

/**
 * Derived uids of rows that are not backfilled yet are in no unique index, so they are checked here.
 *
 * @throws Refusal CONFLICT if such a row has one of these uids.
 */
export async function refuseTakenDerivedUids(
  query: QueryOwn,
  inputs: readonly { uid?: string | undefined }[],
): Promise<void> {
  const uids = inputs.flatMap(({ uid }) =>
    uid !== undefined && idInDerivedUid(uid) !== undefined ? [uid] : [],
  );
  if (uids.length === 0) return;
  const found = await idsByUid(query, uids);
  if (uids.some((uid) => found.has(uid))) throw taken();
}

const byUids = ownTasks<{ uids: string[] }, { uid: string; id: number }>(
  (tasks, { dialect, value }) =>
    tasks
      .where(dialect.isAmong(sql.ref('uid'), 'text', value('uids')))
      .select([sql<string>`uid`.as('uid'), 'id']),
);
