import { describe, expect, test } from 'vitest';
import { openDatabase, SchemaError } from './database.ts';
import { engines, execute, newPerson, temporaryDatabase } from './testing/databases.ts';

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

  test('an older table gets what it lacks, and keeps its rows', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    await execute(database.url, 'drop index task_user_id_id_index');
    await execute(database.url, 'alter table task drop column description_folded');
    await execute(database.url, 'alter table task drop column description');
    const made = await start(database.url);
    expect(made.description).toBeNull();
    expect(await execute(database.url, 'select title from task')).toHaveLength(2);
    expect(JSON.stringify(await catalogue(engine, database.url))).toContain(
      'task_user_id_id_index',
    );
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

  test('the search finds the rows of an older table, whatever the case', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    await execute(database.url, "insert into task (user_id, title) values ('ann', 'Grün')");
    await execute(database.url, 'alter table task drop column title_folded');
    await using db = await openDatabase({ url: database.url });
    const { items } = await db.unitOfWork('ann').tasks.list({ search: 'GRÜN' });
    expect(items.map((item) => item.title)).toEqual(['Grün']);
  });

  // The table made anew, as if somebody had written it differently.
  const rewrite = async (url: string, change: (sql: string) => string) => {
    if (engine === 'sqlite') {
      const rows = await execute(url, "select sql from sqlite_master where name = 'task'");
      await execute(url, 'drop table task');
      for (const row of rows) await execute(url, change(String(Object(row).sql)));
    }
  };

  test('a column of another type stops the start and nothing is changed', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    await rewrite(database.url, (sql) => sql.replace('varchar(200)', 'integer'));
    if (engine === 'postgresql') {
      await execute(database.url, 'alter table task alter column title type varchar(100)');
    }
    const before = await catalogue(engine, database.url);
    await expect(start(database.url)).rejects.toThrow(
      /task, title: found (integer|varchar\(100\)) not null, expected varchar\(200\) not null/i,
    );
    expect(await catalogue(engine, database.url)).toEqual(before);
  });

  test('a column that no row of ours has stops the start and nothing is changed', async () => {
    await using database = await temporaryDatabase(engine);
    await start(database.url);
    await rewrite(database.url, (sql) => sql.replace(/\)$/, ', due text not null)'));
    if (engine === 'postgresql') {
      await execute(database.url, 'delete from task');
      await execute(database.url, 'alter table task add column due text not null');
    }
    const before = await catalogue(engine, database.url);
    const error = await start(database.url).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SchemaError);
    expect(String(error)).toMatch(/task, due: found text not null, expected nothing/i);
    expect(await catalogue(engine, database.url)).toEqual(before);
  });
});

test.each([
  ['a table without primary key', 'primary key', ['alter table task drop constraint task_pkey']],
  [
    'a date without time zone',
    'created_at',
    ['alter table task alter column created_at type timestamp(3)'],
  ],
  [
    'a check of somebody else',
    'found a check',
    ['alter table task add constraint odd check (length(title) < 1)'],
  ],
])('on postgresql, %s stops the start', async (_name, named, statements) => {
  await using database = await temporaryDatabase('postgresql');
  await start(database.url);
  await execute(database.url, 'delete from task');
  for (const statement of statements) await execute(database.url, statement);
  await expect(start(database.url)).rejects.toThrow(named);
});

test('on postgresql, a table that is in use is waited for briefly, and told', async () => {
  await using database = await temporaryDatabase('postgresql');
  await start(database.url);
  await execute(database.url, 'drop index task_completed_user_id_id_index');
  const before = await catalogue('postgresql', database.url);
  const reader = execute(
    database.url,
    'do $$ begin lock table task in row exclusive mode; perform pg_sleep(5); end $$',
  );
  const held = `select 1 from pg_locks where relation = 'task'::regclass and mode = 'RowExclusiveLock'`;
  while ((await execute(database.url, held)).length === 0);
  await expect(start(database.url)).rejects.toThrow(/in use/);
  await reader;
  expect(await catalogue('postgresql', database.url)).toEqual(before);
  await start(database.url);
});
