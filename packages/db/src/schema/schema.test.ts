import { describe, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { engines, execute, newPerson, temporaryDatabase } from '../testing/databases.ts';

// Everything there is, as the database itself describes it.
const catalogue = (engine: string, url: string) =>
  execute(
    url,
    engine === 'sqlite'
      ? 'select name, sql from sqlite_master order by name'
      : `select c.table_name, c.column_name, c.data_type, c.character_maximum_length, c.is_nullable,
           c.column_default, (select array_agg(i.indexdef order by i.indexdef) from pg_indexes i
           where i.tablename = c.table_name) as indexes
         from information_schema.columns c where c.table_schema = 'public' order by 1, 2`,
  );

const start = async (url: string) => {
  await using db = await openDatabase({ url });
  return await db.unitOfWork(newPerson()).tasks.create({ title: 'works' });
};

describe.each(engines)('the schema at startup, on %s', (engine) => {
  test('an empty database gets our table, and a second start changes nothing', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    const made = await catalogue(engine, database.url);
    await start(database.url);
    expect(await catalogue(engine, database.url)).toEqual(made);
  });

  test('many starts at the same moment make one schema', async () => {
    await using database = await temporaryDatabase(engine);
    const tasks = await Promise.all(Array.from({ length: 6 }, () => start(database.url)));
    expect(new Set(tasks.map((task) => task.id)).size).toBe(6);
  });

  test('tables that are not ours are left as they are', async () => {
    await using database = await temporaryDatabase(engine);
    await execute(
      database.url,
      'create table "user" (id text primary key, nickname varchar(5) unique)',
    );
    await execute(database.url, 'create table tasks (task integer)');
    const isTheirs = (row: unknown) => /"(user|tasks)"/.test(JSON.stringify(row));
    const before = (await catalogue(engine, database.url)).filter(isTheirs);
    await start(database.url);
    expect((await catalogue(engine, database.url)).filter(isTheirs)).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });

  test('a newer table is accepted as it is', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    await execute(database.url, 'alter table task add column due text');
    await execute(database.url, "alter table task add column mood text not null default 'calm'");
    await execute(database.url, 'create index task_mood on task (mood)');
    const before = await catalogue(engine, database.url);
    await start(database.url);
    expect(await catalogue(engine, database.url)).toEqual(before);
  });
});
