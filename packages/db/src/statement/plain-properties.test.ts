import { expect, test } from 'vitest';
import { connectionTo } from '../open-database.ts';
import { createOrm } from '../orm.ts';
import { Task } from '../task/task.entity.ts';
import { newPerson } from '../testing/databases.ts';

test('the columns of an entity are plain properties', async () => {
  const orm = await createOrm(await connectionTo({ url: 'sqlite::memory:' }));
  const now = new Date();
  const row = { title: 'x', description: null, createdAt: now, updatedAt: now };
  const task = orm.em.fork().create(Task, { userId: newPerson(), ...row });
  expect(Object.getOwnPropertyDescriptor(task, 'title')).toMatchObject({ value: 'x' });
  await orm.close(true);
});
