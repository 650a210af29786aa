// What a start needs: rights where something is missing, and none to change anything otherwise.
import { readFile } from 'node:fs/promises';
import { catalogue, execute, postgresErrors, temporaryDatabase } from '@tydo/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startError, startServerOn } from './testing/server.ts';

const works = async (url: string) => {
  await using server = await startServerOn(url);
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  expect((await call.post('/trpc/task.create', { title: 'x' }, bearer)).status).toBe(200);
  expect(await call.count(bearer)).toEqual({ active: 1, completed: 0 });
};

const isReady = async (url: string) => {
  await using server = await startServerOn(url);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
};

/** A role that may log in and nothing else; gone with the test's database. */
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
  let database: Awaited<ReturnType<typeof temporaryDatabase>>;
  beforeAll(async () => {
    database = await temporaryDatabase('postgresql');
  });
  // Whole again, whatever the test before has dropped.
  beforeEach(() => works(database.url));
  afterAll(() => database[Symbol.asyncDispose]());

  test('that may not create is enough when nothing is missing', async () => {
    await using role = await newRole(database.url);
    await execute(
      database.url,
      `grant select, insert, update, delete on ${tables} to ${role.name}`,
    );
    await execute(database.url, `grant usage on all sequences in schema public to ${role.name}`);
    const before = await catalogue(database.url);
    await works(role.url);
    expect(await catalogue(database.url)).toEqual(before);
  });

  test.each([
    ['everything', ['drop table task', 'drop table session, account, verification, "user"']],
    ['our table', ['drop table task']],
    ['a column of ours', ['alter table task drop column description']],
    ['an index of ours', ['drop index task_completed_user_id_id_index']],
    ["a table of Better Auth's", ['drop table verification']],
    ["a column of Better Auth's", ['alter table session drop column user_agent']],
  ])('that may only read is refused with a sentence where %s is missing', async (_name, drop) => {
    await using role = await newRole(database.url);
    await execute(database.url, `grant select on ${tables} to ${role.name}`);
    for (const statement of drop) await execute(database.url, statement);
    const before = await catalogue(database.url);

    expect(await startError(role.url)).toMatch(
      /^Tydo: The database role may not create what is missing[^\n]*Grant it, or start once[^\n]*$/,
    );
    expect(await catalogue(database.url)).toEqual(before);
  });

  test.each([
    ['our table', 'drop table task'],
    ["a table of Better Auth's", 'drop table verification'],
  ])('whose transactions only read is told so where %s is missing', async (_name, drop) => {
    await using role = await newRole(database.url);
    await execute(database.url, `grant select on ${tables} to ${role.name}`);
    await execute(database.url, `alter role ${role.name} set default_transaction_read_only = on`);
    await execute(database.url, drop);
    const before = await catalogue(database.url);
    expect(await startError(role.url)).toMatch(/^Tydo: [^\n]*read-only[^\n]*$/);
    expect(await catalogue(database.url)).toEqual(before);
  });
});

// More of it, with processes of their own, in start.long.test.ts.
test('servers that start at the same moment make one schema, and no error at the database', async () => {
  await using one = await temporaryDatabase('postgresql');
  await works(one.url);
  await using database = await temporaryDatabase('postgresql');
  const servers = await Promise.all(Array.from({ length: 8 }, () => startServerOn(database.url)));
  for (const server of servers) {
    expect(server.logged.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server[Symbol.asyncDispose]();
  }
  expect(await catalogue(database.url)).toEqual(await catalogue(one.url));
  expect(await postgresErrors(database.url)).toEqual([]);
});

describe('a second start of the same version changes nothing', () => {
  test('on postgresql, where it could not', async () => {
    await using database = await temporaryDatabase('postgresql');
    await works(database.url);
    const name = new URL(database.url).pathname.slice(1);
    await execute(database.url, `alter database ${name} set default_transaction_read_only = on`);
    await isReady(database.url);
    // The proof that it could not.
    await execute(database.url, 'create table later (id integer)').then(
      () => expect.fail('the database can be written'),
      (error: unknown) => expect(String(error)).toMatch(/read-only/),
    );
  });

  test('on sqlite, not a byte of the file', async () => {
    await using database = await temporaryDatabase('sqlite');
    await works(database.url);
    const path = database.url.slice('sqlite:'.length);
    const before = await readFile(path);
    await isReady(database.url);
    expect((await readFile(path)).equals(before)).toBe(true);
  });
});
