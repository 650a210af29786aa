// Undo of operations.
import { randomUUID } from 'node:crypto';
import type { Operation } from '@tydo/schemas/operation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../open-database.ts';
import { engines, execute, newPerson } from '../testing/databases.ts';
import { all, latest, listed, openTwice, refusal, rowsOf } from '../testing/history.ts';

describe.each(engines)('operations on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  let elsewhere: Database;
  beforeAll(async () => {
    temporary = await openTwice(engine);
    ({ db, elsewhere } = temporary);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const someone = () => db.unitOfWork(newPerson());

  describe('undo', () => {
    test('restores a deleted task with its id and createdAt, and its undo deletes it again', async () => {
      const me = someone();
      const task = await me.tasks.create({ title: 'gone', description: 'and back' });
      await me.tasks.delete({ id: task.id });
      const deletion = await latest(me);
      const undone = await me.operations.undo({ id: deletion.id });
      expect(rowsOf(undone)).toEqual([{ ...task, updatedAt: expect.any(String) }]);
      expect(Object(rowsOf(undone)[0]).updatedAt > task.updatedAt).toBe(true);
      expect(undone.operation).toEqual(await latest(me));
      expect(undone.operation).toMatchObject({ kind: 'operation.undo', undoes: deletion.id });
      expect(await listed(me)).toEqual(rowsOf(undone));
      expect(rowsOf(await me.operations.undo({ id: undone.operation.id }))).toEqual([]);
      expect(await listed(me)).toEqual([]);
    });

    test('restores the folded text, by which the search finds the task', async () => {
      const me = newPerson();
      const { tasks, operations } = db.unitOfWork(me);
      const { id } = await tasks.create({ title: 'Žluťoučký kůň', description: 'Ω' });
      const folded = () =>
        execute(
          temporary.url,
          `select title_folded, description_folded from task where user_id = '${me}'`,
        );
      const before = await folded();
      await tasks.delete({ id });
      await operations.undo({ id: (await latest(db.unitOfWork(me))).id });
      expect(await folded()).toEqual(before);
    });

    test('restores one field if another was changed since', async () => {
      const me = someone();
      const { id } = await me.tasks.create({ title: 'old', description: 'x' });
      await me.tasks.update({ id, title: 'new' });
      const renaming = await latest(me);
      await me.tasks.update({ id, completed: true });
      expect(rowsOf(await me.operations.undo({ id: renaming.id }))).toMatchObject([
        { title: 'old', description: 'x', completed: true },
      ]);
    });

    test('is refused if the field was changed since, with the operation that did it', async () => {
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

    test('is refused if a task was deleted or restored since, and changes no other', async () => {
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

    test('of another user’s operation is NOT_FOUND, as of one that never existed', async () => {
      const [me, other] = [someone(), someone()];
      await me.tasks.create({ title: 'mine' });
      const { id } = await latest(me);
      const refused = await refusal(other.operations.undo({ id }));
      expect(refused).toMatchObject({ code: 'NOT_FOUND', data: {} });
      expect(refused).toEqual(await refusal(other.operations.undo({ id: randomUUID() })));
      expect(await listed(me)).toHaveLength(1);
    });

    test('runs once if two run concurrently', async () => {
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

  test('an operation of an older version can be undone, one of a newer version cannot', async () => {
    const me = someone();
    const { id } = await me.tasks.create({ title: 'old' });
    const creation = await latest(me);
    await me.tasks.delete({ id });
    const deletion = await latest(me);
    const writtenBy = ({ id: operationId }: Operation, version: string) =>
      execute(
        temporary.url,
        `update operation set version = ${version} where id = '${operationId}'`,
      );
    await writtenBy(deletion, '999');
    expect(await refusal(me.operations.undo({ id: deletion.id }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('newer version'),
    });
    await writtenBy(deletion, 'null');
    await me.operations.undo({ id: deletion.id });
    await writtenBy(creation, 'null');
    await me.operations.undo({ id: creation.id });
    expect(await listed(me)).toEqual([]);
  });

  test('an operation with 10,000 tasks and their list is undone at once', async () => {
    const me = someone();
    await me.lists.create({ id: 'l', name: 'List' });
    await me.tasks.create({ title: 'a', listId: 'l' });
    await me.lists.delete({ id: 'l' });
    const { id } = await latest(me);
    // As if it had.
    await execute(temporary.url, `update operation set weight = 10001 where id = '${id}'`);
    expect((await me.operations.undo({ id })).left).toBeUndefined();
    expect(await listed(me)).toMatchObject([{ title: 'a', listId: 'l' }]);
  });

  test('an operation beyond today’s limits is split by the database and undone in part', async () => {
    const me = someone();
    const { items } = await me.tasks.createMany({ tasks: [{ title: 'a' }, { title: 'b' }] });
    const [a, b] = items;
    await me.tasks.deleteMany({ ids: items.map(({ id }) => id) });
    const deletion = await latest(me);
    // As if it had many more changes.
    await execute(
      temporary.url,
      `update operation set weight = 10001, bytes = null where id = '${deletion.id}'`,
    );
    const first = await me.operations.undo({ id: deletion.id });
    expect(rowsOf(first)).toMatchObject([{ title: 'a' }, { title: 'b' }]);
    expect(first.left).toBe(9_999);
    // A task that was restored already and changed since does not block the rest.
    await me.tasks.update({ id: a?.id ?? 0, title: 'c' });
    await me.tasks.delete({ id: b?.id ?? 0 });
    const second = await me.operations.undo({ id: deletion.id });
    expect(rowsOf(second)).toMatchObject([{ title: 'b' }]);
    expect(await refusal(me.operations.undo({ id: deletion.id }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy: second.operation },
    });
  });

  test('an operation of unknown size that may be too large is split, too', async () => {
    const me = someone();
    const { id } = await me.tasks.create({ title: 'a' });
    await me.tasks.delete({ id });
    const deletion = await latest(me);
    // As if it had many more changes. SQLite knows its size; PostgreSQL would have to read it.
    await execute(
      temporary.url,
      `update operation set weight = 2000, bytes = null where id = '${deletion.id}'`,
    );
    const undone = await me.operations.undo({ id: deletion.id });
    expect(rowsOf(undone)).toMatchObject([{ title: 'a' }]);
    expect(undone.left).toBe(engine === 'sqlite' ? undefined : 1_999);
  });

  test('blockedBy is a later operation, and is missing if plain SQL changed the row', async () => {
    const me = someone();
    const { id } = await me.tasks.create({ title: 'x' });
    await me.tasks.update({ id, completed: true });
    const ticking = await latest(me);
    await me.tasks.update({ id, title: 'y' });
    await execute(temporary.url, `update task set completed = false where id = ${id}`);
    const refused = await refusal(me.operations.undo({ id: ticking.id }));
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    expect(Object(refused).data).toEqual({});
  });
});
