import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { askOf } from './connection/prepared.ts';
import { openSqlite } from './connection/sqlite.ts';
import { createOrm } from './orm.ts';
import { ensureSchema } from './schema/schema.ts';
import { newPerson } from './testing/databases.ts';
import { UnitOfWork } from './unit-of-work.ts';

test('a unit that is used for long does not grow', async () => {
  const orm = await createOrm(openSqlite({ engine: 'sqlite', path: ':memory:' }));
  await ensureSchema(orm, 'sqlite');
  const em = orm.em.fork();
  const kysely: Kysely<never> = orm.em.getConnection().getClient();
  const source = { kysely, engine: 'sqlite', ask: askOf(kysely, 'sqlite'), em: () => em } as const;
  const { tasks } = new UnitOfWork(source, newPerson());
  for (const title of ['one', 'two', 'three']) await tasks.create({ title });
  expect([...em.getUnitOfWork().getIdentityMap()]).toEqual([]);
  expect(await tasks.counts()).toEqual({ active: 3, completed: 0 });
  await orm.close(true);
});
