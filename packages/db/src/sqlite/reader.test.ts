// The second connection to a file, which only reads; and the file alone, while nothing is written.
import { copyFileSync, existsSync, statSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { accountsOf } from '../account/accounts.ts';
import { openDatabase } from '../open-database.ts';
import { execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

const insert = (title: string) =>
  sql`insert into task (user_id, title) values ('ann', ${title}) returning title`;

test('reads do not wait for a transaction, and see what it wrote when it is over', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const { db } = accountsOf(setting.db).connection;
  const { tasks } = setting.db.unitOfWork('ann');
  const transaction = await db.startTransaction().execute();
  await insert('written').execute(transaction);
  // Were they to wait, their time would be over first.
  expect(await tasks.counts()).toEqual({ active: 0, completed: 0 });
  expect(await tasks.list({ search: 'written' })).toMatchObject({ items: [] });
  await transaction.commit().execute();
  expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test('what gives rows and writes is no read', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const { db } = accountsOf(setting.db).connection;
  expect((await insert('alone').execute(db)).rows).toEqual([{ title: 'alone' }]);
  expect(await setting.db.unitOfWork('ann').tasks.counts()).toMatchObject({ active: 1 });
});

test('a database in memory is one, for reads as well', async () => {
  await using db = await openDatabase({ url: 'sqlite::memory:' });
  const { tasks } = db.unitOfWork(newPerson());
  await tasks.create({ title: 'in memory' });
  expect(await tasks.counts()).toMatchObject({ active: 1 });
});

test('the file alone is whole when nothing is written, and no log is left at the end', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const file = setting.url.slice('sqlite:'.length);
  const { tasks } = setting.db.unitOfWork('ann');
  await tasks.create({ title: 'in the file' });
  await vi.waitFor(() => expect(statSync(`${file}-wal`).size).toBe(0), { timeout: 20_000 });
  copyFileSync(file, `${file}.copy`);
  expect(await execute(`sqlite:${file}.copy`, 'select title from task')).toEqual([
    { title: 'in the file' },
  ]);
  // The connection that reads has read: it must not keep the log.
  await tasks.counts();
  await setting.db.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});
