import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cursorAfter } from '../cursor.ts';
import type { Database } from '../open-database.ts';
import {
  engines,
  execute,
  newPerson,
  newTasks,
  openTemporaryDatabase,
  watchStatements,
} from '../testing/databases.ts';
import { unplaced } from '../testing/factories.ts';

// The fingerprint is not a secret.
const forged = (id: number) => cursorAfter(id, [undefined, '']);

describe.each(engines)('reads on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    db = temporary.db;
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const withTasks = async (...titles: string[]) => {
    const { tasks } = db.unitOfWork(newPerson());
    for (const title of titles) await tasks.create({ title });
    return tasks;
  };
  const titles = (page: { items: { title: string }[] }) => page.items.map((item) => item.title);

  test('a page is newest first and ends with a cursor only if there is more', async () => {
    const tasks = await withTasks('1', '2', '3');
    const first = await tasks.list({ limit: 2 });
    expect(titles(first)).toEqual(['3', '2']);
    const second = await tasks.list({ limit: 2, cursor: first.nextCursor });
    expect(titles(second)).toEqual(['1']);
    expect(second.nextCursor).toBeNull();
    expect((await tasks.list({ limit: 3 })).nextCursor).toBeNull();
  });

  test('all tasks of a filter are read page by page, while some are created and deleted', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    const created = [];
    for (let page = 0; page < 3; page += 1) {
      created.push(...(await tasks.createMany({ tasks: newTasks(70) })).items);
    }
    const done = created.filter((_, place) => place % 2 === 0).map(({ id }) => id);
    await tasks.updateMany({ ids: done, completed: true });
    const found = [];
    for await (const { id } of tasks.all({ completed: true })) {
      if (found.length === 0) await tasks.create({ title: 'later' });
      found.push(id);
      await tasks.delete({ id });
    }
    expect(found).toEqual(done.toReversed());
    const titlesLeft = [];
    for await (const { title } of tasks.all()) titlesLeft.push(title);
    expect(titlesLeft).toEqual(['later', ...newTasks(105).map(({ title }) => title)]);
  });

  test('concurrent calls of different people get their own tasks only, with one statement', async () => {
    const owners = await Promise.all(['hers', 'his', 'theirs'].map((title) => withTasks(title)));
    const made = await Promise.all(owners.map(async (tasks) => (await tasks.list()).items[0]));
    const missing = { id: 2 ** 31 - 1 };
    const asked = owners.flatMap((tasks, owner) =>
      [...made, missing, ...made].map((task) => ({
        answer: tasks.get({ id: Number(task?.id) }),
        expected: task === made[owner] ? task : 'NOT_FOUND',
      })),
    );
    using watched = watchStatements();
    const answers = await Promise.all(
      asked.map(({ answer }) => answer.catch((error: unknown) => Object(error).code)),
    );
    expect(answers).toEqual(asked.map(({ expected }) => expected));
    expect(watched.sent).toHaveLength(1);
  });

  test.each(['', ' ', 'a\0b', 'half \ud800'])('%j is not a person', (personId) => {
    expect(() => db.unitOfWork(personId)).toThrow(TypeError);
  });

  test('a cursor stays valid without its task, and the next page repeats and skips nothing', async () => {
    const tasks = await withTasks('1', '2', '3', '4');
    const first = await tasks.list({ limit: 2 });
    for (const { id } of first.items) await tasks.delete({ id });
    await tasks.create({ title: '5' });
    expect(titles(await tasks.list({ cursor: first.nextCursor }))).toEqual(['2', '1']);
  });

  test.each([
    ['nonsense', 'nonsense'],
    ['empty of meaning', Buffer.from('1.').toString('base64url')],
    ['not canonical', 'AAAA===='],
    ['forged for an id that is too large', forged(2 ** 31)],
    ['forged for no id', forged(Number.NaN)],
  ])('a cursor that is %s is refused', async (_name, cursor) => {
    const tasks = await withTasks('1');
    await expect(tasks.list({ cursor })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      data: { zodError: { fieldErrors: { cursor: [expect.any(String)] } } },
    });
  });

  test('a cursor of which one letter is another, missing or doubled is refused', async () => {
    const tasks = await withTasks('1', '2', '3');
    const { nextCursor } = await tasks.list({ limit: 1 });
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.'.split('');
    const cursor = String(nextCursor);
    const damaged = cursor
      .split('')
      .flatMap((own, place) =>
        ['', own + own, ...letters.filter((letter) => letter !== own)].map(
          (other) => cursor.slice(0, place) + other + cursor.slice(place + 1),
        ),
      );
    const answers = await Promise.allSettled(damaged.map((one) => tasks.list({ cursor: one })));
    const accepted = damaged.filter(
      (_, nth) => Object(answers[nth]).reason?.code !== 'BAD_REQUEST',
    );
    expect(accepted).toEqual([]);
  });

  test("another user's cursor reveals only its position", async () => {
    const [anns, bobs] = [await withTasks('a1', 'a2'), await withTasks('b1', 'b2', 'b3')];
    const { nextCursor: cursor } = await bobs.list({ limit: 1 });
    await anns.create({ title: 'a3' });
    expect(titles(await anns.list({ cursor }))).toEqual(['a2', 'a1']);
  });

  test('a cursor belongs to its filter and search, whatever the limit', async () => {
    const tasks = await withTasks('a1', 'a2', 'a3');
    const { nextCursor: cursor } = await tasks.list({ completed: false, search: 'a', limit: 1 });
    const asked = { completed: false, search: 'a', cursor };
    expect(titles(await tasks.list({ ...asked, limit: 100 }))).toEqual(['a2', 'a1']);
    for (const other of [{ cursor }, { ...asked, completed: true }, { ...asked, search: 'b' }]) {
      await expect(tasks.list(other)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
  });

  test('the filter selects completed or open tasks', async () => {
    const tasks = await withTasks('open', 'done');
    const [done] = (await tasks.list()).items;
    await tasks.update({ id: done?.id ?? 0, completed: true });
    expect(titles(await tasks.list({ completed: true }))).toEqual(['done']);
    expect(titles(await tasks.list({ completed: false }))).toEqual(['open']);
    expect(titles(await tasks.list())).toEqual(['done', 'open']);
  });

  test.each([
    ['Grün', 'GRÜN'],
    ['STRASSE', 'straße'],
    ['Ὀδυσσεύς', 'ὈΔΥΣΣΕΎΣ'],
    ['ΟΔΟΣΑ', 'οδος'],
    ['Привет, мир', 'МИР'],
    ['İstanbul', 'i̇stanbul'],
    ['100 % _sure_ \\o/', '% _SURE_ \\'],
    ["Robert'); drop table task;--", "'); DROP"],
    ['😀 party', '😀 P'],
    ['Ჟ in capitals', 'ჟ'],
    ['Cafe\u0301 au lait', 'CAF\u00c9 AU'],
    ['Caf\u00e9 au lait', 'cafe\u0301 au'],
    ['\u1112\u1161\u11ab\u1100\u116e\u11a8', '\uad6d'],
    ['\ud55c\uad6d', '\u1112\u1161\u11ab'],
    ['Q\u0307\u0323 in any order', 'q\u0323\u0307'],
  ])('%s is found by %s', async (title, search) => {
    const tasks = await withTasks(title, 'something else');
    expect(titles(await tasks.list({ search }))).toEqual([title]);
  });

  test.each(['%', '_', '\\', 'a%c'])('%s is a letter, not a pattern', async (search) => {
    const tasks = await withTasks('abc');
    expect(titles(await tasks.list({ search }))).toEqual([]);
  });

  test('search covers descriptions, follows changes, and does not match across title and description', async () => {
    const { tasks } = db.unitOfWork(newPerson());
    const { id } = await tasks.create({ title: 'Shop', description: 'Eggs\nand MILK' });
    expect(titles(await tasks.list({ search: 'eggs\nAND' }))).toEqual(['Shop']);
    expect(titles(await tasks.list({ search: 'shop\neggs' }))).toEqual([]);
    await tasks.update({ id, description: null });
    expect(titles(await tasks.list({ search: 'milk' }))).toEqual([]);
    await tasks.update({ id, title: 'Garage' });
    expect(titles(await tasks.list({ search: 'GARAGE' }))).toEqual(['Garage']);
  });

  test.each([
    ['Grün', 'GRÜN'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ჟირაფი', 'ᲟᲘᲠᲐᲤᲘ'],
    ['100 %', '0 %'],
  ])('a row that plain SQL wrote is found whatever the case: %s by %s', async (text, search) => {
    const person = newPerson();
    const { tasks } = db.unitOfWork(person);
    for (const values of [`'${text}', null`, `'x', '${text} '`, `'x', 'y'`]) {
      await execute(
        temporary.url,
        `insert into task (user_id, title, description) values ('${person}', ${values})`,
      );
    }
    expect(titles(await tasks.list({ search }))).toEqual(['x', text]);
  });

  test('a search continues after rows of plain SQL that do not match', async () => {
    const person = newPerson();
    const { tasks } = db.unitOfWork(person);
    await tasks.create({ title: 'Needle 1' });
    await tasks.create({ title: 'needle 2' });
    const straw = Array.from({ length: 1_200 }, (_, nth) => `('${person}', 'straw ${nth}')`);
    await execute(temporary.url, `insert into task (user_id, title) values ${straw.join()}`);
    const first = await tasks.list({ search: 'NEEDLE', limit: 1 });
    expect(titles(first)).toEqual(['needle 2']);
    const rest = { search: 'NEEDLE', limit: 1, cursor: first.nextCursor };
    expect(await tasks.list(rest)).toMatchObject({
      items: [{ title: 'Needle 1' }],
      nextCursor: null,
    });
  });

  test('a row that plain SQL wrote is a task like any other', async () => {
    const person = newPerson();
    await execute(
      temporary.url,
      `insert into task (user_id, title) values ('${person}', 'By hand')`,
    );
    const { items } = await db.unitOfWork(person).tasks.list({ search: 'by HAND' });
    expect(items).toEqual([
      {
        id: expect.any(Number),
        title: 'By hand',
        description: null,
        completed: false,
        createdAt: expect.any(String),
        updatedAt: items[0]?.createdAt,
        uid: expect.any(String),
        rank: expect.any(String),
        ...unplaced,
      },
    ]);
    expect(Math.abs(Date.parse(items[0]?.createdAt ?? '') - Date.now())).toBeLessThan(60_000);
  });
});
