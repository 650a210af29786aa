import { expect, test } from 'vitest';
import { createInternals } from './internals.ts';
import { connectionTo } from './open-database.ts';
import { createOrm } from './orm.ts';
import { ownedFork } from './owner-filter.ts';
import { ensureSchema } from './schema/schema.ts';
import { newPerson } from './testing/databases.ts';
import { UnitOfWork } from './unit-of-work.ts';

test('a unit of work keeps no entities between calls', async () => {
  const connection = await connectionTo({ url: 'sqlite::memory:' });
  const orm = await createOrm(connection);
  await orm.connect();
  await ensureSchema(orm, connection.dialect);
  const forks = new Set<unknown>();
  const fork = (personId: string) => {
    const em = ownedFork(orm.em, personId);
    forks.add(em);
    return em;
  };
  const source = { ...createInternals(orm, connection), fork };
  const { tasks } = new UnitOfWork(source, newPerson());
  for (const title of ['one', 'two', 'three']) await tasks.create({ title });
  expect(forks.size).toBe(3);
  expect([...orm.em.getUnitOfWork(false).getIdentityMap()]).toEqual([]);
  expect(await tasks.counts()).toEqual({ active: 3, completed: 0 });
  expect(forks.size).toBe(3);
  await orm.close(true);
});
