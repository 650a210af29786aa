// Which side creates which tables: Better Auth its own, packages/db the others. Neither touches further tables.
import { openDatabase } from '@tydo/db';
import {
  type CatalogueEntry,
  catalogue,
  type Engine,
  engines,
  execute,
  longTimeouts,
  newPerson,
  ourTables,
  temporaryDatabase,
} from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startError, startServerOn } from './testing/server.ts';

const start = async (url: string) => {
  await using server = await startServerOn(url);
  const { bearer } = await callerOf(server).signUp();
  expect(await callerOf(server).count(bearer)).toEqual({ active: 0, completed: 0 });
};
/** Only the step of packages/db, as in a job without the API. */
const openOnly = async (url: string) => {
  await using db = await openDatabase({ url, timeouts: longTimeouts });
  expect(await db.unitOfWork(newPerson()).tasks.counts()).toEqual({ active: 0, completed: 0 });
};

const isOurs = ({ table }: CatalogueEntry) =>
  [...ourTables, 'task_id_seq'].includes(table.replace(/^public\./, ''));
const isBetterAuths = ({ table }: CatalogueEntry) =>
  /^(public\.)?(user|session|account|verification|two_factor)$/.test(table);
// SQLite creates sqlite_sequence with the first AUTOINCREMENT.
const isUnknown = (entry: CatalogueEntry) =>
  !isOurs(entry) && !isBetterAuths(entry) && entry.table !== 'sqlite_sequence';

// Tables of other applications, with similar names, and further objects.
const unknown = [
  'create table tasks (task integer, user_id text)',
  'create table task_tag (task integer, label text not null, unique (task, label))',
  'create table "Session" (id integer primary key)',
  'create index task_tag_by_label on task_tag (label)',
  'create view task_tags as select label from task_tag',
];
const unknownOf = (engine: Engine) =>
  engine === 'sqlite'
    ? unknown.filter((statement) => !statement.includes('"Session"'))
    : [
        ...unknown,
        'create schema other',
        'create table other.task (id text, title text)',
        'create table other."user" (id integer)',
        "create type mood as enum ('calm')",
      ];
// A user table with other columns.
const otherUser = [
  `create table "user" (id text primary key, nickname varchar(5) unique, shoe_size integer not null
    default 42, name text not null, email text not null)`,
  'create index user_by_shoe on "user" (shoe_size)',
];

describe.each(engines)('ownership on %s', (engine) => {
  const run = async (url: string, statements: string[]) => {
    for (const statement of statements) await execute(url, statement);
  };

  test('our step does not change a user table with other columns, nor unknown tables', async () => {
    await using database = await temporaryDatabase(engine);
    await run(database.url, [...unknownOf(engine), ...otherUser]);
    await execute(
      database.url,
      `insert into "user" (id, name, email) values ('a', 'Ann', 'a@b.c')`,
    );
    const before = await catalogue(database.url);
    await openOnly(database.url);
    const after = await catalogue(database.url);
    expect(after.filter((entry) => !isOurs(entry) && entry.table !== 'sqlite_sequence')).toEqual(
      before,
    );
    expect(after.filter(isOurs).length).toBeGreaterThan(0);
    expect(await execute(database.url, 'select nickname, shoe_size from "user"')).toEqual([
      { nickname: null, shoe_size: 42 },
    ]);
  });

  test("Better Auth's step adds what it lacks, and does not change our tables nor unknown ones", async () => {
    await using database = await temporaryDatabase(engine);
    await run(database.url, [...unknownOf(engine), ...otherUser]);
    await openOnly(database.url);
    const before = await catalogue(database.url);
    await start(database.url);
    const after = await catalogue(database.url);
    expect(after.filter(isOurs)).toEqual(before.filter(isOurs));
    expect(after.filter(isUnknown)).toEqual(before.filter(isUnknown));
    expect(JSON.stringify(after.filter(isBetterAuths))).toContain('user_by_shoe');
  });

  test.each([
    [
      'has a required column without a default',
      [`create table "user" (id text primary key, shoe_size integer not null)`],
      /shoe_size/,
    ],
    [
      'has people without a required column',
      ['create table "user" (id text primary key)', `insert into "user" (id) values ('a')`],
      /"name".*"user"/,
    ],
  ])(
    'a user table that %s fails the start with a sentence',
    async (_name, statements, sentence) => {
      await using database = await temporaryDatabase(engine);
      await run(database.url, statements);
      await openOnly(database.url);
      const before = await catalogue(database.url);
      const message = await startError(database.url);
      expect(message).toMatch(sentence);
      expect(message).toMatch(/^Tydo: [^\n]*Nothing was changed[^\n]*$/);
      expect(await catalogue(database.url)).toEqual(before);
    },
  );

  test('either side may go first', async () => {
    await using ours = await temporaryDatabase(engine);
    await openOnly(ours.url);
    await start(ours.url);
    const complete = await catalogue(ours.url);

    await using theirs = await temporaryDatabase(engine);
    await start(theirs.url);
    for (const table of ourTables) await execute(theirs.url, `drop table ${table}`);
    const before = await catalogue(theirs.url);
    expect(before.some(isOurs)).toBe(false);
    await openOnly(theirs.url);
    const after = await catalogue(theirs.url);
    expect(after).toEqual(complete);
    expect(after.filter(isBetterAuths)).toEqual(before.filter(isBetterAuths));
  });

  test('a start changes nothing when nothing is missing', async () => {
    await using database = await temporaryDatabase(engine);
    await run(database.url, [...unknownOf(engine), ...otherUser]);
    await start(database.url);
    const before = await catalogue(database.url);
    await start(database.url);
    await openOnly(database.url);
    expect(await catalogue(database.url)).toEqual(before);
  });
});

test('on postgresql, creates all tables in the first schema of the search path', async () => {
  await using database = await temporaryDatabase('postgresql');
  const name = new URL(database.url).pathname.slice(1);
  await execute(database.url, 'create schema app');
  await execute(database.url, `alter database ${name} set search_path = app`);
  await start(database.url);
  const before = await catalogue(database.url);
  expect(before.every(({ table }) => table.startsWith('app.'))).toBe(true);
  await start(database.url);
  expect(await catalogue(database.url)).toEqual(before);
});
