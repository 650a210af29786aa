import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

describe.each(engines)('what a calendar feed reads on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  test('is what is due next, then what has no date, then what was done lately', async () => {
    const { feed, imports, labels, tasks } = temporary.db.unitOfWork(newPerson());
    expect(await feed.head()).toBe(0);
    await labels.create({ id: 'phone', name: 'phone' });
    await imports.add({
      tasks: [
        {
          uid: 'old',
          title: 'Done long ago',
          completed: true,
          completedAt: '2026-01-01T00:00:00.000Z',
        },
        { uid: 'done', title: 'Done', completed: true, completedAt: '2026-11-30T00:00:00.000Z' },
        { uid: 'plain', title: 'No date' },
        { uid: 'later', title: 'Later', due: '2026-12-24T18:00[Europe/Berlin]' },
        { uid: 'next', title: 'Next', due: '2026-12-01', labelIds: ['phone'] },
      ],
    });
    const read = async (onlyDue: boolean, limit: number) => {
      const doneSince = '2026-11-01T00:00:00.000Z';
      const found = await feed.tasks({ onlyDue, doneSince, limit });
      expect(found.labels.map(({ name }) => name)).toEqual(['phone']);
      return found.tasks.map(({ uid }) => uid);
    };
    expect(await read(false, 10)).toEqual(['next', 'later', 'plain', 'done']);
    expect(await read(true, 10)).toEqual(['next', 'later']);
    expect(await read(false, 3)).toEqual(['next', 'later', 'plain']);
    expect(await read(false, 1)).toEqual(['next']);
    const head = await feed.head();
    await tasks.create({ title: 'One more' });
    expect(await feed.head()).toBe(head + 1);
  });
});
