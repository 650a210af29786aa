import type { TaskRead, TaskView } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { internalsOf } from '../internals.ts';
import type { Database, UnitOfWork } from '../open-database.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { refusal } from '../testing/history.ts';
import { createScopeProvider } from '../unit-of-work.ts';
import { viewTasks } from './view.ts';

describe.each(engines)('views on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    db = temporary.db;
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const uidsOf = ({ items }: { items: TaskRead[] }) => items.map(({ uid }) => uid);
  const task = (uid: string, more: object = {}) => ({ uid, title: uid, ...more });

  async function newUnit(): Promise<UnitOfWork> {
    const unit = db.unitOfWork(newPerson());
    for (const id of ['home', 'old']) await unit.lists.create({ id, name: id });
    await unit.labels.create({ id: 'red', name: 'red' });
    await unit.filters.create({ id: 'reds', name: 'reds', query: '@red' });
    await unit.tasks.createMany({
      tasks: [
        task('a', { labelIds: ['red'] }),
        task('b', { listId: 'home', labelIds: ['red'] }),
        task('b1', { parentUid: 'b' }),
        task('b2', { parentUid: 'b', before: 'b1' }),
        task('c', { listId: 'home', before: 'b' }),
        task('d', { listId: 'home', labelIds: ['red'] }),
        task('o', { listId: 'old', labelIds: ['red'] }),
      ],
    });
    await unit.tasks.update({ id: 'd', completed: true });
    await unit.lists.archive({ id: 'old', archived: true });
    return unit;
  }

  const expected: [TaskView, boolean, string[]][] = [
    ['inbox', false, ['a']],
    [{ listId: 'home' }, false, ['c', 'b', 'b2', 'b1']],
    [{ listId: 'home' }, true, ['d']],
    [{ listId: 'old' }, false, ['o']],
    [{ parentUid: 'b' }, false, ['b2', 'b1']],
    ['logbook', false, ['d']],
    [{ labelId: 'red' }, false, ['b', 'a']],
    [{ filterId: 'reds' }, false, ['b', 'a']],
    [{ query: '#Inbox | subtask' }, false, ['b2', 'b1', 'a']],
    [{ query: 'done & @red' }, false, ['d']],
    [{ query: '#none' }, false, []],
  ];

  test('each has its tasks in its order, whole and in pages', async () => {
    const { tasks } = await newUnit();
    for (const [view, completed, uids] of expected) {
      const input = { view, ...(completed ? { completed } : {}) };
      const whole = await tasks.view(input);
      const isByRank = typeof view === 'object' && 'listId' in view;
      const found = isByRank ? uidsOf(whole).toSorted() : uidsOf(whole);
      expect({ view, found }).toEqual({ view, found: isByRank ? uids.toSorted() : uids });
      expect(whole).toMatchObject({
        nextCursor: null,
        ahead: [],
        today: new Date().toISOString().slice(0, 10),
      });
      const pages: TaskRead[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await tasks.view({ ...input, limit: 1, cursor });
        pages.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(pages).toEqual(whole.items);
    }
  });

  test('a task without rank is at its place in each page, before it is backfilled', async () => {
    const personId = newPerson();
    const unit = db.unitOfWork(personId);
    await unit.lists.create({ id: 'home', name: 'home' });
    const place = { listId: 'home' };
    await unit.tasks.createMany({ tasks: [task('p', place), task('x', { parentUid: 'p' })] });
    const insert = async (title: string) =>
      execute(
        temporary.url,
        `insert into task (user_id, title, list_id, parent_uid, created_at)
         select user_id, '${title}', list_id, uid, created_at from task
         where user_id = '${personId}' and uid = 'p'`,
      );
    for (const title of ['first', 'second']) await insert(title);
    await unit.tasks.create(task('last', { parentUid: 'p' }));
    for (const view of [place, { parentUid: 'p' }]) {
      const titles = ['p', 'x', 'first', 'second', 'last'].slice('listId' in view ? 0 : 1);
      for (const limit of [1, 2, 3, 50]) {
        const found: string[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await unit.tasks.view({ view, limit, cursor });
          found.push(...page.items.map(({ title }) => title));
          cursor = page.nextCursor;
        }
        expect({ view, limit, found: found.toSorted() }).toEqual({
          view,
          limit,
          found: titles.toSorted(),
        });
        const whole = (await unit.tasks.view({ view })).items.map(({ title }) => title);
        expect(found).toEqual(whole);
      }
    }
    const before = (await unit.tasks.view({ view: place })).items;
    await db.fillTasks();
    expect((await unit.tasks.view({ view: place })).items).toEqual(before);
    expect(await execute(temporary.url, 'select 1 from task where rank is null')).toEqual([]);
  });

  test('a cursor belongs to its view, zone and `completed`', async () => {
    const { tasks } = await newUnit();
    const view = { listId: 'home' };
    const { nextCursor: cursor } = await tasks.view({ view, limit: 1 });
    expect(uidsOf(await tasks.view({ view, cursor }))).toHaveLength(3);
    for (const other of [
      { view: 'inbox' as const, cursor },
      { view: { listId: 'old' }, cursor },
      { view, cursor, completed: true },
      { view, cursor, zone: 'Asia/Kolkata' },
      { view, cursor: `${cursor}x` },
    ]) {
      expect(await refusal(tasks.view(other))).toMatchObject({
        code: 'BAD_REQUEST',
        data: { zodError: { fieldErrors: { cursor: [expect.any(String)] } } },
      });
    }
  });

  test.each<[TaskView, string]>([
    [{ listId: 'theirs' }, 'list'],
    [{ parentUid: 'theirs' }, 'task'],
    [{ labelId: 'theirs' }, 'label'],
    [{ filterId: 'theirs' }, 'filter'],
  ])('%j of another person is not found, as one that does not exist', async (view, noun) => {
    const other = db.unitOfWork(newPerson());
    await other.lists.create({ id: 'theirs', name: 'x' });
    await other.labels.create({ id: 'theirs', name: 'x' });
    await other.filters.create({ id: 'theirs', name: 'x', query: 'p1' });
    await other.tasks.create(task('theirs'));
    await other.tasks.view({ view });
    expect(await refusal(db.unitOfWork(newPerson()).tasks.view({ view }))).toMatchObject({
      code: 'NOT_FOUND',
      message: `There is no such ${noun}.`,
    });
  });

  test('a page goes on where tasks of it are deleted while it is read', async () => {
    const person = newPerson();
    const unit = db.unitOfWork(person);
    const today = new Date().toISOString().slice(0, 10);
    await unit.labels.create({ id: 'red', name: 'red' });
    const more = { labelIds: ['red'], due: today };
    const { read } = createScopeProvider({ ...internalsOf(db), fork: () => expect.fail() }, person);
    for (const view of ['today', { labelId: 'red' }] as const) {
      const uids = ['a', 'b', 'c', 'd'].map((name) => `${name}-${typeof view}`);
      await unit.tasks.createMany({ tasks: uids.map((uid) => task(uid, more)) });
      const whole = uidsOf(await unit.tasks.view({ view }));
      const gone = whole[1] ?? '';
      const { items, nextCursor } = await read(({ query, ...scope }) =>
        viewTasks(
          {
            ...scope,
            async query(statement, values) {
              const isOfRows = 'ids' in values && !String(values.ids).includes('settings');
              if (isOfRows) await unit.tasks.delete({ id: gone });
              return query(statement, values);
            },
          },
          { view, limit: 2 },
        ),
      );
      const next = await unit.tasks.view({ view, cursor: nextCursor, limit: 2 });
      expect([...items, ...next.items].map(({ uid }) => uid)).toEqual(
        whole.filter((uid) => uid !== gone),
      );
      await unit.tasks.deleteMany({ ids: whole.filter((uid) => uid !== gone) });
    }
  });

  test('the logbook ends, also with tasks that an older version opened', async () => {
    const unit = await newUnit();
    const done = ['x', 'y', 'z'];
    await unit.tasks.createMany({ tasks: done.map((uid) => task(uid)) });
    for (const id of done) await unit.tasks.complete({ id });
    const { id } = await unit.tasks.get({ id: 'y' });
    const { updatedAt } = await unit.tasks.update({ id: 'x', title: 'the latest' });
    const time = engine === 'sqlite' ? Date.parse(updatedAt) : `'${updatedAt}'`;
    await execute(
      temporary.url,
      `update task set completed = false, updated_at = ${time} where id = ${id}`,
    );
    const found: string[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < 5 && cursor !== null; page += 1) {
      const { items, nextCursor } = await unit.tasks.view({ view: 'logbook', limit: 1, cursor });
      found.push(...items.map(({ uid }) => uid));
      cursor = nextCursor;
    }
    expect(found).toEqual(['z', 'x', 'd']);
  });

  test('a query that does not parse is refused with the place of the problem', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    expect(await refusal(tasks.view({ view: { query: 'p1 &' } }))).toMatchObject({
      code: 'BAD_REQUEST',
      data: { zodError: { fieldErrors: { query: [expect.stringMatching(/ at 4$/)] } } },
    });
    expect(await refusal(tasks.view({ view: 'logbook', completed: true }))).toMatchObject({
      data: { zodError: { fieldErrors: { completed: [expect.any(String)] } } },
    });
  });

  test('today is that of the zone, by default of the settings', async () => {
    const unit = db.unitOfWork(newPerson());
    const todayIn = async (zone?: string) =>
      (await unit.tasks.view({ view: 'inbox', ...(zone ? { zone } : {}) })).today;
    const days = [await todayIn('Pacific/Kiritimati'), await todayIn('Pacific/Pago_Pago')];
    expect(new Set(days).size).toBe(2);
    await unit.settings.update({ zone: 'Pacific/Kiritimati' });
    expect(await todayIn()).toBe(days[0]);
  });

  test('open tasks are counted by list, subtasks and archived lists too', async () => {
    const unit = await newUnit();
    expect(await unit.lists.counts()).toEqual({
      inbox: 1,
      today: 0,
      overdue: 0,
      lists: { home: 4, old: 1 },
    });
    const nobody = db.unitOfWork(newPerson());
    expect(await nobody.lists.counts()).toEqual({ inbox: 0, today: 0, overdue: 0, lists: {} });
  });
});
