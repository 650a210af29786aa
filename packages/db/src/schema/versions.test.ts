// Tables of another version, or changed by hand: what is added, accepted and refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, SchemaError } from '../open-database.ts';
import {
  engines,
  execute,
  newPerson,
  preparedDatabase,
  shortOrLong,
} from '../testing/databases.ts';

const start = async (url: string, person = newPerson()) => {
  await using db = await openDatabase({ url });
  return await db.unitOfWork(person).tasks.create({ title: 'Ärmel' });
};

const isSqlite = (url: string) => url.startsWith('sqlite:');

/** Columns and indexes of `task`, whatever their order, in the database's own words. */
const catalogue = (url: string) =>
  execute(
    url,
    isSqlite(url)
      ? `select name, type, "notnull" as a, dflt_value as b, pk as c from pragma_table_info('task')
         union all select name, sql, '', '', '' from sqlite_master where tbl_name = 'task' and type = 'index'
         union all select type, name, sql like '%autoincrement%', '', '' from sqlite_master where name = 'task'
         order by 1, 2`
      : `select column_name as a, data_type, character_maximum_length, datetime_precision, is_nullable,
           column_default, collation_name from information_schema.columns where table_name = 'task'
         union all select indexname, indexdef, 0, 0, '', '', '' from pg_indexes where tablename = 'task'
         order by 1`,
  );

const withoutIndexes = async (url: string) => {
  const rows = await execute(
    url,
    isSqlite(url)
      ? `select name from sqlite_master where type = 'index' and tbl_name = 'task'`
      : `select indexname as name from pg_indexes where tablename = 'task' and indexname <> 'task_pkey'`,
  );
  for (const row of rows) await execute(url, `drop index ${Object(row).name}`);
};

/** Replaces the table by one with another definition. */
const rewrite = async (url: string, from: string, to: string) => {
  const [row] = await execute(url, `select sql from sqlite_master where name = 'task'`);
  const text = String(Object(row).sql);
  expect(text).toContain(from);
  await withoutIndexes(url);
  await execute(url, 'drop table task');
  await execute(url, text.replace(from, to));
};

const refusal = async (url: string): Promise<string> => {
  const before = await catalogue(url);
  const error = await start(url).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SchemaError);
  expect(await catalogue(url)).toEqual(before);
  return Object(error).message;
};

describe.each(engines)('an older table on %s', (engine) => {
  let database: Awaited<ReturnType<typeof preparedDatabase>>;
  let db: Database;
  beforeAll(async () => {
    database = await preparedDatabase(engine);
    db = await openDatabase({ url: database.url });
  });
  afterAll(async () => {
    await db.close();
    await database[Symbol.asyncDispose]();
  });

  // The first needs a new table on SQLite, the second is filled.
  const columns = [
    'created_at',
    'rank',
    'description',
    'completed',
    'updated_at',
    'title_folded',
    'uid',
  ];
  test.each(columns.slice(0, shortOrLong(2, columns.length)))(
    'without %s gets it, and keeps its rows and ids',
    async (column) => {
      const person = newPerson();
      const older = db.unitOfWork(person);
      const first = await older.tasks.create({ title: 'Ärmel' });
      const last = await older.tasks.create({ title: 'Ärmel' });
      await db.close();
      const made = await catalogue(database.url);
      await execute(database.url, `delete from task where id = ${last.id}`);
      await withoutIndexes(database.url);
      await execute(database.url, `alter table task drop column ${column}`);
      db = await openDatabase({ url: database.url });
      const { tasks } = db.unitOfWork(person);
      const next = await tasks.create({ title: 'Ärmel' });
      expect(await catalogue(database.url)).toEqual(made);
      expect(next.id).toBeGreaterThan(last.id);
      const { items } = await tasks.list({ search: 'äRMEL' });
      expect(items).toMatchObject([next, { id: first.id, title: 'Ärmel', completed: false }]);
      expect(Date.parse(items[1]?.createdAt ?? '')).toBeGreaterThan(Date.now() - 600_000);
    },
  );

  test('without indexes gets them', async () => {
    await db.close();
    const made = await catalogue(database.url);
    await withoutIndexes(database.url);
    db = await openDatabase({ url: database.url });
    expect(await catalogue(database.url)).toEqual(made);
  });
});

describe('on SQLite, what cannot be added to is refused', () => {
  test.each([
    ['a narrower title', 'varchar(200)', 'varchar(100)', 'title: found varchar(100) not null'],
    ['a number for a text', '`user_id` text', '`user_id` integer', 'user_id: found integer'],
    [
      'an optional title',
      'varchar(200) not null',
      'varchar(200)',
      'title: found varchar(200) null',
    ],
    [
      'no default',
      'not null default false',
      'not null',
      'completed: found integer not null, expected',
    ],
    ['another default', 'default false', 'default true', 'default true, expected'],
    ['ids that are reused', 'autoincrement', '', 'id: found integer not null, expected'],
    ['no primary key', ' primary key autoincrement', '', 'primary key: found none, expected id'],
    ['a foreign key', '`user_id` text', '`user_id` text references "user"', 'FOREIGN KEY'],
    ['a check', '`user_id` text', "`user_id` text check (user_id <> '')", 'check (user_id'],
    [
      'a column without default',
      '`title`',
      '`effort` text not null, `title`',
      'effort: found text not null',
    ],
    [
      'no title',
      '`title` varchar(200) not null, ',
      '',
      'title: found nothing, expected varchar(200)',
    ],
  ])('%s', async (_name, from, to, told) => {
    await using database = await preparedDatabase('sqlite');
    await start(database.url);
    await rewrite(database.url, from, to);
    expect(await refusal(database.url)).toContain(told);
  });

  test.each([
    [
      'a column of a newer version',
      'alter table task add column effort text',
      'effort: found text null',
    ],
    [
      'a table that points to it',
      'create table "note" (task integer references task)',
      'other tables',
    ],
  ])('a table that cannot be replaced, because it has %s', async (_name, statement, told) => {
    await using database = await preparedDatabase('sqlite');
    await start(database.url);
    await withoutIndexes(database.url);
    await execute(database.url, 'alter table task drop column created_at');
    await execute(database.url, statement);
    expect(await refusal(database.url)).toContain(told);
  });
});

test('on SQLite, a table that is replaced keeps indexes and triggers of others', async () => {
  await using database = await preparedDatabase('sqlite');
  await start(database.url);
  await execute(database.url, 'alter table task drop column created_at');
  await execute(database.url, 'create index of_others on task (title)');
  await execute(
    database.url,
    `create trigger of_others_too after delete on task begin insert into gone values (old.id); end`,
  );
  await execute(database.url, 'create table gone (id integer)');
  const { id } = await start(database.url);
  const kept = `select name from sqlite_master where name like 'of_others%' order by 1`;
  expect(await execute(database.url, kept)).toEqual([
    { name: 'of_others' },
    { name: 'of_others_too' },
  ]);
  await execute(database.url, `delete from task where id = ${id}`);
  expect(await execute(database.url, 'select id from gone')).toEqual([{ id }]);
});

describe('on PostgreSQL, what cannot be added to is refused', () => {
  const type = (column: string, text: string) =>
    `alter table task alter column ${column} type ${text}`;
  // What only PostgreSQL has.
  const ofPostgres: [string, string, string][] = [
    [
      'an owner with another collation',
      type('user_id', 'text collate "C"'),
      'user_id: found text collate C not null, expected text not null',
    ],
    ['no time zone', type('created_at', 'timestamp(3)'), 'found timestamp(3) without time zone'],
    [
      'ids without a sequence',
      'alter table task alter id drop default',
      'id: found integer not null, expected',
    ],
    [
      'an index of another shape',
      'drop index task_completed_user_id_id_index; create index task_completed_user_id_id_index on task (title)',
      'task_completed_user_id_id_index: found (title), expected (completed, user_id, id)',
    ],
    ['a view of that name', 'drop table task; create view task as select 1 as id', 'found a view'],
  ];
  // SQLite has the like of these.
  const ofBoth: [string, string, string][] = [
    ['a narrower title', type('title', 'varchar(100)'), 'title: found varchar(100) not null'],
    ['a wider title', type('title', 'text'), 'title: found text not null, expected varchar(200)'],
    ['a larger id', type('id', 'bigint'), 'id: found bigint'],
    [
      'a rank with the collation of a language',
      type('rank', 'varchar(64)'),
      'rank: found varchar(64) null, expected varchar(64) collate C null',
    ],
    ['finer dates', type('updated_at', 'timestamptz'), 'found timestamptz not null default'],
    [
      'no default',
      'alter table task alter completed drop default',
      'completed: found boolean not null, expected',
    ],
    [
      'another default',
      'alter table task alter completed set default true',
      'default true, expected',
    ],
    [
      'an optional owner',
      'alter table task alter user_id drop not null',
      'user_id: found text null',
    ],
    ['no primary key', 'alter table task drop constraint task_pkey', 'primary key: found none'],
    ['a foreign key', 'alter table task add foreign key (id) references task', 'FOREIGN KEY (id)'],
    ['a check', `alter table task add check (title <> 'x')`, 'found CHECK'],
    [
      'a column without default',
      'alter table task add effort text not null',
      'effort: found text not null',
    ],
    ['no title', 'alter table task drop title', 'title: found nothing, expected varchar(200)'],
  ];
  test.each([...ofPostgres, ...shortOrLong([], ofBoth)])('%s', async (_name, statement, told) => {
    await using database = await preparedDatabase('postgresql');
    await execute(database.url, statement);
    expect(await refusal(database.url)).toContain(told);
  });

  test('an index whose creation failed', async () => {
    await using database = await preparedDatabase('postgresql');
    await execute(database.url, 'drop index task_completed_user_id_id_index');
    await execute(
      database.url,
      "insert into task (user_id, title) values ('ann', 'x'), ('ann', 'x')",
    );
    const failing =
      'create unique index concurrently task_completed_user_id_id_index on task (completed)';
    await execute(database.url, failing).catch(() => {});
    expect(await refusal(database.url)).toContain('found an unusable index (drop it)');
  });
});

test('on PostgreSQL, an identity column is accepted in place of a sequence', async () => {
  await using database = await preparedDatabase('postgresql');
  await execute(
    database.url,
    `alter table task alter id drop default; drop sequence task_id_seq;
     alter table task alter id add generated by default as identity (start 1000)`,
  );
  expect((await start(database.url)).id).toBe(1000);
});
