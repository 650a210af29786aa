import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, longTimeouts, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { refusal } from '../testing/history.ts';

describe.each(engines)('labels on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
  });
  afterAll(() => temporary[Symbol.asyncDispose]());
  const unitOf = (personId: string) => temporary.db.unitOfWork(personId);

  test('a label is created, read, changed, deleted and restored', async () => {
    const { labels, operations } = unitOf(newPerson());
    const created = await labels.create({ name: ' First ' });
    expect(created).toMatchObject({ name: 'First', updatedAt: created.createdAt });
    expect(await labels.get({ id: created.id })).toEqual(created);
    const changed = await labels.update({ id: created.id, name: 'Second' });
    expect(changed).toEqual({ ...created, name: 'Second', updatedAt: changed.updatedAt });
    expect(changed.updatedAt > created.updatedAt).toBe(true);
    expect(await labels.delete({ id: created.id })).toEqual({ id: created.id });
    expect(await refusal(labels.get({ id: created.id }))).toMatchObject({ code: 'NOT_FOUND' });
    const [deletion] = (await operations.list({ noun: 'label', id: created.id })).items;
    await operations.undo({ id: deletion?.id ?? '' });
    expect(await labels.get({ id: created.id })).toMatchObject({ name: 'Second' });
  });

  test('a list has the newest first, in pages that neither repeat nor skip', async () => {
    const { labels } = unitOf(newPerson());
    const names = ['a', 'b', 'c'];
    for (const name of names) await labels.create({ name });
    const first = await labels.list({ limit: 2 });
    const second = await labels.list({ limit: 2, cursor: first.nextCursor });
    const all = [...first.items, ...second.items];
    expect(all.map(({ name }) => name).toSorted()).toEqual(names);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(second.nextCursor).toBeNull();
    expect((await labels.list()).items).toEqual(all);
    expect(await refusal(labels.list({ cursor: 'of another list' }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('another person’s label is not found, as one that does not exist', async () => {
    const { id } = await unitOf(newPerson()).labels.create({ name: 'Ann’s' });
    const { labels } = unitOf(newPerson());
    for (const wanted of [id, randomUUID()]) {
      for (const call of [
        () => labels.get({ id: wanted }),
        () => labels.update({ id: wanted, name: 'Mine' }),
        () => labels.delete({ id: wanted }),
      ]) {
        expect(await refusal(call())).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    expect((await labels.list()).items).toEqual([]);
  });

  test('a repeat under its operationId creates nothing', async () => {
    const { labels } = unitOf(newPerson());
    const input = { name: 'Once', operationId: randomUUID() };
    expect(await labels.create(input)).toEqual(await labels.create(input));
    expect((await labels.list()).items).toHaveLength(1);
  });
});
