// What a start may do in the database. The tests of apps/api have more.
import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { catalogue, execute, newPerson, temporaryDatabase } from '../testing/databases.ts';

/** A URL of somebody who may read all that is there now, and nothing else. */
async function readerOf(url: string): Promise<AsyncDisposable & { url: string }> {
  const role = `reader_${randomUUID().replaceAll('-', '')}`;
  await execute(inject('postgresUrl'), `create role ${role} login password 'hunter2'`);
  await execute(url, `grant select on all tables in schema public to ${role}`);
  return {
    url: Object.assign(new URL(url), { username: role, password: 'hunter2' }).href,
    async [Symbol.asyncDispose]() {
      await execute(url, `drop owned by ${role}`);
      await execute(inject('postgresUrl'), `drop role ${role}`);
    },
  };
}
const start = async (url: string) => {
  await using db = await openDatabase({ url });
  return await db.unitOfWork(newPerson()).tasks.counts();
};

test('where nothing is missing a start changes nothing', async () => {
  await using database = await temporaryDatabase('postgresql');
  await start(database.url);
  await using reader = await readerOf(database.url);
  expect(await start(reader.url)).toEqual({ active: 0, completed: 0 });
});

test('where it may not make what is missing it says so', async () => {
  await using database = await temporaryDatabase('postgresql');
  await start(database.url);
  await execute(database.url, 'drop index task_completed_user_id_id_index');
  await using reader = await readerOf(database.url);
  const before = await catalogue(database.url);
  await expect(start(reader.url)).rejects.toThrow(/may not create what is missing/);
  expect(await catalogue(database.url)).toEqual(before);
});
