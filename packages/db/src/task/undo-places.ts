// Whether an undo leaves uids, trees and schedules as the rules of tasks want them.
import { isWholeSchedule } from '@tydo/rules/schedule';
import { isInPlace } from '@tydo/rules/task-tree';
import { isFieldDifferent } from '@tydo/rules/undo';
import type { TaskRead } from '@tydo/schemas/task';
import { chunks } from '../chunks.ts';
import { rowsByIds } from '../noun-statements.ts';
import type { QueryOwn } from '../own-rows.ts';
import { sectionNoun } from '../section/section.entity.ts';
import { descendantsOf } from './descendants.ts';
import { idsByUid } from './resolve-ids.ts';
import { taskNoun } from './task.entity.ts';

interface TaskChange {
  before: TaskRead | null;
  after: TaskRead | null;
}

/** The id of a task that has the uid of one which an undo is about to bring back. */
export async function taskWithUid(
  query: QueryOwn,
  changes: readonly TaskChange[],
): Promise<number | undefined> {
  const uids = changes.flatMap(({ before, after }) => (before && !after ? before.uid : []));
  for (const some of chunks(uids)) {
    const [id] = (await idsByUid(query, some)).values();
    if (id !== undefined) return id;
  }
  return undefined;
}

const placing = ['listId', 'sectionId', 'parentUid', 'completed'];

/**
 * The id of the task in the way of an undo: one that was changed since, so that a task is not in its place any
 * more, or has a rule without a due.
 *
 * @param changes of tasks, flushed already.
 */
export async function taskInTheWay(
  query: QueryOwn,
  changes: readonly TaskChange[],
): Promise<number | undefined> {
  const broken = changes.find(({ after }) => after && !isWholeSchedule(after));
  if (broken?.after) return broken.after.id;
  const placed = changes.flatMap(({ before, after }) => {
    const isPlaced =
      after && (!before || placing.some((field) => isFieldDifferent(before, after, field)));
    return isPlaced ? [{ task: after, isNew: before === null }] : [];
  });
  const rows = new Map(changes.flatMap(({ after }) => (after ? [[after.uid, after]] : [])));
  const changed = new Set(rows.keys());
  // What was under a deleted task was deleted, too.
  const roots = placed.flatMap(({ task, isNew }) => (isNew ? [] : task.uid));
  const below = await descendantsOf(query, roots);
  await readRows(
    query,
    rows,
    below.flatMap(({ uid, id }) => (rows.has(uid) ? [] : id)),
  );
  await readAncestors(query, rows);
  const all = [
    ...placed.map(({ task }) => task),
    ...below.flatMap(({ uid }) => rows.get(uid) ?? []),
  ];
  const sections = await rowsByIds(query, sectionNoun, [
    ...new Set(all.flatMap(({ sectionId }) => sectionId ?? [])),
  ]);
  const found = { task: (uid: string) => rows.get(uid), section: (id: string) => sections.get(id) };
  const misplaced = all.find((task) => !isInPlace(found, task));
  if (!misplaced) return undefined;
  const path = pathOf(rows, misplaced);
  return (path.find(({ uid }) => !changed.has(uid)) ?? misplaced).id;
}

async function readRows(
  query: QueryOwn,
  rows: Map<string, TaskRead>,
  ids: readonly number[],
): Promise<void> {
  for (const row of (await rowsByIds(query, taskNoun, ids)).values()) rows.set(row.uid, row);
}

async function readAncestors(query: QueryOwn, rows: Map<string, TaskRead>): Promise<void> {
  const seen = new Set<string>();
  for (let parents = parentsOf(rows.values()); parents.length > 0; ) {
    const missing = [...new Set(parents)].filter((uid) => !rows.has(uid) && !seen.has(uid));
    for (const uid of missing) seen.add(uid);
    for (const some of chunks(missing)) {
      await readRows(query, rows, [...(await idsByUid(query, some)).values()]);
    }
    parents = parentsOf(missing.flatMap((uid) => rows.get(uid) ?? []));
  }
}

const parentsOf = (tasks: Iterable<TaskRead>): string[] =>
  [...tasks].flatMap(({ parentUid }) => parentUid ?? []);

/** A task and those above it. */
function pathOf(rows: ReadonlyMap<string, TaskRead>, task: TaskRead): TaskRead[] {
  const path = new Set([task]);
  for (const { parentUid } of path) {
    const parent = parentUid === null ? undefined : rows.get(parentUid);
    if (parent) path.add(parent);
  }
  return [...path];
}
