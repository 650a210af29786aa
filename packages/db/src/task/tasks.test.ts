import { rankOf } from '@tydo/rules/order';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, Refusal, type Tasks } from '../open-database.ts';
import {
  createTasks,
  engines,
  execute,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { unplaced } from '../testing/factories.ts';

const missing = { id: 2 ** 31 - 1 };

describe.each(engines)('tasks on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    db = temporary.db;
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const tasksOf = (person = newPerson()) => db.unitOfWork(person).tasks;

  test('a task comes back as it was created', async () => {
    const person = newPerson();
    const before = Date.now();
    const task = await tasksOf(person).create({ title: 'Buy 🍞', description: 'two\nloaves ' });
    expect(task).toEqual({
      id: expect.any(Number),
      title: 'Buy 🍞',
      description: 'two\nloaves ',
      completed: false,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: task.createdAt,
      uid: expect.stringMatching(
        /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
      ),
      rank: rankOf(task.createdAt),
      ...unplaced,
    });
    expect(Date.parse(task.createdAt)).toBeGreaterThanOrEqual(before);
    expect(await tasksOf(person).get(task)).toEqual(task);
  });

  test('200 times 😀 is a title on both engines', async () => {
    const title = '😀'.repeat(200);
    expect((await tasksOf().create({ title })).title).toBe(title);
  });

  test('an old title without visible characters can be read, and other fields of its task changed', async () => {
    const unit = db.unitOfWork(newPerson());
    const { tasks, operations } = unit;
    const { id } = await tasks.create({ title: 'x' });
    const title = '\u3164\u2800\u0301';
    await execute(temporary.url, `update task set title = '${title}' where id = ${id}`);
    const seen = await tasks.get({ id });
    expect(seen.title).toBe(title);
    expect((await tasks.list({})).items).toEqual([seen]);
    const done = await tasks.update({ id, completed: true });
    expect(done).toMatchObject({ title, completed: true });
    expect(await tasks.update({ id, description: 'new' })).toMatchObject({ title });
    await expect(tasks.update({ id, title })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await tasks.updateMany({ ids: [id], completed: false })).items).toMatchObject([
      { title },
    ]);
    const undoLast = async () => {
      const { items } = await operations.list({ limit: 1 });
      return operations.undo({ id: items[0]?.id ?? '' });
    };
    await undoLast();
    expect(await tasks.get({ id })).toMatchObject({ title, completed: true });
    await tasks.delete({ id });
    await undoLast();
    expect(await tasks.get({ id })).toMatchObject({ title, completed: true });
    await tasks.clearCompleted();
    await undoLast();
    expect(await tasks.get({ id })).toMatchObject({ title, description: 'new' });
    await tasks.update({ id, title: 'seen' });
    await undoLast();
    expect(await tasks.get({ id })).toMatchObject({ title });
  });

  test('an update changes what was sent and nothing else', async () => {
    const tasks = tasksOf();
    const task = await tasks.create({ title: 'one', description: 'kept' });
    const renamed = await tasks.update({ id: task.id, title: 'two' });
    expect(renamed).toEqual({ ...task, title: 'two', updatedAt: expect.any(String) });
    expect(renamed.updatedAt > task.updatedAt).toBe(true);
    expect(await tasks.get(task)).toEqual(renamed);
    expect((await tasks.update({ id: task.id, description: null })).description).toBeNull();
  });

  test('an update with the current values changes nothing, updatedAt included', async () => {
    const tasks = tasksOf();
    const task = await tasks.create({ title: 'same' });
    const update = { id: task.id, title: 'same', description: null, completed: false };
    expect(await tasks.update(update)).toEqual(task);
    expect(await tasks.get(task)).toEqual(task);
  });

  test('updatedAt grows strictly, however fast the changes come', async () => {
    const person = newPerson();
    const { id } = await tasksOf(person).create({ title: 'busy' });
    const changes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => tasksOf(person).update({ id, title: `${index}` })),
    );
    expect(new Set(changes.map((change) => change.updatedAt)).size).toBe(20);
    const last = changes.toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt)).at(-1);
    expect(await tasksOf(person).get({ id })).toEqual(last);
  });

  test('updatedAt grows even if the last writer’s clock was ahead of ours', async () => {
    const tasks = tasksOf();
    const { id } = await tasks.create({ title: 'from the future' });
    const ahead = new Date(Date.now() + 60_000);
    const stored = engine === 'sqlite' ? ahead.getTime() : `'${ahead.toISOString()}'`;
    await execute(temporary.url, `update task set updated_at = ${stored} where id = ${id}`);
    const changed = await tasks.update({ id, title: 'from now' });
    expect(Date.parse(changed.updatedAt)).toBe(ahead.getTime() + 1);
  });

  test('ifUpdatedAt refuses an update of a changed task, with the current task', async () => {
    const tasks = tasksOf();
    const seen = await tasks.create({ title: 'draft' });
    const current = await tasks.update({ id: seen.id, title: 'overtaken' });
    const late = tasks.update({ id: seen.id, title: 'late', ifUpdatedAt: seen.updatedAt });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', data: { current } });
    expect(await tasks.get(seen)).toEqual(current);
    const inTime = { id: seen.id, title: 'in time', ifUpdatedAt: current.updatedAt };
    expect((await tasks.update(inTime)).title).toBe('in time');
  });

  test('a deleted task is gone and its id is never used again', async () => {
    const tasks = tasksOf();
    const task = await tasks.create({ title: 'short-lived' });
    expect(await tasks.delete(task)).toEqual({ id: task.id });
    await expect(tasks.get(task)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await tasks.create({ title: 'next' })).id).toBeGreaterThan(task.id);
  });

  test("another user's task is NOT_FOUND, as one that never existed", async () => {
    const { id: theirs } = await tasksOf().create({ title: 'private' });
    const tasks = tasksOf();
    const refusals = async (id: { id: number }) =>
      Promise.all(
        [tasks.get(id), tasks.update({ ...id, title: 'mine' }), tasks.delete(id)].map((call) =>
          call.catch((error: unknown) => error),
        ),
      );
    const refused = await refusals({ id: theirs });
    expect(refused.every((error) => error instanceof Refusal)).toBe(true);
    expect(refused).toEqual(await refusals(missing));
  });

  test('clearCompleted deletes the completed tasks of this person only', async () => {
    const [tasks, others] = [tasksOf(), tasksOf()];
    const [, open] = await createTasks(tasks, [
      { title: 'done', completed: true },
      { title: 'open' },
    ]);
    const kept = await createTasks(others, [{ title: 'theirs', completed: true }]);
    expect(await tasks.counts()).toEqual({ active: 1, completed: 1 });
    expect(await tasks.clearCompleted()).toEqual({ deleted: 1, left: 0 });
    expect(await tasks.list()).toEqual({ items: [open], nextCursor: null });
    expect(await others.list()).toEqual({ items: kept, nextCursor: null });
    expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
  });

  test('createMany returns the tasks in the given order', async () => {
    const tasks = tasksOf();
    const given = Array.from({ length: 100 }, (_, index) => ({ title: ` ${index} ` }));
    const { items } = await tasks.createMany({ tasks: [...given.slice(1), { title: 'last' }] });
    expect(items.map((task) => task.title)).toEqual([
      ...Array.from({ length: 99 }, (_, index) => `${index + 1}`),
      'last',
    ]);
    expect((await tasks.list({ limit: 100 })).items).toEqual(items.toReversed());
  });

  test('updateMany returns the tasks in the given order, and does not change completed ones', async () => {
    const tasks = tasksOf();
    const [one, done, two] = await createTasks(tasks, [
      { title: 'one' },
      { title: 'done', completed: true },
      { title: 'two' },
    ]);
    const ids = [two, one, done].map((task) => Number(task?.id));
    const { items } = await tasks.updateMany({ ids, completed: true });
    expect(items.map((task) => [task.title, task.completed])).toEqual([
      ['two', true],
      ['one', true],
      ['done', true],
    ]);
    expect(items[2]).toEqual(done);
    expect(Object(items[0]).updatedAt > Object(two).updatedAt).toBe(true);
    expect((await tasks.list()).items).toEqual([items[0], done, items[1]]);
  });

  test('deleteMany deletes several tasks', async () => {
    const tasks = tasksOf();
    const created = await createTasks(tasks, [{ title: 'a' }, { title: 'b' }, { title: 'c' }]);
    const [a, b, c] = created.map((task) => task.id);
    const ids = [c, a].map(Number);
    expect(await tasks.deleteMany({ ids })).toEqual({ ids });
    expect((await tasks.list()).items.map((task) => task.id)).toEqual([b]);
  });

  // In the short form on SQLite, whose statements have the lower limits.
  test.runIf(engine === 'sqlite' || shortOrLong(false, true))(
    'updateMany and deleteMany take a thousand tasks',
    async () => {
      const tasks = tasksOf();
      const ids: number[] = [];
      for (let batch = 0; batch < 10; batch += 1) {
        const given = Array.from({ length: 100 }, (_, index) => ({ title: `task ${index}` }));
        ids.push(...(await tasks.createMany({ tasks: given })).items.map((task) => task.id));
      }
      const { items } = await tasks.updateMany({ ids, completed: true });
      expect(items.map((task) => task.id)).toEqual(ids);
      expect(await tasks.counts()).toEqual({ active: 0, completed: 1000 });
      await tasks.deleteMany({ ids });
      expect(await tasks.counts()).toEqual({ active: 0, completed: 0 });
    },
  );

  test.each(['missing', "another user's"])('one that is %s, and none is touched', async (which) => {
    const tasks = tasksOf();
    const [own] = await createTasks(tasks, [{ title: 'own' }]);
    const theirs = await tasksOf().create({ title: 'theirs' });
    const ids = [Number(own?.id), which === 'missing' ? missing.id : theirs.id];
    for (const call of [
      () => tasks.updateMany({ ids, completed: true }),
      () => tasks.deleteMany({ ids }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND', data: {} });
    }
    expect((await tasks.list()).items).toEqual([own]);
  });

  test('a unique violation of a newer version is a CONFLICT without the value', async () => {
    await execute(temporary.url, `create unique index once on task (user_id) where title = 'once'`);
    const tasks = tasksOf();
    await tasks.create({ title: 'once' });
    const again = await tasks.create({ title: 'once' }).catch((error: unknown) => error);
    expect(again).toMatchObject({ code: 'CONFLICT' });
    expect(Object(again).data).toEqual({});
    expect(String(again)).not.toMatch(/once|user_id/);
    expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
  });

  test('a failed write leaves nothing behind', async () => {
    await execute(
      temporary.url,
      `create unique index twice on task (user_id) where title = 'twice'`,
    );
    const tasks = tasksOf();
    await tasks.create({ title: 'twice' });
    const task = await tasks.create({ title: 'whole' });
    await expect(tasks.update({ id: task.id, title: 'twice' })).rejects.toThrow();
    const many = [{ title: 'first' }, { title: 'twice' }, { title: 'third' }];
    await expect(tasks.createMany({ tasks: many })).rejects.toThrow();
    await tasks.create({ title: 'after' });
    const titles = (await tasks.list()).items.map((item) => item.title);
    expect(titles).toEqual(['after', 'whole', 'twice']);
  });

  // A job may get its input from anywhere, and may be written in JavaScript.
  test.each([
    ['a title too long', (tasks) => tasks.create({ title: 'x'.repeat(201) }), 'title'],
    ['a title with NUL', (tasks) => tasks.create({ title: 'a\0b' }), 'title'],
    [
      'half a letter',
      (tasks) => tasks.create({ title: 'x', description: '\ud800' }),
      'description',
    ],
    ['an empty title', (tasks) => tasks.update({ ...missing, title: ' ' }), 'title'],
    ['an id too large', (tasks) => tasks.get({ id: 2 ** 31 }), 'id'],
    ['no id', (tasks) => tasks.delete({ id: Number.NaN }), 'id'],
    ['a condition for an id', (tasks) => tasks.delete({ id: Object({ $gt: 0 }) }), 'id'],
    ['a page too large', (tasks) => tasks.list({ limit: 101 }), 'limit'],
    ['no cursor', (tasks) => tasks.list({ cursor: '' }), 'cursor'],
  ] satisfies [string, (tasks: Tasks) => Promise<unknown>, string][])(
    '%s is refused as at the API',
    async (_name, call, field) => {
      const tasks = tasksOf();
      const refused = await call(tasks).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Refusal);
      const zodError = { fieldErrors: { [field]: [expect.any(String)] } };
      expect(refused).toMatchObject({ code: 'BAD_REQUEST', data: { zodError } });
    },
  );

  test('titles are trimmed as at the API, and a whole task is accepted as a reference', async () => {
    const tasks = tasksOf();
    const task = await tasks.create({ title: ' milk ', description: '' });
    expect(task).toMatchObject({ title: 'milk', description: null });
    expect(await tasks.get(task)).toEqual(task);
    expect(await tasks.delete(task)).toEqual({ id: task.id });
  });
});
