// The second connection, which only reads, and the checkpoint after the last write.
import { copyFileSync, existsSync, statSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import { openDatabase } from '../open-database.ts';
import { execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

const insert = (title: string) =>
  sql`insert into task (user_id, title) values ('ann', ${title}) returning title`;

test('reads do not wait for a transaction, and see its writes after the commit', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const { db } = authDatabaseOf(setting.db).connection;
  const { tasks } = setting.db.unitOfWork('ann');
  const transaction = await db.startTransaction().execute();
  await insert('written').execute(transaction);
  // If they waited for it, they would time out.
  expect(await tasks.counts()).toEqual({ active: 0, completed: 0 });
  expect(await tasks.list({ search: 'written' })).toMatchObject({ items: [] });
  await transaction.commit().execute();
  expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test('a statement that writes and returns rows is no read', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const { db } = authDatabaseOf(setting.db).connection;
  expect((await insert('alone').execute(db)).rows).toEqual([{ title: 'alone' }]);
  expect(await setting.db.unitOfWork('ann').tasks.counts()).toMatchObject({ active: 1 });
});

test('a database in memory uses one connection for reads and writes', async () => {
  await using db = await openDatabase({ url: 'sqlite::memory:' });
  const { tasks } = db.unitOfWork(newPerson());
  await tasks.create({ title: 'in memory' });
  expect(await tasks.counts()).toMatchObject({ active: 1 });
});

test('the file alone is complete after the last write, and the log is removed on close', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const file = setting.url.slice('sqlite:'.length);
  const { tasks } = setting.db.unitOfWork('ann');
  await tasks.create({ title: 'in the file' });
  await expect.poll(() => statSync(`${file}-wal`).size).toBe(0);
  copyFileSync(file, `${file}.copy`);
  expect(await execute(`sqlite:${file}.copy`, 'select title from task')).toEqual([
    { title: 'in the file' },
  ]);
  // The reading connection is in use: it must not keep the log.
  await tasks.counts();
  await setting.db.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});
