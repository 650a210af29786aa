// The order of the tasks of one list, section and parent: only a window of it is read, for lists may be long.
import { type Anchor, type Ranked, ranksInOrder, type Window } from '@tydo/rules/order';
import type { TaskPlace } from '@tydo/rules/task';
import { isSamePlace } from '@tydo/rules/task-tree';
import { type SqlBool, sql } from 'kysely';
import { readRow } from '../noun.ts';
import { firstOf, type QueryOwn } from '../own-rows.ts';
import { ownTasksInOrder, readColumns, type TaskColumns } from './own-tasks.ts';
import { taskNoun } from './task.entity.ts';
import type { ServerTree, TaskRow, TaskTreeRows } from './task-tree-rows.ts';

interface Sources {
  query: QueryOwn;
  rows: TaskTreeRows;
  tree: ServerTree;
}

/**
 * Gives tasks of the tree the ranks by which they follow each other at their places: beside the anchor where
 * it is at the same place, else at the end.
 *
 * @param uids tasks that are at their places already.
 */
export async function putInOrder(
  sources: Sources,
  uids: readonly string[],
  anchor: Anchor,
): Promise<void> {
  const { rows, tree } = sources;
  const places = Map.groupBy(uids, (uid) => keyOf(tree.required(uid)));
  for (const moved of places.values()) {
    const [first = ''] = moved;
    const ranks = await ranksAt(sources, tree.required(first), moved, anchor);
    await rows.loadUids([...ranks.keys()].filter((uid) => tree.task(uid)?.id !== null));
    for (const [uid, rank] of ranks) tree.setRank(uid, rank);
  }
}

const keyOf = ({ listId, sectionId, parentUid }: TaskPlace): string =>
  JSON.stringify([listId, sectionId, parentUid]);

async function ranksAt(
  sources: Sources,
  place: TaskPlace,
  moved: readonly string[],
  { before, after }: Anchor,
): Promise<Map<string, string>> {
  const { tree } = sources;
  const beside = tree.task(before ?? after ?? '');
  const isHere = beside !== undefined && isSamePlace(beside, place);
  const anchor = isHere ? { before, after } : {};
  for (let size = moved.length + 32; ; size *= 8) {
    const { siblings, window } = await readWindow(
      sources,
      place,
      isHere ? beside : undefined,
      size,
    );
    const ranks = ranksInOrder(siblings, moved, anchor, window);
    if (ranks) return ranks;
  }
}

/** The tasks of a place around one of them, or the last ones, as the tree has them. */
async function readWindow(
  { query, rows, tree }: Sources,
  place: TaskPlace,
  center: TaskRow | undefined,
  size: number,
): Promise<{ siblings: Ranked[]; window: Window }> {
  const { parentUid } = place;
  if (parentUid !== null) await rows.readChildren([parentUid]);
  const { found, window } =
    parentUid === null
      ? await readRoots(query, place, center, size)
      : { found: rows.children(parentUid), window: { hasFirst: true, hasLast: true } };
  const [first, last] = [found[0], found.at(-1)];
  const changed = tree.changed;
  const isChanged = new Set(changed.map(({ uid }) => uid));
  const siblings = [...found.filter(({ uid }) => !isChanged.has(uid)), ...changed].filter(
    (row) =>
      isSamePlace(row, place) &&
      (window.hasFirst || !first || inOrder(first, row) <= 0) &&
      (window.hasLast || !last || inOrder(row, last) <= 0),
  );
  return {
    siblings: siblings.toSorted(inOrder).map(({ uid, rank }) => ({ key: uid, rank })),
    window,
  };
}

/** By rank, then by id; a new task comes after all that have an id. */
export const inOrder = (one: Place, other: Place): number =>
  compare(one.rank, other.rank) || compare(one.id ?? Infinity, other.id ?? Infinity);

type Place = Pick<TaskRow, 'rank' | 'id'>;

function compare<T extends string | number>(one: T, other: T): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Tasks of a list and section without a parent, in their order. */
async function readRoots(
  query: QueryOwn,
  { listId, sectionId }: TaskPlace,
  center: TaskRow | undefined,
  size: number,
): Promise<{ found: TaskRow[]; window: Window }> {
  const read = async (side: Side): Promise<TaskRow[]> => {
    const found = [];
    for (const completed of [false, true]) {
      const statement = statements[`${side} ${sectionId === null ? 'none' : 'some'}`];
      const values = { listId: listId ?? '', sectionId: sectionId ?? '', completed, limit: size };
      const from = { rank: center?.rank ?? '', id: center?.id ?? newest };
      found.push(...(await query(statement, { ...values, ...from })));
    }
    return found.map((row) => readRow(taskNoun, row)).toSorted(inOrder);
  };
  const upTo = await read(center ? 'upTo' : 'last');
  const after = center ? await read('after') : [];
  return {
    found: [...upTo.slice(-size), ...after.slice(0, size)],
    window: { hasFirst: upTo.length < size, hasLast: after.length < size },
  };
}

/** For a center that was created in this write. */
const newest = 2 ** 31 - 1;

type Side = 'upTo' | 'after' | 'last';
interface Values {
  listId: string;
  sectionId: string;
  completed: boolean;
  rank: string;
  id: number;
  limit: number;
}

const rootsOf = (side: Side, hasSection: boolean) =>
  ownTasksInOrder<Values, TaskColumns>((tasks, { value }) => {
    const direction = side === 'after' ? 'asc' : 'desc';
    const place = tasks
      .where('list_id', '=', value('listId'))
      .where('completed', '=', value('completed'))
      .where('parent_uid', 'is', null);
    const ofSection = hasSection
      ? place.where('section_id', '=', value('sectionId'))
      : place.where('section_id', 'is', null);
    const sign = sql.raw(side === 'after' ? '>' : '<=');
    const center = sql<SqlBool>`(rank, id) ${sign} (${value('rank')}, ${value('id')})`;
    return (side === 'last' ? ofSection : ofSection.where(center))
      .select(readColumns())
      .orderBy('rank', direction)
      .orderBy('id', direction)
      .limit(firstOf(value('limit')));
  });

const statements = {
  'upTo none': rootsOf('upTo', false),
  'upTo some': rootsOf('upTo', true),
  'after none': rootsOf('after', false),
  'after some': rootsOf('after', true),
  'last none': rootsOf('last', false),
  'last some': rootsOf('last', true),
};
