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
  test('is first where it belongs, and nowhere else', () => {
    const change: Change = { kind: 'create', task: task(-1) };
    const before = list(null, [task(3), task(2)]);
    expect(ids(changePages(before, 'all', change))).toEqual([[-1, 3, 2]]);
    expect(ids(changePages(before, 'active', change))).toEqual([[-1, 3, 2]]);
    expect(changePages(before, 'completed', change)).toBe(before);
  });

  test('comes before the new ones from before it, and into an empty list', () => {
    const first = changePages(list(null, []), 'all', { kind: 'create', task: task(-1) });
    const second = changePages(first, 'all', { kind: 'create', task: task(-2) });
    expect(ids(second)).toEqual([[-2, -1]]);
  });

  test('appears once, when the list has it already', () => {
    const before = list(null, [task(3)]);
    expect(changePages(before, 'all', { kind: 'create', task: task(3) })).toBe(before);
  });
});

describe('a tick', () => {
  const change: Change = { kind: 'update', task: task(2), changes: done };

  test('moves the task between the lists, to its place by id', () => {
    const completed = list(null, [task(3, done), task(1, done)]);
    expect(ids(changePages(completed, 'completed', change))).toEqual([[3, 2, 1]]);
    expect(ids(changePages(list(null, [task(2), task(1)]), 'active', change))).toEqual([[1]]);
  });

  test('stays in its place in the list of all, on its page', () => {
    const after = changePages(list(null, [task(4), task(3)], [task(2)]), 'all', change);
    expect(ids(after)).toEqual([[4, 3], [2]]);
    expect(find(after, 2)?.completed).toBe(true);
  });

  test('goes to the right page', () => {
    const completed = list(null, [task(9, done), task(8, done)], [task(1, done)]);
    expect(ids(changePages(completed, 'completed', change))).toEqual([
      [9, 8],
      [2, 1],
    ]);
  });

  test('is left to the next page when the task is older than all that is loaded', () => {
    const completed = list('more', [task(9, done)]);
    expect(changePages(completed, 'completed', change)).toBe(completed);
    expect(ids(changePages(list(null, [task(9, done)]), 'completed', change))).toEqual([[9, 2]]);
  });

  test('changes nothing else about the task, whatever the person saw when they ticked', () => {
    const renamed = list(null, [task(2, { title: 'renamed since' })]);
    expect(find(changePages(renamed, 'all', change), 2)?.title).toBe('renamed since');
  });

  test('taken back at once leaves everything as it was', () => {
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

describe('what is gone', () => {
  test('leaves every list', () => {
    const change: Change = { kind: 'delete', task: task(2) };
    expect(ids(changePages(list(null, [task(3)], [task(2)]), 'all', change))).toEqual([[3], []]);
  });

  test('is all that is completed, when it is cleared, but not what is ticked afterwards', () => {
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

describe('what is taken back', () => {
  const undoOf = (of: Removal, ...tasks: TaskRead[]): Change => ({
    kind: 'undo',
    of: { ...of, operationId: 'a' },
    tasks,
  });
  const after = (before: Pages, ...changes: Change[]) =>
    changes.reduce((now, next) => changePages(now, 'all', next), before);

  test('returns to its place, while its deletion is on its way and afterwards', () => {
    const removal: Change = { kind: 'delete', task: task(2, done) };
    const before = list('more', [task(4), task(3)], [task(2, done), task(1)]);
    expect(after(before, removal, undoOf(removal, task(2, done)))).toEqual(before);
  });

  test('returns also where nothing older was loaded', () => {
    const removal: Change = { kind: 'delete', task: task(1) };
    const before = list('more', [task(3), task(1)]);
    expect(after(before, removal, undoOf(removal, task(1)))).toEqual(before);
  });

  test('is all that was cleared, and nothing of what is in the list already', () => {
    const clear: Change = { kind: 'clear', count: 2 };
    const before = list('more', [task(4, done), task(3)], [task(2, done)]);
    const undo = undoOf(clear, task(2, done), task(4, done));
    expect(ids(after(before, clear, undo))).toEqual([[4, 3], [2]]);
    expect(after(before, undo)).toBe(before);
  });

  test('is, of what was not loaded before, what has its place among the loaded tasks', () => {
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

  test('is counted again', () => {
    const clear: Change = { kind: 'clear', count: 2 };
    const removal: Change = { kind: 'delete', task: task(1) };
    const before = { active: 1, completed: 2 };
    const changes = [clear, removal, undoOf(clear), undoOf(removal)];
    expect(changes.reduce(changeCounts, before)).toEqual(before);
  });
});

test('one of several changes can fail without touching what the others did', () => {
  const refused: Change = { kind: 'update', task: task(2), changes: { title: 'refused' } };
  const others: Change[] = [
    { kind: 'create', task: task(-1) },
    { kind: 'update', task: task(2, { title: 'refused' }), changes: done },
    { kind: 'delete', task: task(1) },
  ];
  const base = list(null, [task(3), task(2), task(1)]);
  const show = (changes: Change[]) =>
    changes.reduce((now, next) => changePages(now, 'all', next), base);
  expect(find(show([refused, ...others]), 2)?.title).toBe('refused');
  expect(find(show(others), 2)).toMatchObject({ title: 'task 2', completed: true });
  expect(ids(show(others))).toEqual([[-1, 3, 2]]);
});

test('counts follow creation and deletion, and never go below zero', () => {
  const counts = { active: 1, completed: 0 };
  expect(changeCounts(counts, { kind: 'create', task: task(-1) })).toEqual({
    active: 2,
    completed: 0,
  });
  expect(changeCounts(counts, { kind: 'delete', task: task(1, done) })).toEqual(counts);
});

describe('the beginning of a list, known from the list of all', () => {
  test('is what belongs there', () => {
    const all = list('more', [task(3), task(2, done)]);
    expect(narrow(all, 'completed') && ids(narrow(all, 'completed') ?? all)).toEqual([[2]]);
  });

  test('is unknown when nothing loaded belongs there and there is more', () => {
    expect(narrow(list('more', [task(3)]), 'completed')).toBeUndefined();
    expect(narrow(list(null, [task(3)]), 'completed')).toEqual(list(null, []));
  });
});
