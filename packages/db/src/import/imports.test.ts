import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { latest, refusal } from '../testing/history.ts';

const rows = {
  lists: [
    { id: 'home', name: 'Home', color: 'red' as const },
    { id: 'old', name: 'Old', archived: true },
  ],
  sections: [
    { id: 'kitchen', listId: 'home', name: 'Kitchen' },
    { id: 'cellar', listId: 'home', name: 'Cellar' },
  ],
  labels: [{ id: 'phone', name: 'phone' }],
  filters: [{ id: 'mine', name: 'Mine', query: '#Home & @phone' }],
  tasks: [
    {
      uid: 'a',
      title: 'A',
      listId: 'home',
      sectionId: 'kitchen',
      labelIds: ['phone'],
      due: '2026-12-24',
      rule: 'FREQ=DAILY',
    },
    {
      uid: 'b',
      title: 'B',
      parentUid: 'a',
      completed: true,
      completedAt: '2026-11-03T10:15:00.000Z',
    },
    {
      uid: 'c',
      title: 'C',
      completed: true,
      createdAt: '2026-10-01T08:00:00.000Z',
      completedAt: '2026-11-03T10:15:00.000Z',
      occurrence: '2026-11-03',
      seriesUid: 'a',
    },
  ],
};
const names = (noun: string, ...ids: string[]) => ids.map((id) => ({ noun, id }));

describe.each(engines)('an import on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());
  const newUnit = () => temporary.db.unitOfWork(newPerson());

  test('makes rows of all nouns in one operation, which one undo takes back', async () => {
    const unit = newUnit();
    const { made, there } = await unit.imports.add(rows);
    expect(made).toEqual([
      ...names('list', 'home', 'old'),
      ...names('section', 'kitchen', 'cellar'),
      ...names('label', 'phone'),
      ...names('filter', 'mine'),
      ...names('task', 'a', 'b', 'c'),
    ]);
    expect(there).toEqual([]);
    expect((await unit.lists.list()).items).toMatchObject([
      { id: 'home', color: 'red', archivedAt: null },
      { id: 'old', archivedAt: expect.any(String) },
    ]);
    expect((await unit.sections.list()).items.map(({ id }) => id)).toEqual(['kitchen', 'cellar']);
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((id) => unit.tasks.get({ id })));
    expect(a).toMatchObject({ anchor: '2026-12-24', occurrence: '2026-12-24', completed: false });
    expect(b).toMatchObject({ listId: 'home', sectionId: 'kitchen', ...rows.tasks[1] });
    expect(c).toMatchObject(rows.tasks[2] ?? {});
    const operation = await latest(unit);
    expect(operation).toMatchObject({ kind: 'import.add', changes: { length: 9 } });
    await unit.operations.undo({ id: operation.id });
    expect((await unit.lists.list()).items).toEqual([]);
    expect((await unit.tasks.list()).items).toEqual([]);
    expect((await unit.imports.add(rows)).made).toHaveLength(9);
  });

  test('leaves what is there as it is, also what was changed since', async () => {
    const unit = newUnit();
    const { made } = await unit.imports.add(rows);
    await unit.tasks.update({ id: 'a', title: 'Changed' });
    await unit.lists.update({ id: 'home', name: 'House' });
    const before = await latest(unit);
    expect(await unit.imports.add(rows)).toEqual({ made: [], there: made });
    expect(await unit.tasks.get({ id: 'a' })).toMatchObject({ title: 'Changed' });
    expect((await latest(unit)).id).toBe(before.id);
    const longer = {
      ...rows,
      tasks: [...rows.tasks, { uid: 'd', title: 'D', parentUid: 'a', listId: 'home' }],
    };
    await unit.tasks.move({ ids: ['a'], listId: 'old' });
    expect((await unit.imports.add(longer)).made).toEqual(names('task', 'd'));
    // Its parent was moved since.
    expect(await unit.tasks.get({ id: 'd' })).toMatchObject({ listId: 'old', sectionId: null });
  });

  test('the same id twice in one call is one row', async () => {
    const { lists, tasks, labels } = { ...rows, tasks: [{ uid: 'a', title: 'A' }] };
    const twice = {
      lists: [...lists, ...lists],
      tasks: [...tasks, ...tasks],
      labels: [...labels, ...labels],
    };
    const { made, there } = await newUnit().imports.add(twice);
    expect(made).toHaveLength(4);
    expect(there).toEqual(made);
  });

  test('a label counts as the one of its name', async () => {
    const unit = newUnit();
    await unit.labels.create({ id: 'mine', name: 'PHONE' });
    const labels = [...rows.labels, { id: 'other', name: 'Other' }, { id: 'again', name: 'OTHER' }];
    const tasks = [{ uid: 'a', title: 'A', labelIds: ['again', 'phone', 'mine'] }];
    expect(await unit.imports.add({ labels, tasks })).toEqual({
      made: [...names('label', 'other'), ...names('task', 'a')],
      there: names('label', 'mine', 'other'),
    });
    expect(await unit.tasks.get({ id: 'a' })).toMatchObject({ labelIds: ['mine', 'other'] });
  });

  test('rows stand in the order of the input, also beside others', async () => {
    const unit = newUnit();
    await unit.lists.create({ id: 'x', name: 'X' });
    await unit.imports.add({
      lists: [
        { id: '2', name: 'b', before: 'x' },
        { id: '1', name: 'a', before: '2' },
        { id: '3', name: 'c', after: 'x' },
        { id: '4', name: 'd' },
        { id: '5', name: 'e' },
      ],
      tasks: ['t2', 't1', 't3'].map((uid) => ({ uid, title: uid })),
    });
    expect((await unit.lists.list()).items.map(({ id }) => id)).toEqual([
      '1',
      '2',
      'x',
      '3',
      '4',
      '5',
    ]);
    const inbox = await unit.tasks.view({ view: 'inbox' });
    expect(inbox.items.map(({ uid }) => uid)).toEqual(['t2', 't1', 't3']);
  });

  test('times are never in the future', async () => {
    const unit = newUnit();
    const future = '2190-01-01T00:00:00.000Z';
    await unit.imports.add({
      tasks: [{ uid: 'a', title: 'A', completed: true, completedAt: future, createdAt: future }],
    });
    const { createdAt, completedAt, updatedAt } = await unit.tasks.get({ id: 'a' });
    expect([createdAt, completedAt]).toEqual([updatedAt, updatedAt]);
  });

  test('an open part opens its parent', async () => {
    const unit = newUnit();
    await unit.imports.add({ tasks: [{ uid: 'a', title: 'A', completed: true }] });
    await unit.imports.add({ tasks: [{ uid: 'b', title: 'B', parentUid: 'a' }] });
    expect(await unit.tasks.get({ id: 'a' })).toMatchObject({
      completed: false,
      completedAt: null,
    });
  });

  test('is all or nothing, and never touches what is somebody else’s', async () => {
    const [unit, other] = [newUnit(), newUnit()];
    await other.imports.add(rows);
    const stranger = [
      { tasks: [{ uid: 'n', title: 'N', listId: 'home' }] },
      { tasks: [{ uid: 'n', title: 'N', sectionId: 'kitchen' }] },
      { tasks: [{ uid: 'n', title: 'N', parentUid: 'a' }] },
      { tasks: [{ uid: 'n', title: 'N', labelIds: ['phone'] }] },
      { sections: [{ id: 'n', name: 'N', listId: 'home' }] },
    ];
    for (const input of stranger)
      expect(await refusal(unit.imports.add(input))).toMatchObject({ code: 'NOT_FOUND' });
    const wrong = [
      { tasks: [{ uid: 'n', title: 'N', due: 'soon' }] },
      {
        tasks: [
          { uid: 'n', title: 'N', due: '2026-12-24', rule: 'FREQ=DAILY', occurrence: 'soon' },
        ],
      },
      { filters: [{ id: 'n', name: 'N', query: '(' }] },
      {
        ...rows,
        sections: Array.from({ length: 100 }, (_, index) => ({
          id: `${index}`,
          listId: 'home',
          name: 'S',
        })),
        tasks: [...rows.tasks, { uid: 'n', title: 'N', listId: 'nothing' }],
      },
    ];
    for (const input of wrong)
      expect(await refusal(unit.imports.add(input))).toMatchObject({
        code: expect.stringMatching(/BAD_REQUEST|NOT_FOUND/),
      });
    expect((await unit.lists.list()).items).toEqual([]);
    expect((await unit.imports.add(rows)).made).toHaveLength(9);
    expect((await other.tasks.get({ id: 'a' })).title).toBe('A');
  });

  test('the same operation again does nothing', async () => {
    const unit = newUnit();
    const input = { ...rows, operationId: '0b0f5d7a-90f4-4b0e-8d8e-6c1a5d2c9f10' };
    const first = await unit.imports.add(input);
    expect(await unit.imports.add(input)).toEqual(first);
    expect(await refusal(unit.imports.add({ ...input, lists: [] }))).toMatchObject({
      code: 'CONFLICT',
    });
  });
});
