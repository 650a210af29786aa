// Of lists and their sections, beside what all nouns with an order have: ordered-rows.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { latest, refusal } from '../testing/history.ts';

describe.each(engines)('a list on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());
  const newUnit = () => temporary.db.unitOfWork(newPerson());

  test('is archived and taken out again; once more changes nothing', async () => {
    const unit = newUnit();
    const { lists } = unit;
    const { id } = await lists.create({ name: 'Home', color: 'green' });
    const other = await lists.create({ name: 'Work' });
    const archived = await lists.archive({ id, archived: true });
    expect(archived).toMatchObject({ color: 'green', archivedAt: archived.updatedAt });
    expect(await lists.archive({ id, archived: true })).toEqual(archived);
    expect(await lists.list({ archived: true })).toEqual({ items: [archived] });
    expect(await lists.list({ archived: false })).toEqual({ items: [other] });
    expect(await lists.list()).toEqual({ items: [archived, other] });
    await unit.operations.undo({ id: (await latest(unit)).id });
    expect(await lists.list({ archived: true })).toEqual({ items: [] });
    expect(await lists.archive({ id, archived: false })).toMatchObject({ archivedAt: null });
    expect(await refusal(newUnit().lists.archive({ id, archived: true }))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('has sections, which have an order of their own and stay in it', async () => {
    const { lists, sections } = newUnit();
    for (const id of ['x', 'y']) await lists.create({ id, name: id });
    for (const id of ['1', '2']) await sections.create({ id, listId: 'x', name: 'same' });
    await sections.create({ id: '3', listId: 'y', name: 'same', before: '1' });
    await sections.move({ id: '1', after: '3' });
    const idsOf = async (listId?: string) =>
      (await sections.list({ listId })).items.map(({ id }) => id);
    expect(await idsOf('x')).toEqual(['2', '1']);
    expect(await idsOf('y')).toEqual(['3']);
    expect(new Set(await idsOf())).toEqual(new Set(['1', '2', '3']));
  });

  test('that is missing has no sections, and another person’s list is refused in the same way', async () => {
    await newUnit().lists.create({ id: 'theirs', name: 'x' });
    const { sections } = newUnit();
    for (const listId of ['theirs', 'nothing']) {
      for (const call of [
        () => sections.list({ listId }),
        () => sections.create({ listId, name: 'x' }),
      ]) {
        expect(await refusal(call())).toMatchObject({
          code: 'NOT_FOUND',
          message: 'There is no such list.',
        });
      }
    }
  });
});
