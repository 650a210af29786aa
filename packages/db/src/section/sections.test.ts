import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, longTimeouts, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { refusal } from '../testing/history.ts';

describe.each(engines)('sections on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
  });
  afterAll(() => temporary[Symbol.asyncDispose]());
  const unitOf = (personId: string) => temporary.db.unitOfWork(personId);

  test('a section is created, read, changed, deleted and restored', async () => {
    const { sections, operations } = unitOf(newPerson());
    const created = await sections.create({ name: ' First ' });
    expect(created).toMatchObject({ name: 'First', updatedAt: created.createdAt });
    expect(await sections.get({ id: created.id })).toEqual(created);
    const changed = await sections.update({ id: created.id, name: 'Second' });
    expect(changed).toEqual({ ...created, name: 'Second', updatedAt: changed.updatedAt });
    expect(changed.updatedAt > created.updatedAt).toBe(true);
    expect(await sections.delete({ id: created.id })).toEqual({ id: created.id });
    expect(await refusal(sections.get({ id: created.id }))).toMatchObject({ code: 'NOT_FOUND' });
    const [deletion] = (await operations.list({ noun: 'section', id: created.id })).items;
    await operations.undo({ id: deletion?.id ?? '' });
    expect(await sections.get({ id: created.id })).toMatchObject({ name: 'Second' });
  });

  test('a list has the newest first, in pages that neither repeat nor skip', async () => {
    const { sections } = unitOf(newPerson());
    const names = ['a', 'b', 'c'];
    for (const name of names) await sections.create({ name });
    const first = await sections.list({ limit: 2 });
    const second = await sections.list({ limit: 2, cursor: first.nextCursor });
    const all = [...first.items, ...second.items];
    expect(all.map(({ name }) => name).toSorted()).toEqual(names);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect(second.nextCursor).toBeNull();
    expect((await sections.list()).items).toEqual(all);
    expect(await refusal(sections.list({ cursor: 'of another list' }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
  });

  test('another person’s section is not found, as one that does not exist', async () => {
    const { id } = await unitOf(newPerson()).sections.create({ name: 'Ann’s' });
    const { sections } = unitOf(newPerson());
    for (const wanted of [id, randomUUID()]) {
      for (const call of [
        () => sections.get({ id: wanted }),
        () => sections.update({ id: wanted, name: 'Mine' }),
        () => sections.delete({ id: wanted }),
      ]) {
        expect(await refusal(call())).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
    expect((await sections.list()).items).toEqual([]);
  });

  test('a repeat under its operationId creates nothing', async () => {
    const { sections } = unitOf(newPerson());
    const input = { name: 'Once', operationId: randomUUID() };
    expect(await sections.create(input)).toEqual(await sections.create(input));
    expect((await sections.list()).items).toHaveLength(1);
  });
});
