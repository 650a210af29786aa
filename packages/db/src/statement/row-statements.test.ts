// What is plain is written by every other test.
import { raw } from '@mikro-orm/core';
import { expect, test } from 'vitest';
import { parseDatabaseUrl } from '../connection/url.ts';
import { createOrm } from '../orm.ts';
import { ownedFork } from '../owner.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import { openSqlite } from '../sqlite/open-sqlite.ts';
import { Task } from '../task/task.entity.ts';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

test.each(engines)('what is not plain, the ORM writes in its own way on %s', async (engine) => {
  await using temporary = await openTemporaryDatabase(engine);
  const personId = newPerson();
  const { tasks } = temporary.db.unitOfWork(personId);
  const { id } = await tasks.create({ title: 'one' });
  await tasks.create({ title: 'two' });
  const target = parseDatabaseUrl(temporary.url, '/');
  const pool = { poolSize: 1, maxOverflow: 1, recycleSeconds: 300 };
  const orm = await createOrm(
    target.engine === 'sqlite' ? openSqlite(target) : openPostgres(target, pool),
  );
  await orm.connect();
  await ownedFork(orm.em, personId).transactional(async (em) => {
    // No single row, and a value that is SQL.
    expect(await em.nativeUpdate(Task, { title: ['one', 'two'] }, { description: 'both' })).toBe(2);
    const { driver, ctx } = { driver: em.getDriver(), ctx: em.getTransactionContext() };
    const title = raw('upper(title)');
    await driver.nativeUpdate(Task, { id }, { title }, ctx === undefined ? {} : { ctx });
  });
  expect(await tasks.get({ id })).toMatchObject({ title: 'ONE', description: 'both' });
  await orm.close(true);
});
