// Where tasks go when they are dragged, or moved by keys: the input of `task.move`.
import { taskLimits } from '@tydo/schemas/task';
import { indexOfTask, isTaskLine, type Line, type TaskLine } from './lines.ts';

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
  /** Tasks and headings. */
  lines: readonly Line[];
  /** The list of the lines; null is the Inbox. */
  listId: string | null;
  /** How many levels there are above the lines that are not indented: 0 in a list. */
  levelsAbove: number;
  /** Levels of a task and what is under it, also what is not shown. */
  levelsOf: (uid: string) => number;
}

/** Tasks in a list, and what is shown under them. */
interface Moving {
  /** Those of the tasks that are not under another one of them, in the order of the lines. */
  ids: string[];
  lines: ReadonlySet<Line>;
  /** The index of the first. */
  start: number;
}

function movingOf(lines: readonly Line[], uids: ReadonlySet<string>): Moving {
  const start = lines.findIndex((line) => isTaskLine(line) && uids.has(line.task.uid));
  const ids: string[] = [];
  const moving = new Set<Line>();
  let depth = Number.POSITIVE_INFINITY;
  for (const line of iterate(lines, start)) {
    const isUnder = isTaskLine(line) && line.depth > depth;
    if (!isUnder) {
      if (ids.length === uids.size) break;
      depth = Number.POSITIVE_INFINITY;
      if (!isTaskLine(line) || !uids.has(line.task.uid)) continue;
      ids.push(line.task.uid);
      ({ depth } = line);
    }
    moving.add(line);
  }
  return { ids, lines: moving, start };
}

/** From an index on, to the end or to the start: a list may be long, and what is looked for is near. */
function* iterate(lines: readonly Line[], from: number, step: 1 | -1 = 1): Generator<Line> {
  for (let at = from; at >= 0 && at < lines.length; at += step) {
    const line = lines[at];
    if (line) yield line;
  }
}

const firstOf = (lines: Iterable<Line>, isIt: (line: Line) => boolean): Line | undefined => {
  for (const line of lines) if (isIt(line)) return line;
  return undefined;
};

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
  const { ids, lines: moving, start } = movingOf(lines, uids);
  const stays = (line: Line) => !moving.has(line);
  const above = (isIt: (line: Line) => boolean) =>
    firstOf(iterate(lines, gap - 1, -1), (line) => stays(line) && isIt(line));
  const next = firstOf(iterate(lines, gap), stays);
  const previous = above(() => true);
  const levels = Math.max(1, ...ids.map(levelsOf));
  const deepest = isTaskLine(previous) ? previous.depth + 1 : 0;
  const highest = isTaskLine(next) ? next.depth : 0;
  const possible = taskLimits.levels - levelsAbove - levels;
  const depth = Math.min(Math.max(wantedDepth, highest), deepest, possible);
  if (depth < highest) return undefined;
  // The nearest line above that is a sibling there, or else the parent or heading.
  const beside = above((line) => !isTaskLine(line) || line.depth <= depth);
  const place = placeAt({ beside, next, depth, listId });
  const first = lines[start];
  const isBeside = ids.length === 1 && gap >= start && gap <= start + moving.size;
  const isSame = isBeside && isTaskLine(first) && first.depth === depth;
  return isSame ? undefined : { ids, place, depth };
}

function placeAt({
  beside,
  next,
  depth,
  listId,
}: {
  beside: Line | undefined;
  next: Line | undefined;
  depth: number;
  listId: string | null;
}): Place {
  if (isTaskLine(beside) && beside.depth === depth) return { after: beside.task.uid };
  if (isTaskLine(next) && next.depth === depth) return { before: next.task.uid };
  if (isTaskLine(beside)) return { parentUid: beside.task.uid };
  const sectionId = beside?.kind === 'heading' ? beside.section.id : null;
  return { listId, sectionId, parentUid: null };
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
  const { ids, lines: moving, start } = movingOf(lines, uids);
  const find = (uid: string | undefined) => {
    const line = uid === undefined ? undefined : lines[indexOfTask(lines, uid, start)];
    return isTaskLine(line) ? line : undefined;
  };
  const first = find(ids[0]);
  const last = find(ids.at(-1));
  if (!first || !last) return undefined;
  const sibling = (of: TaskLine, isBefore: boolean) => siblingOf(lines, of, moving, isBefore)?.task;
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

/** The next task, or the one before, with its parent and section that does not move. */
function siblingOf(
  lines: readonly Line[],
  of: TaskLine,
  moving: ReadonlySet<Line>,
  isBefore: boolean,
): TaskLine | undefined {
  const step = isBefore ? -1 : 1;
  for (const line of iterate(lines, lines.indexOf(of) + step, step)) {
    if (!isTaskLine(line) || line.depth < of.depth) return undefined;
    const { parentUid, sectionId } = line.task;
    const isSibling = parentUid === of.task.parentUid && sectionId === of.task.sectionId;
    if (isSibling && !moving.has(line)) return line;
  }
  return undefined;
}

/** To the end of the section above, or the beginning of the one below. */
function toSection(
  lines: readonly Line[],
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
  const there = lines
    .filter(isTaskLine)
    .find(({ task, depth }) => depth === 0 && task.sectionId === sectionId);
  const isAtEnd = isUp || !there;
  return {
    ids,
    place: isAtEnd ? { listId, sectionId, parentUid: null } : { before: there.task.uid },
  };
}
