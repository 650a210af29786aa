// Calls that are repeated under one `operationId`.
import { randomUUID } from 'node:crypto';
import type { TaskRead } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, UnitOfWork } from '../open-database.ts';
import { engines, execute, insertDone, newPerson, watchStatements } from '../testing/databases.ts';
import { all, latest, listed, openTwice, refusal } from '../testing/history.ts';

const missing = 2 ** 31 - 1;

describe.each(engines)('repeats on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  let elsewhere: Database;
  beforeAll(async () => {
    temporary = await openTwice(engine);
    ({ db, elsewhere } = temporary);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const someone = () => db.unitOfWork(newPerson());

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

    test('is kept also if nothing was changed', async () => {
      const me = someone();
      const { id } = await me.tasks.create({ title: 'x' });
      const untick = { id, completed: false, operationId: randomUUID() };
      const answer = await me.tasks.update(untick);
      const ticked = await me.tasks.update({ id, completed: true });
      expect(await me.tasks.update(untick)).toEqual(answer);
      expect(await me.tasks.get({ id })).toEqual(ticked);
      expect(await all(me)).toHaveLength(2);
    });

    test('is kept also for tasks that are older than the journal', async () => {
      const personId = newPerson();
      await insertDone({ engine, url: temporary.url }, { personId, count: 1 });
      const me = db.unitOfWork(personId);
      const [task] = await listed(me);
      const tick = { id: task?.id ?? 0, completed: true, operationId: randomUUID() };
      expect(await me.tasks.update(tick)).toEqual(task);
      expect(await me.tasks.update(tick)).toEqual(task);
      expect(await all(me)).toEqual([]);
    });

    test('is refused while its result is being pruned, and can be used again after that', async () => {
      const personId = newPerson();
      const me = db.unitOfWork(personId);
      const { id } = await me.tasks.create({ title: 'x' });
      const untick = { id, completed: false, operationId: randomUUID() };
      await me.tasks.update(untick);
      const task = await me.tasks.update({ id, title: 'y' });
      const own = `where user_id = '${personId}'`;
      const watch = watchStatements(() => (sql, send) => {
        if (!sql.includes('from "journal"')) return send(sql);
        const pruned = execute(temporary.url, `update journal set pruned = seq ${own}`);
        // SQLite has no concurrency within the process: it is done already.
        return engine === 'sqlite' ? send(sql) : pruned.then(() => send(sql));
      });
      expect(await refusal(me.tasks.update(untick))).toMatchObject({ code: 'CONFLICT' });
      watch[Symbol.dispose]();
      // In the same transaction.
      await execute(temporary.url, `delete from receipt ${own}`);
      expect(await me.tasks.update(untick)).toEqual(task);
    });

    test('stores no text, and returns unchanged tasks as they were then', async () => {
      const person = newPerson();
      const me = db.unitOfWork(person);
      const text = (nth: number) => ({ title: `title ${nth}`, description: 'x'.repeat(500) });
      const made = await me.tasks.createMany({
        tasks: Array.from({ length: 6 }, (_, n) => text(n)),
      });
      const ids = made.items.map(({ id }) => id);
      const [first = 0, second = 0, third = 0, fourth = 0] = ids;
      await me.tasks.update({ id: first, completed: true });
      const some = { ids, completed: true, operationId: randomUUID() };
      const none = { ids: ids.slice(0, 4), completed: true, operationId: randomUUID() };
      const one = { id: second, title: text(1).title, operationId: randomUUID() };
      const answers = async () =>
        JSON.stringify([
          await elsewhere.unitOfWork(person).tasks.updateMany(some),
          await me.tasks.updateMany(none),
          await me.tasks.update(one),
        ]);
      const told = await answers();
      const kept = await execute(
        temporary.url,
        `select result from receipt where user_id = '${person}'`,
      );
      expect(kept).toHaveLength(3);
      expect(JSON.stringify(kept)).not.toContain('title');
      expect(JSON.stringify(kept)).not.toContain('xxx');
      // Changed twice; deleted; deleted and restored; undone.
      await me.tasks.update({ id: first, title: 'another' });
      await me.tasks.updateMany({ ids: [first, second], completed: false });
      await me.tasks.delete({ id: second });
      await me.tasks.deleteMany({ ids: [third, fourth] });
      const deletion = await latest(me);
      expect(await answers()).toBe(told);
      await me.operations.undo({ id: deletion.id });
      await me.operations.undo({ id: none.operationId }).catch(() => {});
      expect(await answers()).toBe(told);
      await me.tasks.clearCompleted();
      expect(await answers()).toBe(told);
    });

    test('of an older version, whose receipts hold whole tasks, gets the same answer', async () => {
      const me = someone();
      const { id } = await me.tasks.create({ title: 'x' });
      const untick = { id, completed: false, operationId: randomUUID() };
      const answer = await me.tasks.update(untick);
      const result = JSON.stringify({ result: answer });
      await execute(
        temporary.url,
        `update receipt set result = '${result}', seq = null where id = '${untick.operationId}'`,
      );
      await me.tasks.update({ id, title: 'y' });
      expect(await me.tasks.update(untick)).toEqual(answer);
    });

    test('is refused for another input or procedure, and a failed call does not use it up', async () => {
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

    test('belongs to one person: another person may use the same', async () => {
      const operationId = randomUUID();
      const [ann, bob] = [someone(), someone()];
      const hers = await ann.tasks.create({ title: 'hers', operationId });
      const his = await bob.tasks.create({ title: 'his', operationId });
      expect(await ann.tasks.create({ title: 'hers', operationId })).toEqual(hers);
      expect(await bob.tasks.create({ title: 'his', operationId })).toEqual(his);
    });

    test('runs one of several concurrent repeats, and all get its answer', async () => {
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

  test('the id of an operation that the server chose is also taken', async () => {
    const me = someone();
    await me.tasks.create({ title: 'a' });
    const { id: operationId } = await latest(me);
    expect(await refusal(me.tasks.create({ title: 'b', operationId }))).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await listed(me)).toHaveLength(1);
  });
});
