// What deleting a list, a section or a label does to tasks, and its undo.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, UnitOfWork } from '../open-database.ts';
import { engines, execute, newPerson } from '../testing/databases.ts';
import { all, latest, openTwice, refusal } from '../testing/history.ts';

describe.each(engines)('on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  beforeAll(async () => {
    opened = await openTwice(engine);
    ({ db } = opened);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  /** A person with a list, a section and a label, which four tasks have: one of them is done, one a child. */
  async function withTasks() {
    const personId = newPerson();
    const unit = db.unitOfWork(personId);
    await unit.lists.create({ id: 'l', name: 'Home' });
    await unit.sections.create({ id: 's', listId: 'l', name: 'Kitchen' });
    for (const id of ['a', 'b']) await unit.labels.create({ id, name: id });
    const place = { listId: 'l', sectionId: 's' };
    await unit.tasks.createMany({
      tasks: [
        { uid: '1', title: 'open', ...place, labelIds: ['a', 'b'] },
        { uid: '2', title: 'done', ...place, labelIds: ['a'] },
        { uid: '3', title: 'child', parentUid: '1', labelIds: ['a'] },
        { uid: '4', title: 'elsewhere' },
      ],
    });
    await unit.tasks.update({ id: '2', completed: true });
    const everything = async () => (await unit.sync.snapshot()).rows.map(({ row }) => row);
    return { personId, unit, everything };
  }
  const withoutTimes = (rows: object[]) => rows.map((row) => ({ ...row, updatedAt: '' }));

  async function expectUndone(
    unit: UnitOfWork,
    everything: () => Promise<object[]>,
    before: object[],
  ) {
    const deletion = await latest(unit);
    const after = await everything();
    const { operation } = await unit.operations.undo({ id: deletion.id });
    expect(withoutTimes(await everything())).toEqual(withoutTimes(before));
    expect(operation.changes).toHaveLength(deletion.changes.length);
    await unit.operations.undo({ id: operation.id });
    expect(withoutTimes(await everything())).toEqual(withoutTimes(after));
  }

  test('a list is deleted with its sections and tasks in one operation, and comes back whole', async () => {
    const { unit, everything } = await withTasks();
    const before = await everything();
    expect(await unit.lists.delete({ id: 'l' })).toEqual({ id: 'l', tasks: 3 });
    expect((await unit.tasks.list()).items.map(({ uid }) => uid)).toEqual(['4']);
    expect(await unit.sections.list()).toEqual({ items: [] });
    expect((await latest(unit)).changes).toHaveLength(5);
    await expectUndone(unit, everything, before);
  });

  test('a section is deleted, and its tasks stay in the list', async () => {
    const { unit, everything } = await withTasks();
    const before = await everything();
    expect(await unit.sections.delete({ id: 's' })).toEqual({ id: 's', tasks: 3 });
    for (const id of ['1', '2', '3']) {
      expect(await unit.tasks.get({ id })).toMatchObject({ listId: 'l', sectionId: null });
    }
    await expectUndone(unit, everything, before);
  });

  test('a label is deleted, and its tasks lose it', async () => {
    const { personId, unit, everything } = await withTasks();
    const before = await everything();
    expect(await unit.labels.delete({ id: 'a' })).toEqual({ id: 'a', tasks: 3 });
    expect(await unit.tasks.get({ id: '1' })).toMatchObject({ labelIds: ['b'] });
    expect(await unit.tasks.get({ id: '2' })).toMatchObject({ labelIds: [] });
    await expectUndone(unit, everything, before);
    const pairs = `select label_id from task_label where user_id = '${personId}'`;
    expect(await execute(opened.url, pairs)).toEqual([{ label_id: 'b' }]);
  });

  test('a deletion is not undone while what it restores would name what is gone since', async () => {
    const { unit } = await withTasks();
    await unit.sections.delete({ id: 's' });
    const deletion = await latest(unit);
    await unit.lists.delete({ id: 'l' });
    const { id } = await latest(unit);
    expect(await refusal(unit.operations.undo({ id: deletion.id }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy: { id } },
    });
  });

  test('a new list is not taken back while a task is in it', async () => {
    const unit = db.unitOfWork(newPerson());
    await unit.lists.create({ id: 'l', name: 'Home' });
    const [created] = await all(unit);
    await unit.tasks.create({ title: 'x', listId: 'l' });
    const { id } = await latest(unit);
    expect(await refusal(unit.operations.undo({ id: created?.id ?? '' }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy: { id } },
    });
  });

  test('a list with more tasks than an operation can hold is not deleted', async () => {
    const { personId, unit, everything } = await withTasks();
    await execute(
      opened.url,
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 9998)
       insert into task (user_id, title, list_id, section_id)
       select '${personId}', 'x', 'l', 's' from n`,
    );
    const before = (await everything()).slice(0, 6);
    for (const call of [
      () => unit.lists.delete({ id: 'l' }),
      () => unit.sections.delete({ id: 's' }),
    ]) {
      const advice = expect.stringContaining('archive it, or delete its done tasks first');
      expect(await refusal(call())).toMatchObject({
        code: 'BAD_REQUEST',
        data: { zodError: { formErrors: [advice], fieldErrors: {} } },
      });
    }
    expect((await everything()).slice(0, 6)).toEqual(before);
    expect(await unit.labels.delete({ id: 'a' })).toEqual({ id: 'a', tasks: 3 });
  }, 60_000);

  test('a task that is created in a list beside its deletion is deleted with it, or refused', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { personId, unit } = await withTasks();
      const there = opened.elsewhere.unitOfWork(personId);
      const [deleted, created] = await Promise.allSettled([
        unit.lists.delete({ id: 'l' }),
        there.tasks.create({ title: 'new', listId: 'l' }),
      ]);
      expect(deleted).toMatchObject({
        status: 'fulfilled',
        value: { tasks: created.status === 'fulfilled' ? 4 : 3 },
      });
      if (created.status === 'rejected') {
        expect(created.reason).toMatchObject({ code: 'NOT_FOUND' });
      }
      expect((await unit.tasks.list()).items.map(({ uid }) => uid)).toEqual(['4']);
    }
  });
});
