// Deleting an account: what it requires, what it erases, and what it leaves.
import { openDatabase } from '@tydo/db';
import { authDatabaseOf } from '@tydo/db/auth-database';
import { execute, longTimeouts, newPerson, postgresOrBoth } from '@tydo/db/testing';
import { personHeader } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  countRows,
  createAccountWithData,
  noRows,
  oneRowEach,
} from '../testing/account-with-data.ts';
import { authOptionsOf } from '../testing/auth.ts';
import { type Caller, callerOf } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { createAuth } from './auth.ts';

describe.each(postgresOrBoth)('deleting an account on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('is told to a caller without a session who knows the id, but not to another person', async () => {
    const person = await createAccountWithData(server);
    const other = await call.signUp();
    const ask = async (headers: Record<string, string>) => {
      const response = await call.get('/api/account/closed', headers);
      return [response.status, Object(await response.json()).closed];
    };
    const named = { [personHeader]: person.id };
    expect(await ask(named)).toEqual([200, false]);
    expect((await person.delete()).status).toBe(200);
    expect(await ask(named)).toEqual([200, true]);
    expect(await ask({ ...named, ...person.bearer })).toEqual([200, true]);
    expect(await ask({ [personHeader]: newPerson() })).toEqual([200, false]);
    expect(await ask({ ...named, cookie: other.cookie })).toEqual([401, undefined]);
    expect(await ask({})).toEqual([401, undefined]);
  });

  test('requires the password, and changes nothing without it', async () => {
    const person = await createAccountWithData(server);
    const bodies: [object, string][] = [
      [{}, 'PASSWORD_REQUIRED'],
      [{ password: '' }, 'PASSWORD_REQUIRED'],
      [{ token: 'x', callbackURL: '/' }, 'PASSWORD_REQUIRED'],
      [{ password: 1 }, 'PASSWORD_REQUIRED'],
      [{ password: 'not the password' }, 'INVALID_PASSWORD'],
    ];
    for (const [body, code] of bodies) {
      const response = await person.delete(body);
      expect([body, response.status, await response.json()]).toMatchObject([
        body,
        400,
        { code, message: expect.any(String) },
      ]);
    }
    expect(await person.rows()).toEqual(oneRowEach);
    expect((await call.post('/trpc/task.create', { title: 'y' }, person.bearer)).status).toBe(200);
    expect((await call.get('/api/auth/delete-user/callback?token=x', person.bearer)).status).toBe(
      404,
    );
    expect((await call.post('/api/auth/delete-user', { password: 'x' })).status).toBe(401);
  });

  test('erases all data of the person, and nothing of others', async () => {
    const [person, other] = [
      await createAccountWithData(server),
      await createAccountWithData(server),
    ];
    // A row without an account, as a program that uses only packages/db may create.
    const stranger = newPerson();
    await execute(
      server.databaseUrl,
      `insert into task (user_id, title) values ('${stranger}', 'x')`,
    );
    const response = await person.delete();
    expect([response.status, await response.json()]).toEqual([
      200,
      { success: true, message: 'User deleted' },
    ]);
    expect(await person.rows()).toEqual(noRows);
    expect((await call.get('/trpc/task.list', person.bearer)).status).toBe(401);
    expect((await call.post('/api/auth/sign-in/email', person.account)).status).toBe(401);
    expect(await other.rows()).toEqual(oneRowEach);
    expect(await countRows(server.databaseUrl, stranger)).toMatchObject({ task: 1 });
    // The email address can be used for a new account.
    const again = await call.post('/api/auth/sign-up/email', person.account);
    expect(await again.json()).not.toMatchObject({ user: { id: person.id } });
    expect(server.logged.join()).not.toContain(person.account.password);
  });

  test('refuses sign-ins and writes once it has begun, and is completed by eraseClosedAccounts', async () => {
    const person = await createAccountWithData(server);
    await using db = await openDatabase({ url: server.databaseUrl, timeouts: longTimeouts });
    await authDatabaseOf(db).closeAccount(person.id);
    const { email, password } = person.account;
    const signIn = await call.post('/api/auth/sign-in/email', { email, password });
    expect([signIn.status, await signIn.json()]).toMatchObject([401, { code: 'ACCOUNT_DELETED' }]);
    const create = await call.post('/trpc/task.create', { title: 'y' }, person.bearer);
    expect(create.status).toBe(401);
    // This creates a session inside a transaction.
    const passwords = { currentPassword: password, newPassword: `${password}!` };
    const change = { ...passwords, revokeOtherSessions: true };
    const changed = await call.post('/api/auth/change-password', change, person.bearer);
    expect(changed.status).toBeLessThan(500);

    const otherInstance = createAuth(authOptionsOf(db));
    const eraseClosedAccounts = () =>
      otherInstance.eraseClosedAccounts(new AbortController().signal);
    await eraseClosedAccounts();
    expect(await person.rows()).toEqual(noRows);
    const tombstone = () =>
      execute(
        server.databaseUrl,
        `select seq, erased_at is null as unerased from journal where user_id = '${person.id}'`,
      );
    // Requests from before the tombstone may still be running.
    expect(await tombstone()).toEqual([{ seq: 1, unerased: engine === 'sqlite' ? 1 : true }]);
    const longAgo = engine === 'sqlite' ? Date.now() - 61_000 : `now() - interval '61 s'`;
    await execute(
      server.databaseUrl,
      `update journal set closed_at = ${longAgo} where user_id = '${person.id}'`,
    );
    await eraseClosedAccounts();
    expect(await tombstone()).toEqual([{ seq: 0, unerased: engine === 'sqlite' ? 0 : false }]);
  });
});
