import type { SqlEntityManager } from '@mikro-orm/sql';
import { describe, expect, test } from 'vitest';
import { createInternals } from './internals.ts';
import { connectionTo } from './open-database.ts';
import { createOrm } from './orm.ts';
import { ownedFork } from './owner-filter.ts';
import { Task, taskNoun } from './task/task.entity.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from './testing/databases.ts';
import { createScopeProvider } from './unit-of-work.ts';

describe.each(engines)('a task that is loaded on %s', (engine) => {
  test('is the same as one that `em.find` loads, and has nothing to flush', async () => {
    await using temporary = await openTemporaryDatabase(engine);
    const personId = newPerson();
    const { tasks } = temporary.db.unitOfWork(personId);
    const { id } = await tasks.create({ title: 'Straße', description: 'und mehr' });
    await tasks.update({ id, completed: true });
    await tasks.create({ title: 'x' });
    // As a version without folded texts would, with a very old time.
    const time = engine === 'sqlite' ? '-62198755200000' : `'0044-03-15 12:00:00.25+00 BC'`;
    await execute(
      temporary.url,
      `insert into task (user_id, title, created_at, updated_at) values ('${personId}', 'old', ${time}, ${time})`,
    );
    const connection = await connectionTo({ url: temporary.url, poolSize: 1, maxOverflow: 1 });
    const orm = await createOrm(connection);
    await orm.connect();
    const ours = ownedFork(orm.em, personId);
    const { write } = createScopeProvider(
      { ...createInternals(orm, connection), fork: () => ours },
      personId,
    );
    const found = await ownedFork(orm.em, personId).find(Task, {}, { orderBy: { id: 'asc' } });
    const plain = (task: Task) => Object.fromEntries(Object.entries(task));
    await write('test', {}, async ({ em, load }) => {
      const loaded = await load(
        taskNoun,
        found.map((task) => task.id),
      );
      expect(loaded.toSorted((a, b) => a.id - b.id).map(plain)).toEqual(found.map(plain));
      const uow = (em as SqlEntityManager).getUnitOfWork();
      uow.computeChangeSets();
      expect(uow.getChangeSets()).toEqual([]);
    });
    expect(found).toHaveLength(3);
    await orm.close(true);
  });
});
