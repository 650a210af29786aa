// With tables as Better Auth creates them, except that a session may outlive its person.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engines, execute, openTemporaryDatabase, watchStatements } from '../testing/databases.ts';
import { authDatabaseOf } from './auth-database.ts';

describe.each(engines)('a session on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  const end = '2026-11-26T01:02:03.456Z';
  beforeAll(async () => {
    opened = await openTemporaryDatabase(engine);
    const date = engine === 'sqlite' ? 'date' : 'timestamptz';
    for (const statement of [
      'create table "user" (id text not null primary key)',
      `create table session (id text not null primary key, token text not null unique, user_id text not null, expires_at ${date} not null)`,
      `insert into "user" (id) values ('ann')`,
      `insert into session values ('1', 'hers', 'ann', '${end}'), ('2', 'gone', 'bob', '${end}')`,
    ]) {
      await execute(opened.url, statement);
    }
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  test('is found by its token, expired or not, with one statement that holds no token', async () => {
    const authDatabase = authDatabaseOf(opened.db);
    using watched = watchStatements();
    expect(await authDatabase.findSession('hers')).toEqual({
      id: '1',
      personId: 'ann',
      expiresAt: new Date(end),
    });
    expect(watched.sent).toHaveLength(1);
    expect(watched.sent.join()).not.toContain('hers');
  });

  test('concurrent look-ups share one statement', async () => {
    const authDatabase = authDatabaseOf(opened.db);
    const tokens = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 'hers' : `made up ${n}`));
    using watched = watchStatements();
    const found = await Promise.all(tokens.map((token) => authDatabase.findSession(token)));
    expect(found.map((session) => session?.personId)).toEqual(
      tokens.map((token) => (token === 'hers' ? 'ann' : undefined)),
    );
    expect(watched.sent).toHaveLength(1);
  });

  test('is not found after its account was closed', async () => {
    const authDatabase = authDatabaseOf(opened.db);
    await execute(opened.url, `insert into "user" (id) values ('cid')`);
    await execute(opened.url, `insert into session values ('3', 'his', 'cid', '${end}')`);
    expect(await authDatabase.findSession('his')).toMatchObject({ personId: 'cid' });
    await authDatabase.closeAccount('cid');
    expect(await authDatabase.findSession('his')).toBeUndefined();
    expect(await authDatabase.findSession('hers')).toBeDefined();
  });

  test.each(['', 'unknown', 'HERS', "' or true --", 'gone'])('%j finds none', async (token) => {
    expect(await authDatabaseOf(opened.db).findSession(token)).toBeUndefined();
  });
});
