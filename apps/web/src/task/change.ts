// Applies a change to lists and counts. The same functions show a pending change on top of the server's
// lists, and write it into them when the server has confirmed it.
import type { TaskContent } from '@tydo/rules/task';
import type { TaskCounts, TaskPage, TaskRead } from '@tydo/schemas/task';
import { matchesFilter, type StatusFilter } from './status-filter.ts';

/** `task` is the task as the person saw it before the change; for a new task, as it will be. */
export type Change =
  | { kind: 'create'; task: TaskRead }
  | { kind: 'update'; task: TaskRead; changes: TaskChanges; seenAt?: string }
  | Removal
  | Undo;

/** `left`: how many completed tasks a clearing has not deleted yet, if the server has said so. */
export type Removal =
  | { kind: 'delete'; task: TaskRead }
  | { kind: 'clear'; count: number; left?: number };

/** Undoes `of`. `tasks` were loaded before; the server's response contains the `others`. */
export interface Undo {
  kind: 'undo';
  of: Submitted<Removal>;
  tasks: TaskRead[];
  others?: TaskRead[];
}

/** A change with its operation id, under which the server makes it once, however often it is sent. */
export type Submitted<T = Change> = T & { operationId: string };

export type TaskChanges = Partial<TaskContent>;

/** The loaded pages of one list, newest task first. */
export interface Pages {
  pages: TaskPage[];
}

/** The list of `filter` after `change`. */
export function changePages<T extends Pages>(list: T, filter: StatusFilter, change: Change): T {
  switch (change.kind) {
    case 'create':
      return insert(list, filter, change.task);
    case 'update':
      return update(list, filter, change.task, change.changes);
    case 'delete':
      return keep(list, (task) => task.id !== change.task.id);
    case 'clear':
      return keep(list, (task) => !task.completed);
    case 'undo':
      return putBack(list, filter, change);
  }
}

/** The numbers of tasks after `change`; never below zero, whatever the order of events. */
export function changeCounts(counts: TaskCounts, change: Change): TaskCounts {
  switch (change.kind) {
    case 'create':
      return add(counts, change.task.completed, 1);
    case 'update': {
      const { completed = change.task.completed } = change.changes;
      return add(add(counts, change.task.completed, -1), completed, 1);
    }
    case 'delete':
      return add(counts, change.task.completed, -1);
    case 'clear':
      return { ...counts, completed: change.left ?? 0 };
    case 'undo': {
      const { of } = change;
      return of.kind === 'clear' ? add(counts, true, of.count) : add(counts, of.task.completed, 1);
    }
  }
}

/** The task with this id, if the list contains it. */
export function find(list: Pages, id: number): TaskRead | undefined {
  for (const page of list.pages) {
    const task = page.items.find((item) => item.id === id);
    if (task) return task;
  }
  return undefined;
}

/**
 * The beginning of the list of `filter`, taken from the list of all tasks. Undefined when it would be
 * empty although later pages may contain matching tasks.
 */
export function narrow<T extends Pages>(all: T, filter: StatusFilter): T | undefined {
  const part = keep(all, (task) => matchesFilter(filter, task));
  const known = all.pages.at(-1)?.nextCursor === null || part.pages.some((p) => p.items.length > 0);
  return known ? part : undefined;
}

function update<T extends Pages>(
  list: T,
  filter: StatusFilter,
  seen: TaskRead,
  changes: TaskChanges,
): T {
  const here = find(list, seen.id);
  const next = { ...(here ?? seen), ...changes };
  if (!matchesFilter(filter, next)) return keep(list, (task) => task.id !== seen.id);
  if (!here) return insert(list, filter, next);
  return mapItems(list, (items) => items.map((task) => (task === here ? next : task)));
}

function insert<T extends Pages>(
  list: T,
  filter: StatusFilter,
  task: TaskRead,
  wasLoaded = false,
): T {
  if (!matchesFilter(filter, task) || find(list, task.id)) return list;
  const isOlder = (item: TaskRead) => rank(item.id) < rank(task.id);
  const found = list.pages.findIndex((page) => page.items.some(isOlder));
  // Older than every loaded task: a later page contains it, unless it was loaded or there are no more.
  if (found === -1 && !wasLoaded && list.pages.at(-1)?.nextCursor !== null) return list;
  const target = found === -1 ? list.pages.length - 1 : found;
  return mapItems(list, (items, page) => {
    if (page !== target) return items;
    const at = items.findIndex(isOlder);
    return at === -1 ? [...items, task] : items.toSpliced(at, 0, task);
  });
}

function putBack<T extends Pages>(list: T, filter: StatusFilter, { tasks, others = [] }: Undo): T {
  const loaded = tasks.reduce((now, task) => insert(now, filter, task, true), list);
  return withinLoaded(loaded, filter, others).reduce(
    (now, task) => insert(now, filter, task),
    loaded,
  );
}

/** Those of `tasks` whose place is within the loaded part of the list; later pages contain the others. */
export function withinLoaded(list: Pages, filter: StatusFilter, tasks: TaskRead[]): TaskRead[] {
  const isWhole = list.pages.at(-1)?.nextCursor === null;
  const oldest = list.pages.findLast(({ items }) => items.length > 0)?.items.at(-1);
  const isWithin = (task: TaskRead) => isWhole || (oldest && rank(oldest.id) < rank(task.id));
  return tasks.filter((task) => matchesFilter(filter, task) && isWithin(task));
}

/** Temporary ids are negative: newer than all real ones, and the newest is the lowest. */
function rank(id: number): number {
  return id < 0 ? 2 ** 32 - id : id;
}

function keep<T extends Pages>(list: T, test: (task: TaskRead) => boolean): T {
  return mapItems(list, (items) => (items.every(test) ? items : items.filter(test)));
}

function mapItems<T extends Pages>(
  list: T,
  map: (items: TaskRead[], page: number) => TaskRead[],
): T {
  const pages = list.pages.map((page, at) => {
    const items = map(page.items, at);
    return items === page.items ? page : { ...page, items };
  });
  return pages.every((page, at) => page === list.pages[at]) ? list : { ...list, pages };
}

function add(counts: TaskCounts, completed: boolean, by: number): TaskCounts {
  const key = completed ? 'completed' : 'active';
  return { ...counts, [key]: Math.max(0, counts[key] + by) };
}
