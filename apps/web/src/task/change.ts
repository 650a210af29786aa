// What a change does to what is on the screen. The same functions show a change that is still on its
// way (on top of the server's lists) and write it down when the server has agreed (into them).
import type { TaskContent } from '@tydo/rules/task';
import type { TaskCounts, TaskPage, TaskRead } from '@tydo/schemas/task';
import { belongs, type Show } from './show.ts';

/** `task` is how the person saw it before; of a new one, how it will be. */
export type Change =
  | { kind: 'create'; task: TaskRead }
  | { kind: 'update'; task: TaskRead; changes: TaskChanges; seenAt?: string }
  | Removal
  | Undo;

/** `left`: how many of those that are done a clearing did not come to, where the server has said it. */
export type Removal =
  | { kind: 'delete'; task: TaskRead }
  | { kind: 'clear'; count: number; left?: number };

/** Takes `of` back. `tasks` were loaded before; the server’s answer tells of the `others`. */
export interface Undo {
  kind: 'undo';
  of: Asked<Removal>;
  tasks: TaskRead[];
  others?: TaskRead[];
}

/** A change as it is asked of the server: under this name it is done once, however often it is sent. */
export type Asked<T = Change> = T & { operationId: string };

export type TaskChanges = Partial<TaskContent>;

/** The pages of one list that were loaded so far, newest task first. */
export interface Pages {
  pages: TaskPage[];
}

/** The list that shows `show`, after `change`. */
export function changePages<T extends Pages>(list: T, show: Show, change: Change): T {
  switch (change.kind) {
    case 'create':
      return insert(list, show, change.task);
    case 'update':
      return update(list, show, change.task, change.changes);
    case 'delete':
      return keep(list, (task) => task.id !== change.task.id);
    case 'clear':
      return keep(list, (task) => !task.completed);
    case 'undo':
      return putBack(list, show, change);
  }
}

/** How many tasks there are, after `change`. Never below zero, whatever the order of events. */
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

/** The task with this id, if the list has it. */
export function find(list: Pages, id: number): TaskRead | undefined {
  for (const page of list.pages) {
    const task = page.items.find((item) => item.id === id);
    if (task) return task;
  }
  return undefined;
}

/**
 * What can be said about the list that shows `show` from the list of all tasks: its beginning, in
 * the right order. Undefined when that would look like an empty list though it may not be one.
 */
export function narrow<T extends Pages>(all: T, show: Show): T | undefined {
  const part = keep(all, (task) => belongs(show, task));
  const known = all.pages.at(-1)?.nextCursor === null || part.pages.some((p) => p.items.length > 0);
  return known ? part : undefined;
}

function update<T extends Pages>(list: T, show: Show, seen: TaskRead, changes: TaskChanges): T {
  const here = find(list, seen.id);
  const next = { ...(here ?? seen), ...changes };
  if (!belongs(show, next)) return keep(list, (task) => task.id !== seen.id);
  if (!here) return insert(list, show, next);
  return mapItems(list, (items) => items.map((task) => (task === here ? next : task)));
}

function insert<T extends Pages>(list: T, show: Show, task: TaskRead, wasLoaded = false): T {
  if (!belongs(show, task) || find(list, task.id)) return list;
  const isBelow = (item: TaskRead) => rank(item.id) < rank(task.id);
  const found = list.pages.findIndex((page) => page.items.some(isBelow));
  // Older than all that is there: it will be loaded, unless that was done already or there is no more.
  if (found === -1 && !wasLoaded && list.pages.at(-1)?.nextCursor !== null) return list;
  const target = found === -1 ? list.pages.length - 1 : found;
  return mapItems(list, (items, page) => {
    if (page !== target) return items;
    const at = items.findIndex(isBelow);
    return at === -1 ? [...items, task] : items.toSpliced(at, 0, task);
  });
}

function putBack<T extends Pages>(list: T, show: Show, { tasks, others = [] }: Undo): T {
  const loaded = tasks.reduce((now, task) => insert(now, show, task, true), list);
  return withinLoaded(loaded, show, others).reduce((now, task) => insert(now, show, task), loaded);
}

/** Those of `tasks` that have their place in what is loaded of the list; older ones come with later pages. */
export function withinLoaded(list: Pages, show: Show, tasks: TaskRead[]): TaskRead[] {
  const isWhole = list.pages.at(-1)?.nextCursor === null;
  const oldest = list.pages.findLast(({ items }) => items.length > 0)?.items.at(-1);
  const isWithin = (task: TaskRead) => isWhole || (oldest && rank(oldest.id) < rank(task.id));
  return tasks.filter((task) => belongs(show, task) && isWithin(task));
}

/** Ids that the server has not given yet are negative: newer than all, the latest lowest. */
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
