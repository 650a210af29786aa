// Tasks with places, labels and subtasks, through the unit of work.
import { randomUUID } from 'node:crypto';
import type { TaskMove, TaskRead } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, type UnitOfWork } from '../open-database.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { latest, refusal } from '../testing/history.ts';

type Place = Pick<TaskMove, 'listId' | 'sectionId'>;

describe.each(engines)('trees of tasks on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    db = temporary.db;
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  /** A person with the lists home and work, a section of each, and the labels red and blue. */
  async function newUnit(personId = newPerson()): Promise<UnitOfWork> {
    const unit = db.unitOfWork(personId);
    for (const id of ['home', 'work']) await unit.lists.create({ id, name: id });
    await unit.sections.create({ id: 'kitchen', listId: 'home', name: 'Kitchen' });
    await unit.sections.create({ id: 'desk', listId: 'work', name: 'Desk' });
    for (const id of ['red', 'blue']) await unit.labels.create({ id, name: id });
    return unit;
  }

  const uidsOf = ({ items }: { items: TaskRead[] }) => items.map(({ uid }) => uid);
  const task = (uid: string, more: object = {}) => ({ uid, title: uid, ...more });
  const undoLatest = async (unit: UnitOfWork) =>
    unit.operations.undo({ id: (await latest(unit)).id });
  const all = async ({ tasks }: UnitOfWork) => {
    const { items } = await tasks.list({ limit: 100 });
    return new Map(items.map((item) => [item.uid, item]));
  };

  test('a list, a tree and labels are created at once, and undone', async () => {
    const unit = await newUnit();
    const { items } = await unit.tasks.createMany({
      tasks: [
        task('a', { sectionId: 'kitchen', labelIds: ['red', 'blue'], priority: 1 }),
        task('b', { parentUid: 'a' }),
        task('c', { parentUid: 'b', before: 'b' }),
        task('d', { after: 'a' }),
        task('e', { before: 'd' }),
      ],
    });
    expect(items.map(({ listId, sectionId, parentUid }) => [listId, sectionId, parentUid])).toEqual(
      [
        ['home', 'kitchen', null],
        ['home', 'kitchen', 'a'],
        ['home', 'kitchen', 'b'],
        ['home', 'kitchen', null],
        ['home', 'kitchen', null],
      ],
    );
    expect(items[0]).toMatchObject({ labelIds: ['blue', 'red'], priority: 1 });
    expect(uidsOf(await unit.tasks.view({ view: { listId: 'home' } }))).toEqual(
      expect.arrayContaining(['a', 'b', 'c', 'd', 'e']),
    );
    const roots = (await unit.tasks.view({ view: { listId: 'home' } })).items.filter(
      ({ parentUid }) => parentUid === null,
    );
    expect(roots.map(({ uid }) => uid)).toEqual(['a', 'e', 'd']);
    expect(uidsOf(await unit.tasks.view({ view: { labelId: 'red' } }))).toEqual(['a']);
    await undoLatest(unit);
    expect((await all(unit)).size).toBe(0);
    expect(uidsOf(await unit.tasks.view({ view: { labelId: 'red' } }))).toEqual([]);
    await undoLatest(unit);
    expect(uidsOf(await unit.tasks.view({ view: { labelId: 'red' } }))).toEqual(['a']);
  });

  test.each([
    [{ listId: 'gone' }, 'list'],
    [{ sectionId: 'gone' }, 'section'],
    [{ parentUid: 'gone' }, 'task'],
    [{ labelIds: ['red', 'gone'] }, 'label'],
  ])('%j is not found, the same for what another person has', async (place, noun) => {
    const unit = await newUnit();
    const other = await newUnit();
    await other.lists.create({ id: 'gone', name: 'x' });
    await other.sections.create({ id: 'gone', listId: 'home', name: 'x' });
    await other.labels.create({ id: 'gone', name: 'x' });
    await other.tasks.create(task('gone'));
    await unit.tasks.create(task('here'));
    const expected = { code: 'NOT_FOUND', message: `There is no such ${noun}.` };
    expect(await refusal(unit.tasks.create({ title: 'x', ...place }))).toMatchObject(expected);
    const calls =
      'labelIds' in place
        ? [
            () => unit.tasks.update({ id: 'here', ...place }),
            () => unit.tasks.updateMany({ ids: ['here'], addLabelIds: ['gone'] }),
            () => unit.tasks.updateMany({ ids: ['here'], removeLabelIds: ['gone'] }),
            () => unit.tasks.view({ view: { labelId: 'gone' } }),
          ]
        : [() => unit.tasks.move({ ids: ['here'], ...place })];
    for (const call of calls) expect(await refusal(call())).toMatchObject(expected);
  });

  test('fields of a place that contradict each other are refused there', async () => {
    const unit = await newUnit();
    await unit.tasks.create(task('a', { listId: 'home' }));
    for (const [place, field] of [
      [{ listId: 'home', sectionId: 'desk' }, 'sectionId'],
      [{ listId: 'work', parentUid: 'a' }, 'parentUid'],
      [{ before: 'a', after: 'a' }, 'after'],
    ] as const) {
      expect(await refusal(unit.tasks.create({ title: 'x', ...place }))).toMatchObject({
        code: 'BAD_REQUEST',
        data: { zodError: { fieldErrors: { [field]: [expect.any(String)] } } },
      });
    }
  });

  test('completing takes those below along, opening those above, and one undo brings all back', async () => {
    const unit = await newUnit();
    await unit.tasks.createMany({
      tasks: [task('a'), task('b', { parentUid: 'a' }), task('c', { parentUid: 'b' })],
    });
    const open = async () => [...(await all(unit)).values()].filter((one) => !one.completed).length;
    const done = await unit.tasks.update({ id: 'a', completed: true });
    expect(done).toMatchObject({ completed: true, completedAt: done.updatedAt });
    expect(await open()).toBe(0);
    expect((await latest(unit)).changes).toHaveLength(3);
    await unit.tasks.updateMany({ ids: ['c'], completed: false, priority: 5 });
    expect(await open()).toBe(3);
    await undoLatest(unit);
    expect(await open()).toBe(0);
    expect((await all(unit)).get('c')).toMatchObject({
      completedAt: done.completedAt,
      priority: 0,
    });
    await unit.tasks.create(task('d', { parentUid: 'c' }));
    expect(await open()).toBe(4);
  });

  test('labels are added to and taken off several tasks, 20 at most', async () => {
    const unit = await newUnit();
    const ids = Array.from({ length: 20 }, (_, n) => `l${n}`);
    for (const id of ids) await unit.labels.create({ id, name: id });
    await unit.tasks.createMany({ tasks: [task('a', { labelIds: ids.slice(0, 19) }), task('b')] });
    const update = { ids: ['a', 'b'], addLabelIds: ['red', 'l1'], removeLabelIds: ['l0'] };
    const { items } = await unit.tasks.updateMany(update);
    expect(items.map(({ labelIds }) => labelIds.length)).toEqual([19, 2]);
    expect(uidsOf(await unit.tasks.view({ view: { labelId: 'red' } }))).toEqual(['b', 'a']);
    expect(uidsOf(await unit.tasks.view({ view: { labelId: 'l0' } }))).toEqual([]);
    const more = unit.tasks.updateMany({ ids: ['a', 'b'], addLabelIds: ['l0', 'blue'] });
    expect(await refusal(more)).toMatchObject({
      code: 'BAD_REQUEST',
      data: { zodError: { formErrors: [expect.stringContaining('20')] } },
    });
    await unit.tasks.delete({ id: 'a' });
    expect(uidsOf(await unit.tasks.view({ view: { labelId: 'red' } }))).toEqual(['b']);
  });

  test('a move takes subtrees along, and one that changes nothing writes nothing', async () => {
    const unit = await newUnit();
    await unit.tasks.createMany({
      tasks: [
        ...['a', 'b', 'c'].map((uid) => task(uid, { listId: 'home' })),
        task('b1', { parentUid: 'b' }),
        task('x', { listId: 'work' }),
      ],
    });
    const roots = async (listId: string) =>
      (await unit.tasks.view({ view: { listId } })).items
        .filter(({ parentUid }) => parentUid === null)
        .map(({ uid }) => uid);
    await unit.tasks.move({ ids: ['c'], before: 'a' });
    expect(await roots('home')).toEqual(['c', 'a', 'b']);
    const { id } = await latest(unit);
    for (const move of [
      { ids: ['c'], before: 'a' },
      { ids: ['a'], after: 'c', listId: 'home' },
      { ids: ['b'] },
      { ids: ['b1'], parentUid: 'b' },
    ]) {
      await unit.tasks.move(move);
    }
    expect((await latest(unit)).id).toBe(id);
    const { items } = await unit.tasks.move({ ids: ['b', 'a'], listId: 'work', before: 'x' });
    expect(uidsOf({ items })).toEqual(['b', 'a']);
    expect(await roots('work')).toEqual(['b', 'a', 'x']);
    expect((await all(unit)).get('b1')).toMatchObject({ listId: 'work', parentUid: 'b' });
    await undoLatest(unit);
    expect(await roots('home')).toEqual(['c', 'a', 'b']);
    await unit.tasks.move({ ids: ['c', 'x'], parentUid: 'b', after: 'b1' });
    expect(uidsOf(await unit.tasks.view({ view: { parentUid: 'b' } }))).toEqual(['b1', 'c', 'x']);
    const cycle = unit.tasks.move({ ids: ['b'], parentUid: 'c' });
    expect(await refusal(cycle)).toMatchObject({
      data: { zodError: { fieldErrors: { parentUid: [expect.any(String)] } } },
    });
  });

  test('rows with equal ranks are spread where a task comes between them', async () => {
    const person = newPerson();
    const unit = db.unitOfWork(person);
    const values = Array.from(
      { length: 100 },
      (_, n) => `('${person}', '${n}', 'u${n}', 'g1234567')`,
    );
    await execute(
      temporary.url,
      `insert into task (user_id, title, uid, rank) values ${values.join()}`,
    );
    await unit.tasks.move({ ids: ['u99'], before: 'u50' });
    const order = uidsOf(await unit.tasks.view({ view: 'inbox', limit: 500 }));
    const expected = Array.from({ length: 99 }, (_, n) => `u${n}`);
    expected.splice(50, 0, 'u99');
    expect(order).toEqual(expected);
    expect((await latest(unit)).changes.length).toBeLessThan(60);
  });

  test('deleting takes subtrees, and one undo restores them with their labels', async () => {
    const unit = await newUnit();
    await unit.tasks.createMany({
      tasks: [
        task('a'),
        task('b', { parentUid: 'a', labelIds: ['red'] }),
        task('c', { parentUid: 'b' }),
        task('d'),
      ],
    });
    const before = await all(unit);
    const { id } = await unit.tasks.delete({ id: 'a' });
    expect(id).toBe(before.get('a')?.id);
    expect([...(await all(unit)).keys()]).toEqual(['d']);
    await undoLatest(unit);
    expect([...(await all(unit)).keys()].toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(uidsOf(await unit.tasks.view({ view: { labelId: 'red' } }))).toEqual(['b']);
    const ids = ['c', 'a', id];
    expect(await unit.tasks.deleteMany({ ids })).toEqual({ ids: [before.get('c')?.id, id, id] });
    expect([...(await all(unit)).keys()]).toEqual(['d']);
  });

  test('completed tasks of a list are cleared with what is under them', async () => {
    const unit = await newUnit();
    await unit.tasks.createMany({
      tasks: [
        task('a', { listId: 'home' }),
        task('a1', { parentUid: 'a' }),
        task('b', { listId: 'home' }),
        task('b1', { parentUid: 'b' }),
        task('x'),
      ],
    });
    await unit.tasks.updateMany({ ids: ['a', 'b1', 'x'], completed: true });
    expect(await unit.tasks.clearCompleted({ listId: 'home' })).toEqual({ deleted: 3, left: 0 });
    expect([...(await all(unit)).keys()].toSorted()).toEqual(['b', 'x']);
    expect(await unit.tasks.clearCompleted({ listId: null })).toEqual({ deleted: 1, left: 0 });
    expect(await refusal(unit.tasks.clearCompleted({ listId: 'gone' }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a completed task with an open child, as an older version leaves it, is not cleared', async () => {
    const unit = await newUnit();
    const { items } = await unit.tasks.createMany({
      tasks: [task('a'), task('b', { parentUid: 'a' })],
    });
    await execute(temporary.url, `update task set completed = true where id = ${items[0]?.id}`);
    expect(await unit.tasks.clearCompleted()).toEqual({ deleted: 0, left: 1 });
  });

  test('what was done earlier is completed at that time', async () => {
    const person = newPerson();
    const { id } = await db.unitOfWork(person).tasks.create({ title: 'x' });
    const toggle = async (at: string | undefined) => {
      await db.unitOfWork(person).tasks.update({ id, completed: false });
      const { tasks } = db.unitOfWork(person, undefined, undefined, at);
      const { completedAt, updatedAt } = await tasks.update({ id, completed: true });
      return { completedAt, isNow: completedAt === updatedAt };
    };
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    expect(await toggle(yesterday)).toEqual({ completedAt: yesterday, isNow: false });
    expect(await toggle(new Date(Date.now() + 60_000).toISOString())).toMatchObject({
      isNow: true,
    });
    expect(await toggle('2020-01-01T00:00:00.000Z')).toMatchObject({ isNow: true });
    expect(await toggle(undefined)).toMatchObject({ isNow: true });
  });

  describe('an undo that would break a tree is refused, and says what is in the way', () => {
    const blocked = async (unit: UnitOfWork, id: string) => {
      const error = await refusal(unit.operations.undo({ id }));
      expect(error).toMatchObject({ code: 'CONFLICT' });
      return Object(error).data.blockedBy?.id;
    };

    test('a created list, section, label or parent that is named since', async () => {
      const unit = await newUnit();
      const made: string[] = [];
      const make = async (call: Promise<unknown>) => {
        await call;
        made.push((await latest(unit)).id);
      };
      await make(unit.lists.create({ id: 'new', name: 'new' }));
      await make(unit.sections.create({ id: 'new', listId: 'new', name: 'new' }));
      const ofList = (await latest(unit)).id;
      await make(unit.labels.create({ id: 'new', name: 'new' }));
      await make(unit.tasks.create(task('new')));
      await unit.tasks.create({ title: 'x', sectionId: 'new', labelIds: ['new'] });
      const ofAll = (await latest(unit)).id;
      await unit.tasks.create({ title: 'x', parentUid: 'new' });
      const ofTask = (await latest(unit)).id;
      const found = [];
      for (const id of made) found.push(await blocked(unit, id));
      expect(found).toEqual([ofList, ofAll, ofAll, ofTask]);
    });

    test('a reference to what was deleted since', async () => {
      const unit = await newUnit();
      await unit.tasks.createMany({ tasks: [task('p'), task('c', { parentUid: 'p' })] });
      await unit.tasks.move({ ids: ['c'], parentUid: null });
      const moved = (await latest(unit)).id;
      await unit.tasks.delete({ id: 'p' });
      expect(await blocked(unit, moved)).toBe((await latest(unit)).id);
    });

    test('a uid that another task has since', async () => {
      const unit = await newUnit();
      await unit.tasks.createMany({ tasks: [task('a'), task('b')] });
      await unit.tasks.deleteMany({ ids: ['a', 'b'] });
      const deleted = (await latest(unit)).id;
      await unit.tasks.create(task('b'));
      const other = (await latest(unit)).id;
      expect(await blocked(unit, deleted)).toBe(other);
      await unit.operations.undo({ id: other });
      await unit.operations.undo({ id: deleted });
      expect([...(await all(unit)).keys()].toSorted()).toEqual(['a', 'b']);
    });

    test.each<[string, (unit: UnitOfWork) => Promise<unknown>]>([
      ['a cycle', ({ tasks }) => tasks.move({ ids: ['p'], parentUid: 'c' })],
      [
        'an open task under a completed one',
        ({ tasks }) => tasks.update({ id: 'p', completed: true }),
      ],
      [
        'a child in another list than its parent',
        ({ tasks }) => tasks.move({ ids: ['p'], listId: 'work' }),
      ],
    ])('%s', async (_name, meanwhile) => {
      const unit = await newUnit();
      await unit.tasks.createMany({ tasks: [task('p'), task('c', { parentUid: 'p' })] });
      await unit.tasks.move({ ids: ['c'], parentUid: null });
      const moved = (await latest(unit)).id;
      await meanwhile(unit);
      expect(await blocked(unit, moved)).toBe((await latest(unit)).id);
    });

    test('a section of another list', async () => {
      const unit = await newUnit();
      const moveTwice = async (uid: string, first: Place, second: Place) => {
        await unit.tasks.create(task(uid, { sectionId: 'kitchen' }));
        await unit.tasks.move({ ids: [uid], ...first });
        const { id } = await latest(unit);
        await unit.tasks.move({ ids: [uid], ...second });
        expect(await blocked(unit, id)).toBe((await latest(unit)).id);
      };
      await moveTwice('x', { sectionId: null }, { listId: 'work' });
      await moveTwice('y', { listId: 'work', sectionId: null }, { sectionId: 'desk' });
      await unit.tasks.create(task('z', { sectionId: 'kitchen' }));
      await unit.sections.delete({ id: 'kitchen' });
      const deleted = (await latest(unit)).id;
      await unit.tasks.move({ ids: ['z'], listId: 'work' });
      expect(await blocked(unit, deleted)).toBe((await latest(unit)).id);
    });

    test('a sixth level, a child left behind, an open child under a completed one', async () => {
      const unit = await newUnit();
      const chain = ['1', '2', '3', '4'].map((uid, at) =>
        task(uid, at ? { parentUid: String(at) } : {}),
      );
      await unit.tasks.createMany({ tasks: [...chain, task('x', { parentUid: '4' })] });
      await unit.tasks.move({ ids: ['x'], parentUid: null });
      const moved = (await latest(unit)).id;
      await unit.tasks.create(task('y', { parentUid: 'x' }));
      expect(await blocked(unit, moved)).toBe((await latest(unit)).id);

      await unit.tasks.create(task('z'));
      await unit.tasks.move({ ids: ['z'], listId: 'home' });
      const left = (await latest(unit)).id;
      await unit.tasks.create(task('z1', { parentUid: 'z' }));
      expect(await blocked(unit, left)).toBe((await latest(unit)).id);

      await unit.tasks.create(task('d'));
      await unit.tasks.update({ id: 'd', completed: true });
      await unit.tasks.update({ id: 'd', completed: false });
      const opened = (await latest(unit)).id;
      await unit.tasks.create(task('d1', { parentUid: 'd' }));
      expect(await blocked(unit, opened)).toBe((await latest(unit)).id);
    });
  });

  test('a uid that is taken is refused, in a tree too', async () => {
    const unit = await newUnit();
    await unit.tasks.create(task('a'));
    const calls = [
      () => unit.tasks.create(task('a', { listId: 'home' })),
      () => unit.tasks.createMany({ tasks: [task('b', { listId: 'home' }), task('b')] }),
      () => unit.tasks.create(task('a', { parentUid: 'a' })),
    ];
    for (const call of calls) expect(await refusal(call())).toMatchObject({ code: 'CONFLICT' });
  });

  test('concurrent moves make no cycle, and no task outlives its list', async () => {
    const person = newPerson();
    const unit = await newUnit(person);
    await using other = await openDatabase({ url: temporary.url });
    const elsewhere = other.unitOfWork(person);
    for (let round = 0; round < 5; round += 1) {
      const [a, b, id] = [`a${round}`, `b${round}`, `list${round}`];
      await unit.lists.create({ id, name: id });
      await unit.tasks.createMany({ tasks: [task(a), task(b)] });
      const moves = await Promise.allSettled([
        unit.tasks.move({ ids: [a], parentUid: b }),
        elsewhere.tasks.move({ ids: [b], parentUid: a }),
      ]);
      expect(moves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const [created] = await Promise.allSettled([
        unit.tasks.create(task(`c${round}`, { listId: id })),
        elsewhere.lists.delete({ id }),
      ]);
      if (created.status === 'rejected')
        expect(created.reason).toMatchObject({ code: 'NOT_FOUND' });
      expect((await all(unit)).has(`c${round}`)).toBe(false);
    }
  });

  test('a child whose parent an older version deleted is moved at the next start, as the journal says', async () => {
    const unit = await newUnit();
    const { items } = await unit.tasks.createMany({
      tasks: [task('a'), task('b', { parentUid: 'a' }), task('c', { parentUid: 'b' })],
    });
    await execute(temporary.url, `delete from task where id = ${items[0]?.id}`);
    await (await openDatabase({ url: temporary.url })).close();
    const found = await all(unit);
    expect(found.get('b')?.parentUid).toBeNull();
    expect(found.get('c')?.parentUid).toBe('b');
    const { changes } = await latest(unit);
    expect(changes).toMatchObject([{ before: { parentUid: 'a' }, after: found.get('b') }]);
  });

  test('a repeat of a move gets the same answer', async () => {
    const unit = await newUnit();
    await unit.tasks.createMany({ tasks: [task('a'), task('b')] });
    const move = { ids: ['b'], before: 'a', operationId: randomUUID() };
    expect(await unit.tasks.move(move)).toEqual(await unit.tasks.move(move));
  });
});

test('tasks of one person that cannot be moved at a start do not keep those of others', async () => {
  await using temporary = await openTemporaryDatabase('sqlite');
  const people = [newPerson(), newPerson()];
  for (const id of people) {
    await temporary.db.unitOfWork(id).tasks.createMany({
      tasks: [
        { uid: 'a', title: 'a' },
        { uid: 'b', title: 'b', parentUid: 'a' },
      ],
    });
  }
  await execute(temporary.url, `delete from task where uid = 'a'`);
  await execute(
    temporary.url,
    `create trigger never before update on task when new.user_id = '${people[0]}'
     begin select raise(abort, 'never'); end`,
  );
  await (await openDatabase({ url: temporary.url })).close();
  expect(await execute(temporary.url, 'select parent_uid from task order by id')).toEqual([
    { parent_uid: 'a' },
    { parent_uid: null },
  ]);
});
