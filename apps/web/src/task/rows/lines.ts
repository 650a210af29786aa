// What a list shows, one line after the other: tasks with their subtasks below them, and headings.
import type { SectionRead } from '@tydo/schemas/section';
import { changedRange } from '../../lib/changed-range.ts';
import { indexNear } from '../../lib/index-near.ts';
import type { Task } from '../../sync/use-view.ts';

export interface TaskLine {
  kind: 'task';
  task: Task;
  /** 0 for a task that is not shown below its parent. */
  depth: number;
  /** Whether it has subtasks in this list. */
  hasSubtasks: boolean;
  isExpanded: boolean;
  /** The day that it stands below, where its due need not say it again. */
  day?: string;
}

export interface HeadingLine {
  kind: 'heading';
  section: SectionRead;
  isExpanded: boolean;
}

/** A heading in Today or Upcoming. */
export interface DayLine {
  kind: 'day';
  /** A day, or what its tasks have in common. */
  of: string;
}

/** A later round of a recurring task, which is not a task yet. */
export interface AheadLine {
  kind: 'ahead';
  task: Task;
  due: string;
}

/** What a list with an order of its own has. */
export type ListLine = TaskLine | HeadingLine;

export type Line = ListLine | DayLine | AheadLine;

interface LinesInput {
  /** In the order of the list. */
  tasks: readonly Task[];
  /** Of the list, in order: each has a heading, with its tasks below it. */
  sections?: readonly SectionRead[];
  /** A `uid` of a task, or an `id` of a section, whose content is not shown. */
  isCollapsed: (id: string) => boolean;
}

/** A task whose parent is not among the tasks stands where a task without a parent does. */
export function linesOf({ tasks, sections = [], isCollapsed }: LinesInput): ListLine[] {
  const { lines: flat, nested } = flatLinesOf(tasks);
  if (sections.length === 0 && nested === 0) return flat;
  const parents = nested === 0 ? new Set<string>() : parentsAmong(tasks);
  const sectionIds = new Set(sections.map(({ id }) => id));
  const children = new Map<string, TaskLine[]>();
  const roots = new Map<string | null, TaskLine[]>();
  for (const line of flat) {
    const { parentUid, sectionId } = line.task;
    const section = sectionId !== null && sectionIds.has(sectionId) ? sectionId : null;
    if (parentUid !== null && parents.has(parentUid)) push(children, parentUid, line);
    else push(roots, section, line);
  }
  const lines: ListLine[] = [];
  const add = (line: TaskLine, depth: number) => {
    const { task } = line;
    const below = children.size === 0 ? undefined : children.get(task.uid);
    const hasSubtasks = below !== undefined;
    const isExpanded = hasSubtasks && !isCollapsed(task.uid);
    const isPlain = depth === 0 && !hasSubtasks;
    lines.push(isPlain ? line : { kind: 'task', task, depth, hasSubtasks, isExpanded });
    if (isExpanded) for (const child of below) add(child, depth + 1);
  };
  for (const line of roots.get(null) ?? []) add(line, 0);
  for (const section of sections) {
    const isExpanded = !isCollapsed(section.id);
    lines.push({ kind: 'heading', section, isExpanded });
    if (isExpanded) for (const line of roots.get(section.id) ?? []) add(line, 0);
  }
  return lines;
}

/** The tasks that are the parent of another one. */
function parentsAmong(tasks: readonly Task[]): Set<string> {
  const named = new Set<string>();
  for (const { parentUid } of tasks) if (parentUid !== null) named.add(parentUid);
  const found = new Set<string>();
  for (const { uid } of tasks) if (named.has(uid)) found.add(uid);
  return found;
}

/** All that is under a task, in the order of the tasks given: those of its list. */
export function tasksUnder(uid: string, tasks: readonly Task[]): Task[] {
  const below = tasks.filter(({ parentUid }) => parentUid !== null);
  const under = new Set([uid]);
  // One more level each time.
  for (let size = 0; size < under.size; ) {
    size = under.size;
    for (const task of below) if (under.has(task.parentUid ?? '')) under.add(task.uid);
  }
  return below.filter((task) => task.uid !== uid && under.has(task.uid));
}

/** Tasks as they come, none below another: of a label, a filter, a search. */
export const flatLines = (tasks: readonly Task[]): TaskLine[] => flatLinesOf(tasks).lines;

interface FlatLines {
  lines: TaskLine[];
  /** How many of the tasks have a parent. */
  nested: number;
}

/** Of a view, whose array stays the same one while it changes. */
const latestLines = new WeakMap<readonly Task[], FlatLines>();

/** Lines before and behind what has changed are taken over: of 100,000 tasks that takes 2 ms instead of 18. */
function flatLinesOf(tasks: readonly Task[]): FlatLines {
  const before = latestLines.get(tasks) ?? { lines: [], nested: 0 };
  const { start, end } = changedRange(before.lines, tasks, (line, task) => line?.task === task);
  const gone = before.lines.slice(start, before.lines.length - end);
  const come = tasks.slice(start, tasks.length - end).map((task) => plainLine(task));
  if (gone.length === 0 && come.length === 0) return before;
  const lines = before.lines.slice(0, start).concat(come, before.lines.slice(start + gone.length));
  const now = { lines, nested: before.nested + countNested(come) - countNested(gone) };
  latestLines.set(tasks, now);
  return now;
}

const countNested = (lines: readonly TaskLine[]): number =>
  lines.reduce((sum, { task }) => sum + Number(task.parentUid !== null), 0);

const plainLines = new WeakMap<Task, TaskLine>();

/** The same one for the same task: its row is rendered once. */
function plainLine(task: Task): TaskLine {
  const known = plainLines.get(task);
  if (known) return known;
  const line: TaskLine = { kind: 'task', task, depth: 0, hasSubtasks: false, isExpanded: false };
  plainLines.set(task, line);
  return line;
}

function push<Key>(groups: Map<Key, TaskLine[]>, key: Key, line: TaskLine): void {
  const group = groups.get(key);
  if (group) group.push(line);
  else groups.set(key, [line]);
}

/** Names a line: the key of a row, and what is kept of it. */
export function lineKey(line: Line): string {
  switch (line.kind) {
    case 'task':
      return line.task.uid;
    case 'heading':
      return line.section.id;
    case 'day':
      return `day:${line.of}`;
    case 'ahead':
      return `ahead:${line.task.uid}@${line.due}`;
  }
}

export const isTaskLine = (line: Line | undefined): line is TaskLine => line?.kind === 'task';

/** The tasks of the lines, in order. */
export const uidsOf = (lines: readonly Line[]): string[] =>
  lines.filter(isTaskLine).map(({ task }) => task.uid);

/** Where a task stands, looked for from `near` on in both directions; -1 where it is not there. */
export function indexOfTask(lines: readonly Line[], uid: string, near = 0): number {
  return indexNear(lines.length, near, (index) => {
    const line = lines[index];
    return line?.kind === 'task' && line.task.uid === uid;
  });
}
