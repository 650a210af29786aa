import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { latest, refusal } from '../testing/history.ts';

describe.each(engines)('a label on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  test('has a name of its own, in any case and Unicode form', async () => {
    const { labels } = temporary.db.unitOfWork(newPerson());
    await labels.create({ id: 'a', name: 'Café' });
    await labels.create({ id: 'b', name: 'phone' });
    for (const call of [
      () => labels.create({ name: 'CAFE\u0301' }),
      () => labels.update({ id: 'b', name: 'café' }),
    ]) {
      const error = await refusal(call());
      expect(error).toMatchObject({ code: 'CONFLICT' });
      expect(String(error)).not.toMatch(/caf/i);
    }
    expect(await labels.update({ id: 'a', name: 'CAFÉ' })).toMatchObject({ name: 'CAFÉ' });
    // Another person may have it.
    await temporary.db.unitOfWork(newPerson()).labels.create({ id: 'a', name: 'Café' });
  });

  test('is not restored, nor renamed back, while another one has its name', async () => {
    const unit = temporary.db.unitOfWork(newPerson());
    const { labels, operations } = unit;
    await labels.create({ id: 'a', name: 'one' });
    await labels.update({ id: 'a', name: 'two' });
    const renaming = await latest(unit);
    await labels.create({ id: 'b', name: 'ONE' });
    const conflict = async () => ({ code: 'CONFLICT', data: { blockedBy: await latest(unit) } });
    expect(await refusal(operations.undo({ id: renaming.id }))).toMatchObject(await conflict());
    await labels.delete({ id: 'a' });
    const deletion = await latest(unit);
    await labels.create({ id: 'c', name: 'Two' });
    expect(await refusal(operations.undo({ id: deletion.id }))).toMatchObject(await conflict());
    await labels.delete({ id: 'c' });
    await operations.undo({ id: deletion.id });
    expect((await labels.list()).items.map(({ name }) => name)).toEqual(['two', 'ONE']);
  });
});
