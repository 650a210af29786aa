// Starts without the right to create. The tests of apps/api have more, with roles of their own.
import { expect, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { catalogue, execute, newPerson, preparedDatabase } from '../testing/databases.ts';

const readOnly = (url: string) => {
  const name = new URL(url).pathname.slice(1);
  return execute(url, `alter database ${name} set default_transaction_read_only = on`);
};
const start = async (url: string) => {
  await using db = await openDatabase({ url });
  return await db.unitOfWork(newPerson()).tasks.counts();
};

test('a start needs no right to create where nothing is missing', async () => {
  await using database = await preparedDatabase('postgresql');
  await readOnly(database.url);
  expect(await start(database.url)).toEqual({ active: 0, completed: 0 });
});

test('a start fails without the right to create what is missing', async () => {
  await using database = await preparedDatabase('postgresql');
  await execute(database.url, 'drop index task_completed_user_id_id_index');
  await readOnly(database.url);
  const before = await catalogue(database.url);
  await expect(start(database.url)).rejects.toThrow(/may not create what is missing/);
  expect(await catalogue(database.url)).toEqual(before);
});
