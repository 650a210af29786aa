import { createTask } from '@tydo/rules/task';
import { expect, test } from 'vitest';
import type { Task } from '../../sync/use-view.ts';
import { type Arrangement, dropAt, stepOf } from './arrange.ts';
import { lineKey, linesOf, tasksUnder } from './lines.ts';

const section = (id: string) => ({
  id,
  listId: 'home',
  name: id,
  rank: id,
  createdAt: '',
  updatedAt: '',
});

function task(uid: string, parentUid: string | null = null, sectionId: string | null = null): Task {
  const now = '2026-11-30T09:00:00.000Z';
  const ruleProblem = () => null;
  const made = createTask({ title: uid }, { uid, now, ruleProblem });
  return { ...made, id: null, parentUid, sectionId };
}

/** a, a1 and a2 under a, a11 under a1; b; the section s with c; the section t without tasks. */
function home(collapsed: readonly string[] = []): Arrangement {
  const tasks = [
    task('a'),
    task('a1', 'a'),
    task('a11', 'a1'),
    task('a2', 'a'),
    task('b'),
    task('c', null, 's'),
  ];
  const lines = linesOf({
    tasks,
    sections: [section('s'), section('t')],
    isCollapsed: (id) => collapsed.includes(id),
  });
  const levels: Record<string, number> = { a: 3, a1: 2 };
  return { lines, listId: 'home', levelsAbove: 0, levelsOf: (uid) => levels[uid] ?? 1 };
}

const names = ({ lines }: Arrangement) =>
  lines.map((line) =>
    line.kind === 'task' ? '  '.repeat(line.depth) + line.task.uid : `# ${lineKey(line)}`,
  );

const set = (...uids: string[]) => new Set(uids);

test('subtasks stand below their parent, and tasks of a section below its heading', () => {
  expect(names(home())).toEqual(['a', '  a1', '    a11', '  a2', 'b', '# s', 'c', '# t']);
  expect(names(home(['a', 's']))).toEqual(['a', 'b', '# s', '# t']);
});

test('a task whose parent is not in the list stands at the top level', () => {
  const lines = linesOf({ tasks: [task('x', 'gone')], isCollapsed: () => false });
  expect(lines).toMatchObject([{ depth: 0, hasSubtasks: false }]);
});

test('what is under a selected task goes along with it', () => {
  expect(dropAt(home(), set('b', 'a11', 'a'), 8, 0)?.ids).toEqual(['a', 'b']);
});

test('a drop between two lines names the sibling above, else the one below, else the parent', () => {
  const at = (uid: string, gap: number, depth: number) =>
    dropAt(home(), set(uid), gap, depth)?.place;
  expect(at('b', 0, 0)).toEqual({ before: 'a' });
  expect(at('b', 1, 1)).toEqual({ before: 'a1' });
  expect(at('c', 4, 0)).toEqual({ after: 'a' });
  expect(at('c', 4, 1)).toEqual({ after: 'a2' });
  expect(at('c', 4, 2)).toEqual({ parentUid: 'a2' });
  expect(at('c', 5, 1)).toEqual({ parentUid: 'b' });
});

test('a drop below a heading is in its section, also where that is empty', () => {
  expect(dropAt(home(), set('b'), 6, 0)?.place).toEqual({ before: 'c' });
  expect(dropAt(home(), set('b'), 8, 3)?.place).toEqual({
    listId: 'home',
    sectionId: 't',
    parentUid: null,
  });
});

test('a drop takes the nearest depth that is possible', () => {
  expect(dropAt(home(), set('c'), 2, 0)).toMatchObject({ depth: 2, place: { before: 'a11' } });
  expect(dropAt(home(), set('c'), 0, 4)).toMatchObject({ depth: 0, place: { before: 'a' } });
  expect(dropAt({ ...home(), levelsOf: () => 4 }, set('c'), 2, 3)).toBeUndefined();
});

test('a task that is dropped where it is does not move', () => {
  expect(dropAt(home(), set('b'), 4, 0)).toBeUndefined();
  expect(dropAt(home(), set('b'), 5, 0)).toBeUndefined();
  expect(dropAt(home(), set('a'), 2, 0)).toBeUndefined();
  expect(dropAt(home(), set('b'), 4, 1)?.place).toEqual({ after: 'a2' });
});

test('keys move a task among its siblings, and on into the next section', () => {
  const step = (uid: string, direction: 'up' | 'down') => stepOf(home(), set(uid), direction);
  expect(step('a2', 'up')).toEqual({ ids: ['a2'], place: { before: 'a1' } });
  expect(step('a', 'down')).toEqual({ ids: ['a'], place: { after: 'b' } });
  expect(step('a2', 'down')).toBeUndefined();
  expect(step('b', 'down')).toEqual({ ids: ['b'], place: { before: 'c' } });
  const end = { listId: 'home', parentUid: null };
  expect(step('c', 'up')).toEqual({ ids: ['c'], place: { ...end, sectionId: null } });
  expect(step('c', 'down')).toEqual({ ids: ['c'], place: { ...end, sectionId: 't' } });
  expect(step('a', 'up')).toBeUndefined();
});

test('keys indent a task under the sibling above it, and take it out behind its parent', () => {
  const step = (uid: string, direction: 'in' | 'out') => stepOf(home(), set(uid), direction);
  expect(step('b', 'in')).toEqual({ ids: ['b'], place: { parentUid: 'a' } });
  expect(step('a', 'in')).toBeUndefined();
  expect(step('a11', 'out')).toEqual({ ids: ['a11'], place: { after: 'a1' } });
  expect(step('b', 'out')).toBeUndefined();
  expect(stepOf({ ...home(), levelsOf: () => 5 }, set('b'), 'in')).toBe('too-deep');
});

test('several tasks take one step together', () => {
  expect(stepOf(home(), set('a1', 'a2'), 'out')).toEqual({
    ids: ['a1', 'a2'],
    place: { after: 'a' },
  });
  expect(stepOf(home(), set('a', 'b'), 'down')).toMatchObject({ ids: ['a', 'b'] });
});

test('all that is under a task is found at any level, whatever the order', () => {
  const tasks = [task('a11', 'a1'), task('b1', 'b'), task('a1', 'a'), task('a'), task('b')];
  expect(tasksUnder('a', tasks).map(({ uid }) => uid)).toEqual(['a11', 'a1']);
  expect(tasksUnder('b1', tasks)).toEqual([]);
});

test('the lines of a subtree begin at the level of its task', () => {
  const lines = linesOf({
    tasks: [task('a1', 'a'), task('a11', 'a1'), task('a2', 'a')],
    isCollapsed: () => false,
  });
  const under = (levelsAbove: number) => ({ ...home(), lines, levelsAbove });
  expect(stepOf(under(3), set('a2'), 'in')).toEqual({ ids: ['a2'], place: { parentUid: 'a1' } });
  expect(stepOf(under(4), set('a2'), 'in')).toBe('too-deep');
  expect(dropAt(under(3), set('a2'), 2, 4)).toMatchObject({ depth: 1, place: { after: 'a11' } });
  expect(dropAt(under(4), set('a2'), 1, 4)).toBeUndefined();
});
