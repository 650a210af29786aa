// Starts that change a table in use: they neither wait without limit nor make other statements wait.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { execute, preparedDatabase, temporaryDatabase } from '../testing/databases.ts';
import { lockTable } from '../testing/lock-table.ts';
import { proxyTo } from '../testing/proxy.ts';

const indexes = `select indexname from pg_indexes where tablename = 'task' order by 1`;

/** A database whose table lacks an index. */
async function olderDatabase() {
  const database = await preparedDatabase('postgresql');
  const start = async () => {
    await using _ = await openDatabase({ url: database.url });
  };
  const complete = await execute(database.url, indexes);
  await execute(database.url, 'drop index task_completed_user_id_id_index');
  return Object.assign(database, { start, complete });
}

test.concurrent('a start waits until the table is free, while others go on reading', async () => {
  await using database = await olderDatabase();
  await using lock = await lockTable(database.url, 'task', 'row exclusive');
  const starting = database.start();
  // As long as a call's statement may take.
  const read = `set statement_timeout = '1900ms'; select count(*) from task`;
  for (let times = 0; times < 30; times += 1) {
    expect(await execute(database.url, read)).not.toEqual([]);
    await sleep(100);
  }
  await lock.unlock();
  await starting;
  expect(await execute(database.url, indexes)).toEqual(database.complete);
});

test.concurrent('a start fails where the table stays in use, and changes nothing', async () => {
  await using database = await olderDatabase();
  const before = await execute(database.url, indexes);
  await using _lock = await lockTable(database.url, 'task', 'row exclusive');
  await expect(database.start()).rejects.toThrow(/in use/);
  expect(await execute(database.url, indexes)).toEqual(before);
});

test.concurrent('a change that takes too long is rolled back, and the start fails', async () => {
  await using database = await olderDatabase();
  const before = await execute(database.url, indexes);
  await execute(
    database.url,
    `create function slow() returns event_trigger language plpgsql as 'begin perform pg_sleep(30); end';
     create event trigger slow on ddl_command_start when tag in ('CREATE INDEX') execute function slow()`,
  );
  await expect(database.start()).rejects.toThrow(
    /longer than 10s.*create index "task_completed_user_id_id_index"/,
  );
  expect(await execute(database.url, indexes)).toEqual(before);
});

test.concurrent('a start that changes nothing waits no longer for a table than one that does', async () => {
  await using database = await olderDatabase();
  await database.start();
  await using _lock = await lockTable(database.url, 'task');
  await expect(database.start()).rejects.toThrow(/in use/);
});

test.concurrent('a COMMIT without a reply is no SchemaError: its outcome is unknown', async () => {
  await using database = await temporaryDatabase('postgresql');
  await using proxy = await proxyTo(database.url);
  proxy.cutAfter('commit');
  await expect(openDatabase({ url: proxy.url })).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  });
  await using db = await openDatabase({ url: proxy.url });
  await db.ping();
});
