// A task is named by its id or by its uid, wherever an input says `id`.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../database.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { latest, refusal, rowsOf } from '../testing/history.ts';

describe.each(engines)('a task’s uid on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    ({ db } = temporary);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const notFound = { code: 'NOT_FOUND', message: 'There is no such task.' };

  test('can be chosen by the caller, and names the task in every call', async () => {
    const me = db.unitOfWork(newPerson());
    const uid = '!~"%_\\ä'.replace('ä', 'x'.repeat(200));
    const task = await me.tasks.create({ title: 'mine', uid });
    expect(task.uid).toBe(uid);
    expect(await me.tasks.get({ id: uid })).toEqual(task);
    const renamed = await me.tasks.update({ id: uid, title: 'renamed' });
    expect(renamed).toMatchObject({ id: task.id, uid, title: 'renamed' });
    const { items } = await me.operations.list({ noun: 'task', id: uid });
    expect(items.map(({ kind }) => kind)).toEqual(['task.update', 'task.create']);
    expect(await me.tasks.delete({ id: uid })).toEqual({ id: task.id });
    const deletion = await latest(me);
    expect(await refusal(me.tasks.get({ id: uid }))).toMatchObject(notFound);
    expect(rowsOf(await me.operations.undo({ id: deletion.id }))).toMatchObject([{ uid }]);
  });

  test('and its id may be in one call: the task is changed once and returned twice', async () => {
    const me = db.unitOfWork(newPerson());
    const made = await me.tasks.createMany({ tasks: [{ title: 'a', uid: '12' }, { title: 'b' }] });
    const [a, b] = made.items;
    const ids = [a?.id ?? 0, '12', b?.uid ?? ''];
    const { items } = await me.tasks.updateMany({ ids, completed: true });
    expect(items.map(({ id }) => id)).toEqual([a?.id, a?.id, b?.id]);
    expect((await latest(me)).changes).toHaveLength(2);
    expect(await me.tasks.deleteMany({ ids })).toEqual({ ids: [a?.id, a?.id, b?.id] });
    expect((await latest(me)).changes).toHaveLength(2);
  });

  test('of digits is not taken for an id', async () => {
    const me = db.unitOfWork(newPerson());
    const { id } = await me.tasks.create({ title: 'a' });
    expect(await refusal(me.tasks.get({ id: String(id) }))).toMatchObject(notFound);
  });

  test('is unique per person', async () => {
    const [me, other] = [db.unitOfWork(newPerson()), db.unitOfWork(newPerson())];
    const uid = randomUUID();
    const task = await me.tasks.create({ title: 'mine', uid });
    const error = await refusal(me.tasks.create({ title: 'again', uid }));
    expect(error).toMatchObject({ code: 'CONFLICT' });
    expect(JSON.stringify(error)).not.toContain(uid);
    const twice = me.tasks.createMany({
      tasks: [
        { title: 'a', uid: 'x' },
        { title: 'b', uid: 'x' },
      ],
    });
    expect(await refusal(twice)).toMatchObject({ code: 'CONFLICT' });
    const theirs = await other.tasks.create({ title: 'theirs', uid });
    expect(await me.tasks.get({ id: uid })).toEqual(task);
    await other.tasks.delete({ id: uid });
    expect(await me.tasks.get({ id: uid })).toEqual(task);
    expect(await refusal(other.tasks.get({ id: uid }))).toMatchObject(notFound);
    expect(theirs.uid).toBe(uid);
  });

  test('is 1 to 255 characters of visible ASCII', async () => {
    const me = db.unitOfWork(newPerson());
    for (const uid of ['', 'a b', 'ä', 'x'.repeat(256), '\n']) {
      expect(await refusal(me.tasks.create({ title: 'x', uid }))).toMatchObject({
        code: 'BAD_REQUEST',
        data: { zodError: { fieldErrors: { uid: [expect.any(String)] } } },
      });
    }
    expect(await me.tasks.create({ title: 'x', uid: 'x'.repeat(255) })).toMatchObject({
      title: 'x',
    });
  });

  test('of a row that is not backfilled names it all the same', async () => {
    const person = newPerson();
    await execute(temporary.url, `insert into task (user_id, title) values ('${person}', 'old')`);
    const me = db.unitOfWork(person);
    const [old] = (await me.tasks.list()).items;
    expect(await me.tasks.get({ id: old?.uid ?? '' })).toEqual(old);
    const done = await me.tasks.update({ id: old?.uid ?? '', completed: true });
    const { updatedAt } = done;
    expect(done).toEqual({ ...old, completed: true, completedAt: updatedAt, updatedAt });
    const other = db.unitOfWork(newPerson());
    expect(await refusal(other.tasks.get({ id: old?.uid ?? '' }))).toMatchObject(notFound);
  });

  test('of a row that is not backfilled is taken, too', async () => {
    const person = newPerson();
    await execute(temporary.url, `insert into task (user_id, title) values ('${person}', 'old')`);
    const me = db.unitOfWork(person);
    const [old] = (await me.tasks.list()).items;
    const uid = old?.uid ?? '';
    const again = { title: 'again', uid };
    expect(await refusal(me.tasks.create(again))).toMatchObject({ code: 'CONFLICT' });
    const many = me.tasks.createMany({ tasks: [{ title: 'first' }, again] });
    expect(await refusal(many)).toMatchObject({ code: 'CONFLICT' });
    expect((await me.tasks.list()).items).toEqual([old]);
    // Only for its owner, and only while the task exists.
    const other = db.unitOfWork(newPerson());
    expect(await other.tasks.create(again)).toMatchObject(again);
    await me.tasks.delete({ id: uid });
    expect(await me.tasks.create(again)).toMatchObject(again);
  });
});
