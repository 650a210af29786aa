// The database rights that a start needs: to create tables only where some are missing.
import { readFile } from 'node:fs/promises';
import {
  catalogue,
  execute,
  postgresErrors,
  shortOrLong,
  temporaryDatabase,
} from '@tydo/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startError, startServerOn } from './testing/server.ts';

const expectWorking = async (url: string) => {
  await using server = await startServerOn(url);
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  expect((await call.post('/trpc/task.create', { title: 'x' }, bearer)).status).toBe(200);
  expect(await call.count(bearer)).toEqual({ active: 1, completed: 0 });
};

const expectReady = async (url: string) => {
  await using server = await startServerOn(url);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
};

/** A role that may only log in; dropped on dispose. */
async function newRole(url: string): Promise<{ url: string; name: string } & AsyncDisposable> {
  const name = `role_${crypto.randomUUID().replaceAll('-', '')}`;
  await execute(url, `create role ${name} login password 'secret'`);
  return {
    name,
    url: Object.assign(new URL(url), { username: name, password: 'secret' }).href,
    async [Symbol.asyncDispose]() {
      await execute(url, `drop owned by ${name}`);
      await execute(url, `drop role ${name}`);
    },
  };
}

describe('a role on postgresql', () => {
  const tables = 'all tables in schema public';
  // In the short form the first of each.
  const some = <Case>(cases: Case[], few: number) => cases.slice(0, shortOrLong(few, cases.length));
  let database: Awaited<ReturnType<typeof temporaryDatabase>>;
  beforeAll(async () => {
    database = await temporaryDatabase('postgresql');
  });
  // Creates again what the test before has dropped.
  beforeEach(() => expectWorking(database.url));
  afterAll(() => database[Symbol.asyncDispose]());

  test('without the right to create is enough when nothing is missing', async () => {
    await using role = await newRole(database.url);
    await execute(
      database.url,
      `grant select, insert, update, delete on ${tables} to ${role.name}`,
    );
    await execute(database.url, `grant usage on all sequences in schema public to ${role.name}`);
    const before = await catalogue(database.url);
    await expectWorking(role.url);
    expect(await catalogue(database.url)).toEqual(before);
  });

  const missing: [string, string[]][] = [
    ['a column of ours', ['alter table task drop column description']],
    ["a table of Better Auth's", ['drop table verification']],
    ['everything', ['drop table task', 'drop table session, account, verification, "user"']],
    ['our table', ['drop table task']],
    ['an index of ours', ['drop index task_completed_user_id_id_index']],
    ["a column of Better Auth's", ['alter table session drop column user_agent']],
  ];
  test.each(some(missing, 2))(
    'that may only read fails the start with a sentence when %s is missing',
    async (_name, drop) => {
      await using role = await newRole(database.url);
      await execute(database.url, `grant select on ${tables} to ${role.name}`);
      for (const statement of drop) await execute(database.url, statement);
      const before = await catalogue(database.url);

      expect(await startError(role.url)).toMatch(
        /^Tydo: The database role may not create what is missing[^\n]*Grant it, or start once[^\n]*$/,
      );
      expect(await catalogue(database.url)).toEqual(before);
    },
  );

  const readOnly: [string, string][] = [
    ['our table', 'drop table task'],
    ["a table of Better Auth's", 'drop table verification'],
  ];
  test.each(some(readOnly, 1))(
    'whose transactions are read-only fails the start with a sentence when %s is missing',
    async (_name, drop) => {
      await using role = await newRole(database.url);
      await execute(database.url, `grant select on ${tables} to ${role.name}`);
      await execute(database.url, `alter role ${role.name} set default_transaction_read_only = on`);
      await execute(database.url, drop);
      const before = await catalogue(database.url);
      expect(await startError(role.url)).toMatch(/^Tydo: [^\n]*read-only[^\n]*$/);
      expect(await catalogue(database.url)).toEqual(before);
    },
  );
});

// startup.long.test.ts does the same with more servers, each in its own process.
test('servers that start at the same moment create one schema, without an error in the database', async () => {
  await using one = await temporaryDatabase('postgresql');
  await expectWorking(one.url);
  await using database = await temporaryDatabase('postgresql');
  const servers = await Promise.all(
    Array.from({ length: shortOrLong(4, 8) }, () => startServerOn(database.url)),
  );
  for (const server of servers) {
    expect(server.logged.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server[Symbol.asyncDispose]();
  }
  expect(await catalogue(database.url)).toEqual(await catalogue(one.url));
  expect(await postgresErrors(database.url)).toEqual([]);
});

describe('a second start of the same version changes nothing', () => {
  test('on postgresql, in a read-only database', async () => {
    await using database = await temporaryDatabase('postgresql');
    await expectWorking(database.url);
    const name = new URL(database.url).pathname.slice(1);
    await execute(database.url, `alter database ${name} set default_transaction_read_only = on`);
    await expectReady(database.url);
    // The database is indeed read-only.
    await execute(database.url, 'create table later (id integer)').then(
      () => expect.fail('the database can be written'),
      (error: unknown) => expect(String(error)).toMatch(/read-only/),
    );
  });

  test('on sqlite, not a byte of the file', async () => {
    await using database = await temporaryDatabase('sqlite');
    await expectWorking(database.url);
    const path = database.url.slice('sqlite:'.length);
    const before = await readFile(path);
    await expectReady(database.url);
    expect((await readFile(path)).equals(before)).toBe(true);
  });
});
