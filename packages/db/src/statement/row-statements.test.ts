// Plain rows are written by every other test.
import { raw } from '@mikro-orm/core';
import { expect, test } from 'vitest';
import { connectionTo } from '../open-database.ts';
import { createOrm } from '../orm.ts';
import { ownedFork } from '../owner-filter.ts';
import { Task } from '../task/task.entity.ts';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

test.each(engines)('the ORM itself writes what is not plain, on %s', async (engine) => {
  await using temporary = await openTemporaryDatabase(engine);
  const personId = newPerson();
  const { tasks } = temporary.db.unitOfWork(personId);
  const { id } = await tasks.create({ title: 'one' });
  await tasks.create({ title: 'two' });
  const orm = await createOrm(
    await connectionTo({ url: temporary.url, poolSize: 1, maxOverflow: 1 }),
  );
  await orm.connect();
  await ownedFork(orm.em, personId).transactional(async (em) => {
    // Several rows; a value that is SQL.
    expect(await em.nativeUpdate(Task, { title: ['one', 'two'] }, { description: 'both' })).toBe(2);
    const { driver, ctx } = { driver: em.getDriver(), ctx: em.getTransactionContext() };
    const title = raw('upper(title)');
    await driver.nativeUpdate(Task, { id }, { title }, ctx === undefined ? {} : { ctx });
  });
  expect(await tasks.get({ id })).toMatchObject({ title: 'ONE', description: 'both' });
  await orm.close(true);
});
