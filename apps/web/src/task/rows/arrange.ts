// Where tasks go when they are dragged, or moved by keys: the input of `task.move`.
import { taskLimits } from '@tydo/schemas/task';
import type { ListLine, TaskLine } from './lines.ts';

/** A place as `task.move` takes it. `before` and `after` name a sibling, whose place it is. */
export interface Place {
  listId?: string | null;
  sectionId?: string | null;
  parentUid?: string | null;
  before?: string;
  after?: string;
}

export interface Move {
  ids: string[];
  place: Place;
}

export type Direction = 'up' | 'down' | 'in' | 'out';

export interface Arrangement {
  lines: readonly ListLine[];
  /** The list of the lines; null is the Inbox. */
  listId: string | null;
  /** How many levels there are above the lines that are not indented: 0 in a list. */
  levelsAbove: number;
  /** Levels of a task and what is under it, also what is not shown. */
  levelsOf: (uid: string) => number;
}

const isTask = (line: ListLine | undefined): line is TaskLine => line?.kind === 'task';

const taskLines = (lines: readonly ListLine[]): TaskLine[] => lines.filter(isTask);

/** Those of the tasks that are not under another one of them, in the order of the lines. */
export function topmost(lines: readonly ListLine[], uids: ReadonlySet<string>): string[] {
  const parents = new Map(taskLines(lines).map(({ task }) => [task.uid, task.parentUid]));
  const isUnderOne = (uid: string): boolean => {
    const parent = parents.get(uid) ?? null;
    return parent !== null && (uids.has(parent) || isUnderOne(parent));
  };
  return [...parents.keys()].filter((uid) => uids.has(uid) && !isUnderOne(uid));
}

/** Which lines move: the tasks, and all that is shown under them. */
function movingLines(lines: readonly ListLine[], ids: readonly string[]): Set<ListLine> {
  const named = new Set(ids);
  const moving = new Set<ListLine>();
  let depth = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (isTask(line) && line.depth > depth) {
      moving.add(line);
      continue;
    }
    depth = Number.POSITIVE_INFINITY;
    if (!isTask(line) || !named.has(line.task.uid)) continue;
    moving.add(line);
    depth = line.depth;
  }
  return moving;
}

export interface Drop extends Move {
  /** How far it is indented there. */
  depth: number;
}

/**
 * The place between two lines.
 *
 * @param gap the index of the line that it is above; their number for the end.
 * @param wantedDepth how far the pointer has indented it; the nearest depth that is possible is taken.
 * @returns undefined where the tasks are there already, or cannot be there.
 */
export function dropAt(
  { lines, listId, levelsAbove, levelsOf }: Arrangement,
  uids: ReadonlySet<string>,
  gap: number,
  wantedDepth: number,
): Drop | undefined {
  const ids = topmost(lines, uids);
  const moving = movingLines(lines, ids);
  const above = lines.slice(0, gap).filter((line) => !moving.has(line));
  const next = lines.slice(gap).find((line) => !moving.has(line));
  const previous = above.at(-1);
  const levels = Math.max(1, ...ids.map(levelsOf));
  const deepest = isTask(previous) ? previous.depth + 1 : 0;
  const highest = isTask(next) ? next.depth : 0;
  const possible = taskLimits.levels - levelsAbove - levels;
  const depth = Math.min(Math.max(wantedDepth, highest), deepest, possible);
  if (depth < highest) return undefined;
  const place = placeAt({ above, next, depth, listId });
  const isSame = ids.length === 1 && isThere(lines, ids[0] ?? '', gap, depth, moving);
  return isSame ? undefined : { ids, place, depth };
}

function placeAt({
  above,
  next,
  depth,
  listId,
}: {
  above: readonly ListLine[];
  next: ListLine | undefined;
  depth: number;
  listId: string | null;
}): Place {
  // The nearest line above that is a sibling there, or else the parent or heading.
  const beside = above.findLast((line) => !isTask(line) || line.depth <= depth);
  if (isTask(beside) && beside.depth === depth) return { after: beside.task.uid };
  if (isTask(next) && next.depth === depth) return { before: next.task.uid };
  if (isTask(beside)) return { parentUid: beside.task.uid };
  return { listId, sectionId: beside?.section.id ?? null, parentUid: null };
}

function isThere(
  lines: readonly ListLine[],
  uid: string,
  gap: number,
  depth: number,
  moving: ReadonlySet<ListLine>,
): boolean {
  const at = lines.findIndex((line) => isTask(line) && line.task.uid === uid);
  const own = lines[at];
  return isTask(own) && own.depth === depth && gap >= at && gap <= at + moving.size;
}

/**
 * One step for a key: before or after a sibling, into the section above or below, under the sibling above,
 * or out of the parent.
 *
 * @returns undefined where there is no such step, 'too-deep' where there would be a sixth level.
 */
export function stepOf(
  { lines, listId, levelsAbove, levelsOf }: Arrangement,
  uids: ReadonlySet<string>,
  direction: Direction,
): Move | 'too-deep' | undefined {
  const ids = topmost(lines, uids);
  const moving = new Set(ids);
  const all = taskLines(lines);
  const find = (uid: string | undefined) => all.find(({ task }) => task.uid === uid);
  const first = find(ids[0]);
  const last = find(ids.at(-1));
  if (!first || !last) return undefined;
  const sibling = (of: TaskLine, isBefore: boolean) => {
    const siblings = siblingsOf(lines, of).filter(
      ({ task }) => task === of.task || !moving.has(task.uid),
    );
    const at = siblings.findIndex(({ task }) => task === of.task);
    return siblings[isBefore ? at - 1 : at + 1]?.task;
  };
  switch (direction) {
    case 'up': {
      const before = sibling(first, true);
      if (before) return { ids, place: { before: before.uid } };
      return first.depth > 0
        ? undefined
        : toSection(lines, { ids, line: first, listId, isUp: true });
    }
    case 'down': {
      const after = sibling(last, false);
      if (after) return { ids, place: { after: after.uid } };
      return last.depth > 0
        ? undefined
        : toSection(lines, { ids, line: last, listId, isUp: false });
    }
    case 'in': {
      const parent = sibling(first, true);
      if (!parent) return undefined;
      const levels = Math.max(...ids.map(levelsOf));
      if (levelsAbove + first.depth + 1 + levels > taskLimits.levels) return 'too-deep';
      return { ids, place: { parentUid: parent.uid } };
    }
    case 'out': {
      const parent = find(first.task.parentUid ?? undefined);
      return parent && { ids, place: { after: parent.task.uid } };
    }
  }
}

/** The tasks with its parent and section, in order, itself among them. */
function siblingsOf(lines: readonly ListLine[], { task }: TaskLine): TaskLine[] {
  return taskLines(lines).filter(
    ({ task: other }) => other.parentUid === task.parentUid && other.sectionId === task.sectionId,
  );
}

/** To the end of the section above, or the beginning of the one below. */
function toSection(
  lines: readonly ListLine[],
  {
    ids,
    line,
    listId,
    isUp,
  }: { ids: string[]; line: TaskLine; listId: string | null; isUp: boolean },
): Move | undefined {
  // What stands above the first heading is in no section.
  const sectionIds = [
    null,
    ...lines.flatMap((one) => (one.kind === 'heading' ? [one.section.id] : [])),
  ];
  const at = sectionIds.indexOf(line.task.sectionId);
  const sectionId = sectionIds[isUp ? at - 1 : at + 1];
  if (sectionId === undefined) return undefined;
  const there = taskLines(lines).find(
    ({ task, depth }) => depth === 0 && task.sectionId === sectionId,
  );
  const isAtEnd = isUp || !there;
  return {
    ids,
    place: isAtEnd ? { listId, sectionId, parentUid: null } : { before: there.task.uid },
  };
}
