import { taskLimits } from '@tydo/schemas/task';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskOf } from './task.ts';
import { isInPlace, type PlaceInput, type TaskRows, TaskTree } from './task-tree.ts';
import { shortOrLong } from './testing/short-or-long.ts';
import { taskWith } from './testing/task.ts';
import { MissingRow, RuleViolation } from './violation.ts';

type Task = TaskOf<number>;

const now = '2026-12-01T09:00:00.000Z';
const sections = new Map([
  ['kitchen', { listId: 'home' }],
  ['desk', { listId: 'work' }],
]);

/** Rows in memory; `run` writes what a command changed. */
class Store implements TaskRows<number> {
  readonly rows = new Map<string, Task>();

  constructor(tasks: Partial<Task>[] = []) {
    for (const [id, part] of tasks.entries()) this.put(taskWith({ id, ...part }));
  }

  put(row: Task): void {
    this.rows.set(row.uid, row);
  }

  task(uid: string): Task | undefined {
    return this.rows.get(uid);
  }

  children(uid: string): Task[] {
    return [...this.rows.values()].filter(({ parentUid }) => parentUid === uid);
  }

  section(id: string): { listId: string } | undefined {
    return sections.get(id);
  }

  run<Result>(command: (tree: TaskTree<number>) => Result): Result {
    const tree = new TaskTree<number>(this, { now });
    const result = command(tree);
    for (const row of tree.changed) this.put(row);
    return result;
  }

  /** The uids of the open tasks. */
  get open(): string[] {
    return [...this.rows.values()].flatMap(({ uid, completed }) => (completed ? [] : uid));
  }
}

/** `names` one under the other. */
const chain = (...names: string[]): Partial<Task>[] =>
  names.map((uid, place) => ({ uid, parentUid: names[place - 1] ?? null }));

const violation = (command: () => unknown): unknown => {
  try {
    command();
  } catch (error) {
    if (error instanceof RuleViolation) return error.field ?? error.message;
    if (error instanceof MissingRow) return `no ${error.noun}`;
    throw error;
  }
  return 'none';
};

describe('completing and opening', () => {
  test('a task is completed with all that is open under it, each at the same time', () => {
    const store = new Store(chain('a', 'b', 'c'));
    store.run((tree) => tree.change('b', { completed: true }));
    expect(store.open).toEqual(['a']);
    expect(store.task('c')).toMatchObject({ completed: true, completedAt: now });
  });

  test('a task is opened with those above it, and what is under it stays completed', () => {
    const store = new Store(chain('a', 'b', 'c').map((task) => ({ ...task, completed: true })));
    store.run((tree) => tree.change('b', { completed: false }));
    expect(store.open).toEqual(['a', 'b']);
    expect(store.task('a')).toMatchObject({ completedAt: null });
  });

  test('a change to the same values changes no row', () => {
    const store = new Store(chain('a', 'b'));
    const changed = store.run((tree) => {
      tree.change('a', { completed: false, priority: 0, labelIds: [] });
      tree.move(['b'], { parentUid: 'a' });
      return tree.changed;
    });
    expect(changed).toEqual([]);
  });

  test('a task is not opened under a parent with as many open ones as there may be', () => {
    const full = Array.from({ length: taskLimits.children }, (_, n) => ({ uid: `c${n}` }));
    const store = new Store([
      { uid: 'a' },
      ...[...full, { uid: 'done', completed: true }].map((task) => ({ ...task, parentUid: 'a' })),
      { uid: 'b' },
    ]);
    const expected = 'A task has at most 500 open subtasks.';
    expect(violation(() => store.run((tree) => tree.change('done', { completed: false })))).toBe(
      expected,
    );
    expect(violation(() => store.run((tree) => tree.move(['b'], { parentUid: 'a' })))).toBe(
      expected,
    );
    expect(
      violation(() => store.run((tree) => tree.create(taskWith({ uid: 'n' }), { parentUid: 'a' }))),
    ).toBe(expected);
    store.run((tree) => tree.move(['done'], { parentUid: 'a' }));
  });
});

describe('places', () => {
  const here = { listId: 'home', sectionId: 'kitchen', parentUid: 'a' };
  const store = new Store([
    { uid: 'a', listId: 'home', sectionId: 'kitchen' },
    { uid: 'b', ...here },
    { uid: 'work', listId: 'work' },
  ]);
  const tree = new TaskTree<number>(store, { now });

  test.each<[string, PlaceInput, object]>([
    ['nothing', {}, here],
    ['the same list', { listId: 'home' }, here],
    ['another list', { listId: 'work' }, { listId: 'work', sectionId: null, parentUid: null }],
    ['the Inbox', { listId: null }, { listId: null, sectionId: null, parentUid: null }],
    ['no parent', { parentUid: null }, { ...here, parentUid: null }],
    ['no section', { sectionId: null }, { listId: 'home', sectionId: null, parentUid: null }],
    [
      'a section of another list',
      { sectionId: 'desk' },
      { listId: 'work', sectionId: 'desk', parentUid: null },
    ],
    [
      'a parent elsewhere',
      { parentUid: 'work' },
      { listId: 'work', sectionId: null, parentUid: 'work' },
    ],
    ['a neighbour', { after: 'work' }, { listId: 'work', sectionId: null, parentUid: null }],
    ['a neighbour that is not there', { before: 'gone' }, here],
    [
      'a list and a neighbour elsewhere',
      { listId: 'work', before: 'b' },
      { listId: 'work', sectionId: null, parentUid: null },
    ],
  ])('%s', (_name, input, place) => {
    expect(tree.resolvePlace(here, input)).toEqual(place);
  });

  test.each<[PlaceInput, string]>([
    [{ listId: 'work', sectionId: 'kitchen' }, 'sectionId'],
    [{ listId: null, sectionId: 'kitchen' }, 'sectionId'],
    [{ listId: 'work', parentUid: 'a' }, 'parentUid'],
    [{ sectionId: null, parentUid: 'a' }, 'parentUid'],
    [{ parentUid: 'gone' }, 'no task'],
    [{ sectionId: 'gone' }, 'no section'],
  ])('%j is refused', (input, field) => {
    expect(violation(() => tree.resolvePlace(here, input))).toBe(field);
  });
});

describe('moving', () => {
  test('what is under a task goes along, into its list and section', () => {
    const store = new Store(chain('a', 'b', 'c'));
    store.run((tree) => tree.move(['b'], { sectionId: 'desk' }));
    expect(store.task('b')).toMatchObject({ listId: 'work', sectionId: 'desk', parentUid: null });
    expect(store.task('c')).toMatchObject({ listId: 'work', sectionId: 'desk', parentUid: 'b' });
  });

  test('a child that is named beside its parent stays under it, unless a parent is named', () => {
    const move = (input: PlaceInput) => {
      const store = new Store([...chain('a', 'b'), { uid: 'x' }]);
      const placed = store.run((tree) => tree.move(['a', 'b'], input));
      return [placed, store.task('b')?.parentUid];
    };
    expect(move({ listId: 'home' })).toEqual([['a'], 'a']);
    expect(move({ parentUid: 'x' })).toEqual([['a', 'b'], 'x']);
    expect(move({ after: 'x' })).toEqual([['a', 'b'], null]);
  });

  test('an open task opens those above its new place; a completed one does not', () => {
    const store = new Store([
      ...chain('a', 'b').map((task) => ({ ...task, completed: true })),
      { uid: 'open' },
      { uid: 'done', completed: true },
    ]);
    store.run((tree) => tree.move(['done'], { parentUid: 'b' }));
    expect(store.open).toEqual(['open']);
    store.run((tree) => tree.move(['open'], { parentUid: 'b' }));
    expect(store.open).toEqual(['a', 'b', 'open']);
  });

  test('a task cannot come under itself, at whichever field it is said', () => {
    const store = new Store(chain('a', 'b', 'c'));
    const move = (input: PlaceInput) =>
      violation(() => store.run((tree) => tree.move(['a'], input)));
    expect(move({ parentUid: 'a' })).toBe('parentUid');
    expect(move({ parentUid: 'c' })).toBe('parentUid');
    expect(move({ before: 'c' })).toBe('before');
    expect(move({ after: 'b' })).toBe('after');
  });

  test('there are five levels, counted with what is under the moved task', () => {
    const store = new Store([...chain('a', 'b', 'c'), ...chain('x', 'y', 'z')]);
    const move = (uid: string, parentUid: string) =>
      violation(() => store.run((tree) => tree.move([uid], { parentUid })));
    expect(move('x', 'c')).toBe('parentUid');
    expect(move('x', 'b')).toBe('none');
    const add = () => store.run((tree) => tree.create(taskWith({ uid: 'n' }), { parentUid: 'z' }));
    expect(violation(add)).toBe('parentUid');
  });
});

test('a new open task opens those above it', () => {
  const store = new Store(chain('a', 'b').map((task) => ({ ...task, completed: true })));
  store.run((tree) => tree.create(taskWith({ uid: 'n' }), { parentUid: 'b' }));
  expect(store.open).toEqual(['a', 'b', 'n']);
});

describe('whether a task is in its place', () => {
  const parent = taskWith({ uid: 'p', listId: 'home' });
  const child = taskWith({ uid: 'c', listId: 'home', parentUid: 'p' });
  const deep = chain('1', '2', '3', '4', '5', '6').map((part) => taskWith(part));
  test.each<[string, Task, Task[], boolean]>([
    ['of its own', taskWith({ listId: 'gone' }), [], true],
    ['in a section of its list', taskWith({ listId: 'home', sectionId: 'kitchen' }), [], true],
    ['in a section of another list', taskWith({ listId: 'work', sectionId: 'kitchen' }), [], false],
    ['in a section that is not there', taskWith({ listId: 'home', sectionId: 'x' }), [], false],
    ['under its parent', child, [parent], true],
    ['without its parent', child, [], false],
    ['in another list than it', child, [{ ...parent, listId: 'work' }], false],
    ['in another section than it', child, [{ ...parent, sectionId: 'kitchen' }], false],
    ['open under a completed one', child, [{ ...parent, completed: true }], false],
    [
      'completed under a completed one',
      { ...child, completed: true },
      [{ ...parent, completed: true }],
      true,
    ],
    ['part of itself', { ...child, parentUid: 'c' }, [{ ...child, parentUid: 'c' }], false],
    ['on the fifth level', deep[4] ?? child, deep, true],
    ['on the sixth level', deep[5] ?? child, deep, false],
  ])('%s', (_name, task, rows, expected) => {
    expect(isInPlace(new Store(rows), task)).toBe(expected);
  });
});

test('whatever commands run, trees stay trees', () => {
  const name = fc.constantFrom(...Array.from({ length: 12 }, (_, n) => `t${n}`));
  const list = fc.constantFrom(null, 'home', 'work');
  const place: fc.Arbitrary<PlaceInput> = fc.oneof(
    fc.record({ parentUid: fc.oneof(name, fc.constant(null)) }),
    fc.record({ before: name }),
    fc.record({ after: name, listId: list }),
    fc.record({ listId: list }),
    fc.record({ sectionId: fc.constantFrom(null, 'kitchen', 'desk') }),
  );
  const command = fc.oneof(
    fc.record({ uids: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), place }),
    fc.record({ uid: name, completed: fc.boolean() }),
    fc.record({ uid: name, place }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const store = new Store();
      for (const one of commands) {
        violation(() =>
          store.run((tree) => {
            if ('uids' in one) tree.move(one.uids, one.place);
            else if ('completed' in one) tree.change(one.uid, { completed: one.completed });
            else if (!tree.task(one.uid)) tree.create(taskWith({ uid: one.uid }), one.place);
          }),
        );
        const misplaced = [...store.rows.values()].filter((task) => !isInPlace(store, task));
        expect(misplaced).toEqual([]);
      }
    }),
    { numRuns: shortOrLong(60, 10_000) },
  );
});
