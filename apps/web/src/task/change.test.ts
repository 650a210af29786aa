import { taskWith } from '@tydo/rules/testing/task';
import type { TaskRead } from '@tydo/schemas/task';
import { describe, expect, test } from 'vitest';
import {
  type Change,
  changeCounts,
  changePages,
  find,
  narrow,
  type Pages,
  type Removal,
} from './change.ts';

const task = (id: number, part: Partial<TaskRead> = {}): TaskRead =>
  taskWith({ id, title: `task ${id}`, ...part });

function list(nextCursor: string | null, ...pages: TaskRead[][]): Pages {
  const last = pages.length - 1;
  return {
    pages: pages.map((items, at) => ({
      items,
      nextCursor: at < last ? `after ${at}` : nextCursor,
    })),
  };
}

const ids = (pages: Pages) => pages.pages.map((page) => page.items.map(({ id }) => id));
const done = { completed: true };

describe('a new task', () => {
  test('is first in the lists that it matches, and in no other', () => {
    const change: Change = { kind: 'create', task: task(-1) };
    const before = list(null, [task(3), task(2)]);
    expect(ids(changePages(before, 'all', change))).toEqual([[-1, 3, 2]]);
    expect(ids(changePages(before, 'active', change))).toEqual([[-1, 3, 2]]);
    expect(changePages(before, 'completed', change)).toBe(before);
  });

  test('comes before earlier new tasks, and into an empty list', () => {
    const first = changePages(list(null, []), 'all', { kind: 'create', task: task(-1) });
    const second = changePages(first, 'all', { kind: 'create', task: task(-2) });
    expect(ids(second)).toEqual([[-2, -1]]);
  });

  test('appears once when the list already contains it', () => {
    const before = list(null, [task(3)]);
    expect(changePages(before, 'all', { kind: 'create', task: task(3) })).toBe(before);
  });
});

describe('completing a task', () => {
  const change: Change = { kind: 'update', task: task(2), changes: done };

  test('moves it between the lists, to its place by id', () => {
    const completed = list(null, [task(3, done), task(1, done)]);
    expect(ids(changePages(completed, 'completed', change))).toEqual([[3, 2, 1]]);
    expect(ids(changePages(list(null, [task(2), task(1)]), 'active', change))).toEqual([[1]]);
  });

  test('leaves it in its place in the list of all tasks', () => {
    const after = changePages(list(null, [task(4), task(3)], [task(2)]), 'all', change);
    expect(ids(after)).toEqual([[4, 3], [2]]);
    expect(find(after, 2)?.completed).toBe(true);
  });

  test('inserts it on the right page', () => {
    const completed = list(null, [task(9, done), task(8, done)], [task(1, done)]);
    expect(ids(changePages(completed, 'completed', change))).toEqual([
      [9, 8],
      [2, 1],
    ]);
  });

  test('leaves it to the next page when it is older than every loaded task', () => {
    const completed = list('more', [task(9, done)]);
    expect(changePages(completed, 'completed', change)).toBe(completed);
    expect(ids(changePages(list(null, [task(9, done)]), 'completed', change))).toEqual([[9, 2]]);
  });

  test('changes no other field, even if the task was changed since the person saw it', () => {
    const renamed = list(null, [task(2, { title: 'renamed since' })]);
    expect(find(changePages(renamed, 'all', change), 2)?.title).toBe('renamed since');
  });

  test('and reopening it at once leaves everything as it was', () => {
    const back: Change = { kind: 'update', task: task(2, done), changes: { completed: false } };
    const before = list(null, [task(3), task(2), task(1)]);
    const after = [change, back].reduce((now, next) => changePages(now, 'active', next), before);
    expect(after).toEqual(before);
    expect([change, back].reduce(changeCounts, { active: 3, completed: 0 })).toEqual({
      active: 3,
      completed: 0,
    });
  });
});

describe('deletion', () => {
  test('removes the task from every list', () => {
    const change: Change = { kind: 'delete', task: task(2) };
    expect(ids(changePages(list(null, [task(3)], [task(2)]), 'all', change))).toEqual([[3], []]);
  });

  test('by clearing removes all completed tasks, but not those completed afterwards', () => {
    const changes: Change[] = [
      { kind: 'clear', count: 1 },
      { kind: 'update', task: task(3), changes: done },
    ];
    const before = list(null, [task(3), task(2, done), task(1)]);
    const after = changes.reduce((now, next) => changePages(now, 'all', next), before);
    expect(ids(after)).toEqual([[3, 1]]);
    expect(changes.reduce(changeCounts, { active: 2, completed: 1 })).toEqual({
      active: 1,
      completed: 1,
    });
  });
});

describe('undo', () => {
  const undoOf = (of: Removal, ...tasks: TaskRead[]): Change => ({
    kind: 'undo',
    of: { ...of, operationId: 'a' },
    tasks,
  });
  const after = (before: Pages, ...changes: Change[]) =>
    changes.reduce((now, next) => changePages(now, 'all', next), before);

  test('returns the task to its place, during its deletion and afterwards', () => {
    const removal: Change = { kind: 'delete', task: task(2, done) };
    const before = list('more', [task(4), task(3)], [task(2, done), task(1)]);
    expect(after(before, removal, undoOf(removal, task(2, done)))).toEqual(before);
  });

  test('returns the task also when no older one is loaded', () => {
    const removal: Change = { kind: 'delete', task: task(1) };
    const before = list('more', [task(3), task(1)]);
    expect(after(before, removal, undoOf(removal, task(1)))).toEqual(before);
  });

  test('returns all cleared tasks, and none twice', () => {
    const clear: Change = { kind: 'clear', count: 2 };
    const before = list('more', [task(4, done), task(3)], [task(2, done)]);
    const undo = undoOf(clear, task(2, done), task(4, done));
    expect(ids(after(before, clear, undo))).toEqual([[4, 3], [2]]);
    expect(after(before, undo)).toBe(before);
  });

  test('of tasks that were not loaded before, returns those whose place is in the loaded part', () => {
    const clear: Change = { kind: 'clear', count: 3 };
    const before = list('more', [task(9)], [task(5)]);
    const others = [task(10, done), task(7, done), task(2, done)];
    const undo: Change = { kind: 'undo', of: { ...clear, operationId: 'a' }, tasks: [], others };
    expect(ids(after(before, undo))).toEqual([
      [10, 9],
      [7, 5],
    ]);
    expect(ids(after(list(null, [task(9)]), undo))).toEqual([[10, 9, 7, 2]]);
  });

  test('restores the counts', () => {
    const clear: Change = { kind: 'clear', count: 2 };
    const removal: Change = { kind: 'delete', task: task(1) };
    const before = { active: 1, completed: 2 };
    const changes = [clear, removal, undoOf(clear), undoOf(removal)];
    expect(changes.reduce(changeCounts, before)).toEqual(before);
  });
});

test('one of several changes can fail without affecting the others', () => {
  const refused: Change = { kind: 'update', task: task(2), changes: { title: 'refused' } };
  const others: Change[] = [
    { kind: 'create', task: task(-1) },
    { kind: 'update', task: task(2, { title: 'refused' }), changes: done },
    { kind: 'delete', task: task(1) },
  ];
  const base = list(null, [task(3), task(2), task(1)]);
  const apply = (changes: Change[]) =>
    changes.reduce((now, next) => changePages(now, 'all', next), base);
  expect(find(apply([refused, ...others]), 2)?.title).toBe('refused');
  expect(find(apply(others), 2)).toMatchObject({ title: 'task 2', completed: true });
  expect(ids(apply(others))).toEqual([[-1, 3, 2]]);
});

test('counts follow creation and deletion, and never go below zero', () => {
  const counts = { active: 1, completed: 0 };
  expect(changeCounts(counts, { kind: 'create', task: task(-1) })).toEqual({
    active: 2,
    completed: 0,
  });
  expect(changeCounts(counts, { kind: 'delete', task: task(1, done) })).toEqual(counts);
});

describe('the beginning of a list, taken from the list of all tasks', () => {
  test('contains the matching tasks', () => {
    const all = list('more', [task(3), task(2, done)]);
    expect(narrow(all, 'completed') && ids(narrow(all, 'completed') ?? all)).toEqual([[2]]);
  });

  test('is unknown when no loaded task matches and there are more pages', () => {
    expect(narrow(list('more', [task(3)]), 'completed')).toBeUndefined();
    expect(narrow(list(null, [task(3)]), 'completed')).toEqual(list(null, []));
  });
});
