import pg from 'pg';
import { expect, test } from 'vitest';
import { preparedDatabase } from '../testing/databases.ts';
import { askFirst } from './first-statement.ts';

const insert = { text: 'insert into kept (text) values ($1)', values: ['x'] };

async function connected() {
  const database = await preparedDatabase('postgresql');
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  // Its end does not wait until the server has ended the connection, which the drop of the database does.
  pool.on('error', () => {});
  const client = await pool.connect();
  await client.query('create table if not exists kept (text text)');
  const count = async () => (await client.query('select * from kept')).rowCount;
  return {
    client,
    count,
    async [Symbol.asyncDispose]() {
      client.release();
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('the first statement is in the transaction that begins with it', async () => {
  await using own = await connected();
  await askFirst(own.client, ['begin', 'set local statement_timeout = 1000'], insert);
  expect(await own.count()).toBe(1);
  await own.client.query('rollback');
  expect(await own.count()).toBe(0);
});

test.each([
  ['begin is refused', ['begin nonsense']],
  ['what belongs to it is refused', ['begin', 'set local nonsense = 1']],
])('where %s, the statement is not done', async (_what, beginning) => {
  await using own = await connected();
  await expect(askFirst(own.client, beginning, insert)).rejects.toThrow('nonsense');
  await own.client.query('rollback');
  expect(await own.count()).toBe(0);
});

test.each([
  [
    'several statements in one text',
    { text: 'insert into kept values (1); insert into kept values (2)' },
  ],
  ['one that the server does not know yet under its name', { ...insert, name: 'new' }],
])('%s go after it', async (_what, query) => {
  await using own = await connected();
  await askFirst(own.client, ['begin'], query);
  expect(await own.count()).toBeGreaterThan(0);
  await own.client.query('rollback');
  expect(await own.count()).toBe(0);
});
