import { describe, expect, test } from 'vitest';
import { engines, newPerson, openTemporaryDatabase } from './testing/databases.ts';

describe.each(engines)('an export on %s', (engine) => {
  test('comes in pages, the newest rows first, and has the rows of one person alone', async () => {
    await using own = await openTemporaryDatabase(engine);
    const [me, other] = [own.db.unitOfWork(newPerson()), own.db.unitOfWork(newPerson())];
    const titles = Array.from({ length: 101 }, (_, nth) => `Task ${nth}`);
    await me.tasks.createMany({ tasks: titles.slice(0, 100).map((title) => ({ title })) });
    await other.tasks.create({ title: 'of somebody else' });
    await me.tasks.create({ title: titles.at(-1) ?? '' });
    const first = await me.export.page('tasks', null);
    const second = await me.export.page('tasks', first.next);
    expect(second.next).toBeNull();
    const exported = [...first.items, ...second.items].map((row) => Object(row).title);
    expect(exported).toEqual(titles.toReversed());
    expect(() => me.export.page('chores', null)).toThrow('The export has no chores.');
  });
});
