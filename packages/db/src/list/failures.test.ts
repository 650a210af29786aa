// Whichever statement fails of a write that changes rows of several nouns: all of it is done, or nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UnitOfWork } from '../open-database.ts';
import {
  engines,
  longTimeouts,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
} from '../testing/databases.ts';
import { watchStatements } from '../testing/watch-statements.ts';

const writes: Record<string, (unit: UnitOfWork) => Promise<unknown>> = {
  'list.create': ({ lists }) => lists.create({ name: 'x', before: 'l' }),
  'list.update, with filters': ({ lists }) => lists.update({ id: 'l', name: 'House' }),
  'list.archive': ({ lists }) => lists.archive({ id: 'l', archived: true }),
  'list.delete': ({ lists }) => lists.delete({ id: 'l' }),
  'section.move': ({ sections }) => sections.move({ id: 's' }),
  'section.delete': ({ sections }) => sections.delete({ id: 's' }),
  'label.delete': ({ labels }) => labels.delete({ id: 'b' }),
  'settings.update': ({ settings }) => settings.update({ weekStart: 7 }),
};
const refused = { sqlite: 'select * from nowhere', postgresql: 'select 1 / 0' };

describe.each(engines)('on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine, { timeouts: longTimeouts });
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  async function withRows(): Promise<UnitOfWork> {
    const unit = temporary.db.unitOfWork(newPerson());
    for (const id of ['k', 'l']) await unit.lists.create({ id, name: 'Home' });
    for (const id of ['s', 't']) await unit.sections.create({ id, listId: 'l', name: id });
    await unit.lists.update({ id: 'k', name: 'Work' });
    await unit.labels.create({ id: 'b', name: 'phone' });
    await unit.filters.create({ name: 'x', query: '#Home & @phone' });
    const place = { listId: 'l', sectionId: 's', labelIds: ['b'] };
    await unit.tasks.createMany({
      tasks: [
        { title: 'x', ...place },
        { title: 'y', ...place },
      ],
    });
    return unit;
  }

  // all-or-nothing.long.test.ts has the others on PostgreSQL too.
  const chosen = Object.entries(writes).filter(
    ([name]) => engine === 'sqlite' || name === 'list.delete' || shortOrLong(false, true),
  );
  test.each(chosen)('%s does all or nothing', async (_name, write) => {
    const unit = await withRows();
    const before = await unit.sync.snapshot();
    for (let failing = 1; ; failing += 1) {
      using watch = watchStatements((nth) =>
        nth === failing ? (_sql, send) => send(refused[engine]) : undefined,
      );
      const isDone = await write(unit).then(
        () => true,
        () => false,
      );
      const isPast = watch.sent.length < failing;
      watch[Symbol.dispose]();
      const after = await unit.sync.snapshot();
      expect(isDone).toBe(isPast);
      if (!isPast) expect(after).toEqual(before);
      else expect(after.seq).toBe(before.seq + 1);
      if (isPast) break;
    }
  });
});
