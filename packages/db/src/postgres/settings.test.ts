// Settings of servers, databases and roles with which Tydo would not work.
import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { ConfigError, openDatabase } from '../open-database.ts';
import { execute, temporaryDatabase } from '../testing/databases.ts';

const nameOf = (url: string) => new URL(url).pathname.slice(1);
const refusalOf = (url: string): Promise<unknown> =>
  openDatabase({ url }).then(
    () => expect.fail('it was opened'),
    (error: unknown) => error,
  );

const settings = [
  ['DateStyle', "'SQL, DMY'"],
  ['DateStyle', "'German'"],
  ['DateStyle', "'Postgres'"],
  ['standard_conforming_strings', 'off'],
  ['quote_all_identifiers', 'on'],
  ['default_transaction_isolation', "'serializable'"],
  ['default_transaction_isolation', "'repeatable read'"],
  ['statement_timeout', "'500ms'"],
  ['lock_timeout', "'10ms'"],
  ['transaction_timeout', "'3s'"],
  ['idle_in_transaction_session_timeout', "'1s'"],
  ['idle_session_timeout', "'1s'"],
] as const;

test('a wrong setting stops the start with the command that corrects it', async () => {
  await using database = await temporaryDatabase('postgresql');
  const { url } = database;
  for (const [name, value] of settings) {
    await execute(url, `alter database ${nameOf(url)} set ${name} to ${value}`);
    const refusal = await refusalOf(url);
    expect(refusal).toBeInstanceOf(ConfigError);
    // Only the one that was set.
    const told = new RegExp(`^ConfigError: The database server has ${name} at .* Run: (.*)$`);
    const [, command = ''] = told.exec(String(refusal)) ?? [];
    expect(command).toContain(`alter database "${nameOf(url)}" set ${name} to`);
    await execute(url, command);
  }
  await (await openDatabase({ url })).close();
});

test('for a setting of a role, the command changes the role', async () => {
  await using database = await temporaryDatabase('postgresql');
  const role = `role "${randomUUID()}`;
  const quoted = `"${role.replaceAll('"', '""')}"`;
  const administrator = inject('postgresUrl');
  await execute(administrator, `create role ${quoted} login superuser password 'hunter2'`);
  try {
    const url = new URL(database.url);
    Object.assign(url, { username: encodeURIComponent(role), password: 'hunter2' });
    for (const place of ['', ` in database "${nameOf(database.url)}"`]) {
      await execute(administrator, `alter role ${quoted}${place} set datestyle to 'German'`);
      const told = String(await refusalOf(url.href));
      expect(told).toContain(`Run: alter role ${quoted}${place} set DateStyle to 'ISO'`);
      await execute(administrator, told.slice(told.indexOf('Run: ') + 5));
    }
    url.search = '?options=-c%20datestyle=German';
    expect(String(await refusalOf(url.href))).toContain('Take it out of options in DATABASE_URL');
  } finally {
    await execute(
      database.url,
      `alter role ${quoted} in database ${nameOf(database.url)} reset all`,
    );
    await execute(administrator, `drop role ${quoted}`);
  }
});

test('a search path without a schema stops the start with the command that corrects it', async () => {
  await using database = await temporaryDatabase('postgresql');
  const { url } = database;
  await execute(url, `alter database ${nameOf(url)} set search_path to nowhere`);
  const told = String(await refusalOf(url));
  expect(told).toContain('search_path names no schema that is there');
  await execute(url, told.slice(told.indexOf('Run: ') + 5));
  await (await openDatabase({ url })).close();
});

test.each(['SQL_ASCII', 'LATIN1'])(
  'a database with the encoding %s is refused',
  async (encoding) => {
    const administrator = inject('postgresUrl');
    const name = `encoded_${randomUUID().replaceAll('-', '')}`;
    await execute(
      administrator,
      `create database ${name} encoding '${encoding}' template template0`,
    );
    try {
      const url = Object.assign(new URL(administrator), { pathname: name }).href;
      expect(String(await refusalOf(url))).toContain(
        `has the encoding ${encoding}, which does not`,
      );
    } finally {
      await execute(administrator, `drop database ${name} with (force)`);
    }
  },
);
