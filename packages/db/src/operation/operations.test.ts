// What every write leaves in the journal, and how it is read.
import { setTimeout as sleep } from 'node:timers/promises';
import { operationLimits } from '@tydo/schemas/operation';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../open-database.ts';
import {
  engines,
  execute,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { all, openTwice, refusal } from '../testing/history.ts';

const missing = 2 ** 31 - 1;

describe.each(engines)('the journal on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  let elsewhere: Database;
  beforeAll(async () => {
    temporary = await openTwice(engine);
    ({ db, elsewhere } = temporary);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const someone = () => db.unitOfWork(newPerson());

  test('every write leaves one operation: its procedure, and each task before and after', async () => {
    const me = someone();
    const milk = await me.tasks.create({ title: 'Milk' });
    const oatMilk = await me.tasks.update({ id: milk.id, title: 'Oat milk' });
    const [a, b] = (await me.tasks.createMany({ tasks: [{ title: 'a' }, { title: 'b' }] })).items;
    const ids = [Number(b?.id), Number(a?.id)];
    const ticked = (await me.tasks.updateMany({ ids, completed: true })).items;
    await me.tasks.delete({ id: milk.id });
    await me.tasks.clearCompleted();
    const operations = await all(me);
    const change = (id: unknown, before: unknown, after: unknown) => ({
      noun: 'task',
      id,
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

  test('a write that changes nothing or fails leaves none', async () => {
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

  test('seq follows the order of the commits without a gap, also with several processes', async () => {
    const person = newPerson();
    const { id } = await db.unitOfWork(person).tasks.create({ title: 'begin' });
    // A concurrent reader sees no gap either, and no late operation before one it has read.
    const done = new AbortController();
    const read = async () => {
      for (let seen = 1; !done.signal.aborted; ) {
        const numbers = (await all(elsewhere.unitOfWork(person))).map(({ seq }) => seq);
        expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
        expect(numbers.length).toBeGreaterThanOrEqual(seen);
        seen = numbers.length;
        await sleep(1);
      }
    };
    const reader = read();
    const calls = await Promise.allSettled(
      Array.from({ length: 40 }, async (_, index) => {
        const { tasks } = (index % 2 === 0 ? db : elsewhere).unitOfWork(person);
        if (index % 8 === 7) return tasks.deleteMany({ ids: [id, missing] });
        return index % 4 === 1
          ? tasks.create({ title: `${index}` })
          : tasks.update({ id, title: `${index}` });
      }),
    );
    done.abort();
    await reader;
    const operations = await all(db.unitOfWork(person));
    expect(operations.map(({ seq }) => seq)).toEqual(
      Array.from({ length: operations.length }, (_, index) => index + 1),
    );
    expect(operations.length).toBe(1 + calls.filter(({ status }) => status === 'fulfilled').length);
    expect(operations.length).toBeGreaterThan(1);
    // Each operation's `before` is the `after` of the previous one.
    const ofOne = operations.flatMap(({ changes }) => changes.filter((one) => one.id === id));
    for (const [index, { before }] of ofOne.entries()) {
      expect(before).toEqual(ofOne[index - 1]?.after ?? null);
    }
  });

  test.runIf(engine === 'postgresql')('people do not wait for one another', async () => {
    const [ann, bob] = [newPerson(), newPerson()];
    for (const person of [ann, bob]) await db.unitOfWork(person).tasks.create({ title: 'x' });
    const holder = new pg.Client({ connectionString: temporary.url });
    await holder.connect();
    await holder.query(`begin; select from journal where user_id = '${ann}' for update`);
    const waiting = db.unitOfWork(ann).tasks.create({ title: 'waits for her own' });
    const { tasks } = db.unitOfWork(bob);
    const { items } = await tasks.createMany({ tasks: [{ title: 'a' }, { title: 'b' }] });
    await tasks.updateMany({ ids: items.map(({ id }) => id), completed: true });
    expect(await all(db.unitOfWork(bob))).toHaveLength(3);
    expect(await all(db.unitOfWork(ann))).toHaveLength(1);
    await holder.query('rollback');
    await holder.end();
    await waiting;
    expect(await all(db.unitOfWork(ann))).toHaveLength(2);
  });

  test('the list has pages, and can be restricted to a task', async () => {
    const me = someone();
    const [a, b] = [await me.tasks.create({ title: 'a' }), await me.tasks.create({ title: 'b' })];
    for (const title of ['1', '2', '3']) {
      await me.tasks.update({ id: a.id, title });
      await me.tasks.update({ id: b.id, title });
    }
    const pages = async (input: { noun?: 'task'; id?: number }) => {
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
    expect(await pages({ noun: 'task', id: b.id })).toEqual([[8, 6, 4], [2]]);
    expect(await pages({ noun: 'task', id: missing })).toEqual([[]]);
    const { nextCursor: cursor } = await me.operations.list({ limit: 1 });
    expect(await refusal(me.operations.list({ cursor, noun: 'task', id: a.id }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect((await someone().operations.list({ noun: 'task', id: a.id })).items).toEqual([]);
  });

  test('since returns operations in order, with the seq to continue from', async () => {
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

  // In the short form on PostgreSQL, where it goes further.
  test.runIf(engine === 'postgresql' || shortOrLong(false, true))(
    'a page ends at 1 MiB of JSON, and a larger operation has its own page',
    async () => {
      const me = someone();
      const ids: number[] = [];
      for (let times = 0; times < 7; times += 1) {
        const description = 'ü'.repeat(1_000);
        const tasks = Array.from({ length: 100 }, (_, nth) => ({ title: `${nth}`, description }));
        ids.push(...(await me.tasks.createMany({ tasks })).items.map(({ id }) => id));
      }
      for (const completed of [true, false, true]) await me.tasks.updateMany({ ids, completed });
      const first = await me.operations.list();
      expect(first.items.map(({ seq }) => seq)).toEqual([10]);
      const second = await me.operations.list({ cursor: first.nextCursor });
      expect(second.items.map(({ seq }) => seq)).toEqual([9]);
      // Of 0.2 MiB each.
      const since = await me.operations.since({ seq: 0 });
      expect([since.items.length, since.seq]).toEqual([4, 4]);
      expect(Buffer.byteLength(JSON.stringify(since.items))).toBeLessThan(operationLimits.page);
      expect((await me.operations.since({ seq: 7 })).seq).toBe(8);
      if (engine === 'sqlite') return;
      // Of an operation of an older version only the number of changes is known.
      await execute(temporary.url, 'update operation set bytes = null');
      expect((await me.operations.since({ seq: 0 })).seq).toBe(1);
    },
  );

  test('a database without a journal gets one at the next start', async () => {
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
