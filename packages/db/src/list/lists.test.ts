import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, longTimeouts, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { refusal } from '../testing/history.ts';

describe.each(engines)('lists on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
  });
  afterAll(() => temporary[Symbol.asyncDispose]());
  const unitOf = (personId: string) => temporary.db.unitOfWork(personId);

  test('a list is created, read, changed, deleted and restored', async () => {
    const { lists, operations } = unitOf(newPerson());
    const created = await lists.create({ name: ' First ' });
    expect(created).toMatchObject({ name: 'First', updatedAt: created.createdAt });
    expect(await lists.get({ id: created.id })).toEqual(created);
    const changed = await lists.update({ id: created.id, name: 'Second' });
    expect(changed).toEqual({ ...created, name: 'Second', updatedAt: changed.updatedAt });
    expect(changed.updatedAt > created.updatedAt).toBe(true);
    expect(await lists.delete({ id: created.id })).toEqual({ id: created.id });
    expect(await refusal(lists.get({ id: created.id }))).toMatchObject({ code: 'NOT_FOUND' });
    const [deletion] = (await operations.list({ noun: 'list', id: created.id })).items;
    await operations.undo({ id: deletion?.id ?? '' });
    expect(await lists.get({ id: created.id })).toMatchObject({ name: 'Second' });
  });

  test('a list has the newest first, in pages that neither repeat nor skip', async () => {
    const { lists } = unitOf(newPerson());
    const names = ['a', 'b', 'c'];
    for (const name of names) await lists.create({ name });
    const first = await lists.list({ limit: 2 });
    const second = await lists.list({ limit: 2, cursor: first.nextCursor });
    const all = [...first.items, ...second.items];
    expect(all.map(({ name }) => name).toSorted()).toEqual(names);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(second.nextCursor).toBeNull();
    expect((await lists.list()).items).toEqual(all);
    expect(await refusal(lists.list({ cursor: 'of another list' }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('another person’s list is not found, as one that does not exist', async () => {
    const { id } = await unitOf(newPerson()).lists.create({ name: 'Ann’s' });
    const { lists } = unitOf(newPerson());
    for (const wanted of [id, randomUUID()]) {
      for (const call of [
        () => lists.get({ id: wanted }),
        () => lists.update({ id: wanted, name: 'Mine' }),
        () => lists.delete({ id: wanted }),
      ]) {
        expect(await refusal(call())).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    expect((await lists.list()).items).toEqual([]);
  });

  test('a repeat under its operationId creates nothing', async () => {
    const { lists } = unitOf(newPerson());
    const input = { name: 'Once', operationId: randomUUID() };
    expect(await lists.create(input)).toEqual(await lists.create(input));
    expect((await lists.list()).items).toHaveLength(1);
  });
});
