// The journal: what every write leaves, and what can be done with it.
import { randomUUID } from 'node:crypto';
import type { Operation } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, type UnitOfWork } from '../database.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

const refusal = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail('was not refused'),
    (error: unknown) => error,
  );
const missing = 2 ** 31 - 1;

describe.each(engines)('the journal on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  // Another process, as far as the database can tell.
  let elsewhere: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    db = temporary.db;
    elsewhere = await openDatabase({ url: temporary.url });
  });
  afterAll(async () => {
    await elsewhere.close();
    await temporary[Symbol.asyncDispose]();
  });

  const someone = () => db.unitOfWork(newPerson());
  const all = async ({ operations }: UnitOfWork): Promise<Operation[]> =>
    (await operations.since({ seq: 0, limit: 100 })).items;
  const latest = async ({ operations }: UnitOfWork): Promise<Operation> => {
    const [operation] = (await operations.list({ limit: 1 })).items;
    return operation ?? expect.fail('there is no operation');
  };
  const listed = async ({ tasks }: UnitOfWork) => (await tasks.list({ limit: 100 })).items;

  test('every write leaves one operation: which call, and each task before and after', async () => {
    const me = someone();
    const milk = await me.tasks.create({ title: 'Milk' });
    const oatMilk = await me.tasks.update({ id: milk.id, title: 'Oat milk' });
    const [a, b] = (await me.tasks.createMany({ tasks: [{ title: 'a' }, { title: 'b' }] })).items;
    const ids = [Number(b?.id), Number(a?.id)];
    const ticked = (await me.tasks.updateMany({ ids, completed: true })).items;
    await me.tasks.delete({ id: milk.id });
    await me.tasks.clearCompleted();
    const operations = await all(me);
    const change = (taskId: unknown, before: unknown, after: unknown) => ({
      taskId,
      before,
      after,
    });
    expect(operations.map(({ kind, changes }) => ({ kind, changes }))).toEqual([
      { kind: 'task.create', changes: [change(milk.id, null, milk)] },
      { kind: 'task.update', changes: [change(milk.id, milk, oatMilk)] },
      { kind: 'task.createMany', changes: [change(a?.id, null, a), change(b?.id, null, b)] },
      {
        kind: 'task.updateMany',
        changes: expect.arrayContaining([change(a?.id, a, ticked[1]), change(b?.id, b, ticked[0])]),
      },
      { kind: 'task.delete', changes: [change(milk.id, oatMilk, null)] },
      {
        kind: 'task.clearCompleted',
        changes: [change(a?.id, ticked[1], null), change(b?.id, ticked[0], null)],
      },
    ]);
    expect(operations.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(operations[0]).toMatchObject({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      undoes: null,
      createdAt: expect.stringMatching(/Z$/),
    });
  });

  test('what changes nothing, and what fails, leaves none', async () => {
    const me = someone();
    const { id, updatedAt } = await me.tasks.create({ title: 'same' });
    await me.tasks.update({ id, title: 'same' });
    await me.tasks.updateMany({ ids: [id], completed: false });
    await me.tasks.clearCompleted();
    await refusal(me.tasks.update({ id, title: 'x', ifUpdatedAt: '2000-01-01T00:00:00.000Z' }));
    await refusal(me.tasks.deleteMany({ ids: [id, missing] }));
    await refusal(me.tasks.update({ id, title: '' }));
    expect(await all(me)).toHaveLength(1);
    expect((await me.tasks.get({ id })).updatedAt).toBe(updatedAt);
  });

  test('numbers are in the order of the commits, without a gap, also from several processes', async () => {
    const person = newPerson();
    const { id } = await db.unitOfWork(person).tasks.create({ title: 'begin' });
    const calls = await Promise.allSettled(
      Array.from({ length: 40 }, async (_, index) => {
        const { tasks } = (index % 2 === 0 ? db : elsewhere).unitOfWork(person);
        if (index % 8 === 7) return tasks.deleteMany({ ids: [id, missing] });
        return index % 4 === 1
          ? tasks.create({ title: `${index}` })
          : tasks.update({ id, title: `${index}` });
      }),
    );
    const operations = await all(db.unitOfWork(person));
    expect(operations.map(({ seq }) => seq)).toEqual(
      Array.from({ length: operations.length }, (_, index) => index + 1),
    );
    expect(operations.length).toBe(1 + calls.filter(({ status }) => status === 'fulfilled').length);
    expect(operations.length).toBeGreaterThan(1);
    // Each begins where the one before it ended.
    const ofOne = operations.flatMap(({ changes }) => changes.filter((one) => one.taskId === id));
    for (const [index, { before }] of ofOne.entries()) {
      expect(before).toEqual(ofOne[index - 1]?.after ?? null);
    }
  });

  describe('an operationId', () => {
    test.each<[string, (me: UnitOfWork, task: TaskRead, operationId: string) => Promise<unknown>]>([
      ['create', ({ tasks }, _task, operationId) => tasks.create({ title: 'x', operationId })],
      [
        'createMany',
        ({ tasks }, _task, operationId) =>
          tasks.createMany({ tasks: [{ title: 'x' }, { title: 'y' }], operationId }),
      ],
      [
        'update',
        ({ tasks }, { id, updatedAt }, operationId) =>
          tasks.update({ id, title: 'new', ifUpdatedAt: updatedAt, operationId }),
      ],
      [
        'updateMany',
        ({ tasks }, { id }, operationId) =>
          tasks.updateMany({ ids: [id], completed: false, operationId }),
      ],
      ['delete', ({ tasks }, { id }, operationId) => tasks.delete({ id, operationId })],
      [
        'deleteMany',
        ({ tasks }, { id }, operationId) => tasks.deleteMany({ ids: [id], operationId }),
      ],
      ['clearCompleted', ({ tasks }, _task, operationId) => tasks.clearCompleted({ operationId })],
      [
        'undo',
        async (me, _task, operationId) =>
          me.operations.undo({ id: (await all(me))[0]?.id ?? '', operationId }),
      ],
    ])('makes a repeated %s give the same answer and do nothing', async (_name, call) => {
      const person = newPerson();
      const me = db.unitOfWork(person);
      const { id } = await me.tasks.create({ title: 'one' });
      await me.tasks.create({ title: 'two' });
      const task = await me.tasks.update({ id, completed: true });
      if (_name === 'undo') await me.tasks.update({ id, completed: false });
      const operationId = randomUUID();
      const answer = await call(me, task, operationId);
      const [state, operations] = [await listed(me), await all(me)];
      expect(await call(elsewhere.unitOfWork(person), task, operationId)).toEqual(answer);
      expect(await call(me, task, operationId.toUpperCase())).toEqual(answer);
      expect(await listed(me)).toEqual(state);
      expect(await all(me)).toEqual(operations);
      expect(operations.at(-1)?.id).toBe(operationId);
    });

    test('holds also where nothing was changed', async () => {
      const me = someone();
      const { id } = await me.tasks.create({ title: 'x' });
      const untick = { id, completed: false, operationId: randomUUID() };
      const answer = await me.tasks.update(untick);
      const ticked = await me.tasks.update({ id, completed: true });
      expect(await me.tasks.update(untick)).toEqual(answer);
      expect(await me.tasks.get({ id })).toEqual(ticked);
      expect(await all(me)).toHaveLength(2);
    });

    test('is refused for another input, another procedure, and a call that failed is no use of it', async () => {
      const me = someone();
      const operationId = randomUUID();
      await refusal(me.tasks.delete({ id: missing, operationId }));
      const { id } = await me.tasks.create({ title: 'x', operationId });
      for (const call of [
        () => me.tasks.create({ title: 'y', operationId }),
        () => me.tasks.delete({ id, operationId }),
        () => me.tasks.update({ id: missing, title: 'x', operationId }),
        () => me.tasks.clearCompleted({ operationId }),
      ]) {
        expect(await refusal(call())).toMatchObject({ code: 'CONFLICT' });
      }
      expect(await listed(me)).toHaveLength(1);
      expect(await all(me)).toHaveLength(1);
    });

    test('is one’s own: another person may use the same', async () => {
      const operationId = randomUUID();
      const [ann, bob] = [someone(), someone()];
      const hers = await ann.tasks.create({ title: 'hers', operationId });
      const his = await bob.tasks.create({ title: 'his', operationId });
      expect(await ann.tasks.create({ title: 'hers', operationId })).toEqual(hers);
      expect(await bob.tasks.create({ title: 'his', operationId })).toEqual(his);
    });

    test('of copies that come at the same moment one is done, and all get its answer', async () => {
      const person = newPerson();
      const { id } = await db.unitOfWork(person).tasks.create({ title: 'x' });
      const copies = async (call: (me: UnitOfWork, operationId: string) => Promise<unknown>) => {
        const operationId = randomUUID();
        const answers = await Promise.all(
          Array.from({ length: 6 }, (_, index) =>
            call((index % 2 === 0 ? db : elsewhere).unitOfWork(person), operationId),
          ),
        );
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      };
      await copies(({ tasks }, operationId) => tasks.create({ title: 'new', operationId }));
      await copies(({ tasks }, operationId) => tasks.update({ id, title: 'y', operationId }));
      await copies(({ tasks }, operationId) => tasks.delete({ id, operationId }));
      const me = db.unitOfWork(person);
      expect((await all(me)).map(({ kind }) => kind)).toEqual([
        'task.create',
        'task.create',
        'task.update',
        'task.delete',
      ]);
      expect(await listed(me)).toHaveLength(1);
    });
  });

  describe('undo', () => {
    test('brings a deleted task back with its id and createdAt, and again takes it away', async () => {
      const me = someone();
      const task = await me.tasks.create({ title: 'gone', description: 'and back' });
      await me.tasks.delete({ id: task.id });
      const deletion = await latest(me);
      const undone = await me.operations.undo({ id: deletion.id });
      expect(undone.tasks).toEqual([{ ...task, updatedAt: expect.any(String) }]);
      expect(Object(undone.tasks[0]).updatedAt > task.updatedAt).toBe(true);
      expect(undone.operation).toEqual(await latest(me));
      expect(undone.operation).toMatchObject({ kind: 'operation.undo', undoes: deletion.id });
      expect(await listed(me)).toEqual(undone.tasks);
      expect((await me.operations.undo({ id: undone.operation.id })).tasks).toEqual([]);
      expect(await listed(me)).toEqual([]);
    });

    test('takes back one field where another was changed since', async () => {
      const me = someone();
      const { id } = await me.tasks.create({ title: 'old', description: 'x' });
      await me.tasks.update({ id, title: 'new' });
      const renaming = await latest(me);
      await me.tasks.update({ id, completed: true });
      const { tasks } = await me.operations.undo({ id: renaming.id });
      expect(tasks).toMatchObject([{ title: 'old', description: 'x', completed: true }]);
    });

    test('is refused where the field was changed since, by the operation that it names', async () => {
      const me = someone();
      const { id } = await me.tasks.create({ title: 'one' });
      await me.tasks.update({ id, title: 'two' });
      const renaming = await latest(me);
      await me.tasks.update({ id, title: 'three' });
      const blockedBy = await latest(me);
      await me.tasks.update({ id, completed: true });
      const state = await listed(me);
      expect(await refusal(me.operations.undo({ id: renaming.id }))).toMatchObject({
        code: 'CONFLICT',
        data: { blockedBy },
      });
      expect(await listed(me)).toEqual(state);
      expect(await all(me)).toHaveLength(4);
    });

    test('is refused where the task is gone, or back, and does none of the others', async () => {
      const me = someone();
      const created = await me.tasks.createMany({ tasks: [{ title: 'a' }, { title: 'b' }] });
      const creation = await latest(me);
      const [a] = created.items;
      await me.tasks.delete({ id: Number(a?.id) });
      const deletion = await latest(me);
      expect(await refusal(me.operations.undo({ id: creation.id }))).toMatchObject({
        code: 'CONFLICT',
        data: { blockedBy: deletion },
      });
      expect(await listed(me)).toHaveLength(1);
      const { operation } = await me.operations.undo({ id: deletion.id });
      expect(await refusal(me.operations.undo({ id: deletion.id }))).toMatchObject({
        code: 'CONFLICT',
        data: { blockedBy: operation },
      });
    });

    test('of somebody else’s operation is as of one that never was', async () => {
      const [me, other] = [someone(), someone()];
      await me.tasks.create({ title: 'mine' });
      const { id } = await latest(me);
      const refused = await refusal(other.operations.undo({ id }));
      expect(refused).toMatchObject({ code: 'NOT_FOUND', data: {} });
      expect(refused).toEqual(await refusal(other.operations.undo({ id: randomUUID() })));
      expect(await listed(me)).toHaveLength(1);
    });

    test('at the same moment is done once', async () => {
      const person = newPerson();
      const me = db.unitOfWork(person);
      const { id: taskId } = await me.tasks.create({ title: 'x' });
      await me.tasks.delete({ id: taskId });
      const { id } = await latest(me);
      const undos = await Promise.allSettled(
        [db, elsewhere, db, elsewhere].map((one) => one.unitOfWork(person).operations.undo({ id })),
      );
      expect(undos.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const undone of undos) {
        if (undone.status === 'rejected') {
          expect(undone.reason).toMatchObject({
            code: 'CONFLICT',
            data: { blockedBy: { undoes: id } },
          });
        }
      }
    });
  });

  test('the list goes page by page, and by task', async () => {
    const me = someone();
    const [a, b] = [await me.tasks.create({ title: 'a' }), await me.tasks.create({ title: 'b' })];
    for (const title of ['1', '2', '3']) {
      await me.tasks.update({ id: a.id, title });
      await me.tasks.update({ id: b.id, title });
    }
    const pages = async (input: { taskId?: number }) => {
      const seqs: number[][] = [];
      for (let cursor: string | null = null; ; ) {
        const page = await me.operations.list({ ...input, limit: 3, cursor });
        seqs.push(page.items.map(({ seq }) => seq));
        if (page.nextCursor === null) return seqs;
        cursor = page.nextCursor;
      }
    };
    expect(await pages({})).toEqual([
      [8, 7, 6],
      [5, 4, 3],
      [2, 1],
    ]);
    expect(await pages({ taskId: b.id })).toEqual([[8, 6, 4], [2]]);
    expect(await pages({ taskId: missing })).toEqual([[]]);
    const { nextCursor: cursor } = await me.operations.list({ limit: 1 });
    expect(await refusal(me.operations.list({ cursor, taskId: a.id }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await someone().operations.list({ taskId: a.id })).items).toEqual([]);
  });

  test('what happened since is told in order, with where to go on', async () => {
    const me = someone();
    expect(await me.operations.since({ seq: 0 })).toEqual({ items: [], seq: 0 });
    for (const title of ['a', 'b', 'c']) await me.tasks.create({ title });
    const first = await me.operations.since({ seq: 0, limit: 2 });
    expect(first.items.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(first.seq).toBe(2);
    const rest = await me.operations.since({ seq: first.seq });
    expect([rest.items.map(({ seq }) => seq), rest.seq]).toEqual([[3], 3]);
    expect(await me.operations.since({ seq: 3 })).toEqual({ items: [], seq: 3 });
    expect(await refusal(me.operations.since({ seq: 4 }))).toMatchObject({
      code: 'CONFLICT',
      data: { seq: 3 },
    });
  });

  test('what is too old is pruned, and whoever would miss it is told to start over', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    const id = randomUUID();
    for (const title of ['a', 'b', 'c'])
      await me.tasks.create({ title, operationId: id.replace(/.$/, title) });
    await me.tasks.clearCompleted({ operationId: randomUUID() });
    const [, b, c] = await all(me);
    const old = engine === 'sqlite' ? '0' : "'2000-01-01T00:00:00Z'";
    await execute(own.url, `update operation set created_at = ${old} where id = '${b?.id}'`);
    // The first is younger by its clock, but a hole would be worse.
    expect(await own.db.pruneJournal(new Date('2001-01-01'))).toBe(2);
    expect(await own.db.pruneJournal(new Date('2001-01-01'))).toBe(0);
    expect(await me.operations.since({ seq: 2 })).toEqual({ items: [c], seq: 3 });
    for (const seq of [0, 1]) {
      expect(await refusal(me.operations.since({ seq }))).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await me.operations.list()).toEqual({ items: [c], nextCursor: null });
    expect((await me.operations.list({ taskId: Number(b?.changes[0]?.taskId) })).items).toEqual([]);
    await me.tasks.create({ title: 'd' });
    expect((await latest(me)).seq).toBe(4);
    await own.db.pruneJournal(new Date(Date.now() + 1_000));
    expect(
      await execute(own.url, 'select id from receipt union all select id from operation'),
    ).toEqual([]);
    expect(await me.operations.since({ seq: 4 })).toEqual({ items: [], seq: 4 });
    expect(await listed(me)).toHaveLength(4);
  });

  test('of two who prune at the same moment, the one that keeps more takes nothing back', async () => {
    await using own = await openTemporaryDatabase(engine);
    await using other = await openDatabase({ url: own.url });
    const me = own.db.unitOfWork(newPerson());
    for (let day = 1; day <= 6; day += 1) {
      await me.tasks.create({ title: `${day}` });
      const date = new Date(Date.UTC(2001, 0, day));
      const stored = engine === 'sqlite' ? date.getTime() : `'${date.toISOString()}'`;
      await execute(own.url, `update operation set created_at = ${stored} where seq = ${day}`);
    }
    await Promise.all([
      own.db.pruneJournal(new Date('2001-01-06')),
      other.pruneJournal(new Date('2001-01-04')),
    ]);
    await other.pruneJournal(new Date('2001-01-04'));
    expect(await refusal(me.operations.since({ seq: 3 }))).toMatchObject({ code: 'CONFLICT' });
    expect((await me.operations.since({ seq: 5 })).items).toHaveLength(1);
  });

  test('where all was pruned, the refusal says from where to go on', async () => {
    await using own = await openTemporaryDatabase(engine);
    const me = own.db.unitOfWork(newPerson());
    for (const title of ['a', 'b']) await me.tasks.create({ title });
    await own.db.pruneJournal(new Date(Date.now() + 1_000));
    expect(await refusal(me.operations.since({ seq: 0 }))).toMatchObject({ data: { seq: 2 } });
    expect(await me.operations.since({ seq: 2 })).toEqual({ items: [], seq: 2 });
  });

  test('a page ends before it gets too heavy, and the next goes on', async () => {
    const me = someone();
    const ids: number[] = [];
    for (let times = 0; times < 7; times += 1) {
      const tasks = Array.from({ length: 100 }, (_, nth) => ({ title: `${nth}` }));
      ids.push(...(await me.tasks.createMany({ tasks })).items.map(({ id }) => id));
    }
    for (const completed of [true, false, true]) await me.tasks.updateMany({ ids, completed });
    const first = await me.operations.list();
    expect(first.items.map(({ seq }) => seq)).toEqual([10]);
    const second = await me.operations.list({ cursor: first.nextCursor });
    expect(second.items.map(({ seq }) => seq)).toEqual([9]);
    const since = await me.operations.since({ seq: 0 });
    expect([since.items.length, since.seq]).toEqual([7, 7]);
    expect((await me.operations.since({ seq: 7 })).seq).toBe(8);
  });

  test('an operation of a version that knew fewer fields can be undone, of one that knew more not', async () => {
    const me = someone();
    const { id } = await me.tasks.create({ title: 'old' });
    const creation = await latest(me);
    await me.tasks.delete({ id });
    const deletion = await latest(me);
    const rewrite = async (operation: Operation, change: (text: string) => string) => {
      const changes = change(JSON.stringify(operation.changes));
      await execute(
        temporary.url,
        `update operation set changes = '${changes}' where id = '${operation.id}'`,
      );
    };
    await rewrite(deletion, (text) => text.replace('"title"', '"dueAt":"x","title"'));
    expect(await refusal(me.operations.undo({ id: deletion.id }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('newer version'),
    });
    await rewrite(deletion, (text) => text.replace('"dueAt":"x",', ''));
    await me.operations.undo({ id: deletion.id });
    await rewrite(creation, (text) => text.replace('"description":null,', ''));
    await me.operations.undo({ id: creation.id });
    expect(await listed(me)).toEqual([]);
  });

  test('an undo names no operation but a later one, and none where plain SQL was in the way', async () => {
    const me = someone();
    const { id } = await me.tasks.create({ title: 'x' });
    await me.tasks.update({ id, completed: true });
    const ticking = await latest(me);
    await execute(temporary.url, `update task set completed = false where id = ${id}`);
    const refused = await refusal(me.operations.undo({ id: ticking.id }));
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    expect(Object(refused).data).toEqual({});
  });

  test('the name of an operation that the server named is taken, too', async () => {
    const me = someone();
    await me.tasks.create({ title: 'a' });
    const { id: operationId } = await latest(me);
    expect(await refusal(me.tasks.create({ title: 'b', operationId }))).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await listed(me)).toHaveLength(1);
  });

  test('a database of before the journal gets it at the next start', async () => {
    await using older = await openTemporaryDatabase(engine);
    const person = newPerson();
    const task = await older.db.unitOfWork(person).tasks.create({ title: 'old' });
    for (const table of ['operation', 'operation_task', 'journal', 'receipt']) {
      await execute(older.url, `drop table ${table}`);
    }
    const reopened = await openDatabase({ url: older.url });
    const me = reopened.unitOfWork(person);
    const changed = await me.tasks.update({ id: task.id, title: 'new' });
    expect(await refusal(me.operations.since({ seq: 0 }))).toMatchObject({ code: 'CONFLICT' });
    expect((await me.operations.since({ seq: 1 })).items).toMatchObject([
      { seq: 2, changes: [{ before: task, after: changed }] },
    ]);
    const someoneNew = reopened.unitOfWork(newPerson());
    await someoneNew.tasks.create({ title: 'new' });
    expect(await all(someoneNew)).toMatchObject([{ seq: 1 }]);
    await reopened.close();
  });
});
