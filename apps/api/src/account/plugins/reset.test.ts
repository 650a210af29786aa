// Resetting a forgotten password by a mailed link.
import { execute, sqliteOrBoth } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearerOf, followLink, signIn } from '../../testing/account-actions.ts';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { mailInOutbox, mailsInOutbox } from '../../testing/mail-server.ts';
import { newAccount, startTestServer, type TestServer } from '../../testing/server.ts';

const page = /^\/reset-password\?token=(\w{24})$/;

describe.each(sqliteOrBoth)('a password reset on %s', { concurrent: true }, (engine) => {
  let server: TestServer;
  let call: Caller;
  let expiredToken: string;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
    expiredToken = await tokenFor((await call.signUp()).email);
    // Before the concurrent tests: on SQLite this write would block the server in the same thread.
    const past = engine === 'sqlite' ? '2020-01-01T00:00:00.000Z' : '2020-01-01T00:00:00Z';
    const row = `where identifier = 'reset-password:${expiredToken}'`;
    await execute(server.databaseUrl, `update verification set expires_at = '${past}' ${row}`);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const requestReset = (email: string, more: object = {}) =>
    call.post('/api/auth/request-password-reset', { email, ...more });
  const reset = (token: string, newPassword: string) =>
    call.post('/api/auth/reset-password', { token, newPassword });
  const tokenFor = async (email: string, count = 1): Promise<string> => {
    expect((await requestReset(email)).status).toBe(200);
    const { link } = await mailInOutbox(server.outbox, email, count);
    return page.exec(await followLink(link))?.[1] ?? '';
  };

  test('sets the new password and ends all sessions', async () => {
    const { email, password, bearer } = await call.signUp();
    expect((await requestReset(email)).status).toBe(200);
    const { link } = await mailInOutbox(server.outbox, email);
    expect(link).toMatch(
      new RegExp(`^${server.url}/api/auth/reset-password/\\w{24}\\?callbackURL=%2Freset-password$`),
    );
    const [, token = ''] = page.exec(await followLink(link)) ?? [];
    expect((await reset(token, 'short')).status).toBe(400);
    expect((await reset(token, 'a new password')).status).toBe(200);
    expect((await call.get('/trpc/task.list', bearer)).status).toBe(401);
    expect((await signIn(call, { email, password })).status).toBe(401);
    expect((await signIn(call, { email, password: 'a new password' })).status).toBe(200);

    expect(await followLink(link)).toBe('/reset-password?error=INVALID_TOKEN');
    const again = await reset(token, 'one more password');
    expect([again.status, await again.json()]).toMatchObject([400, { code: 'INVALID_TOKEN' }]);
    expect(server.logged.join()).not.toContain(token);
    expect(server.logged.join()).not.toContain(email);
  });

  test('refuses an expired and a forged token', async () => {
    for (const other of [expiredToken, 'x'.repeat(24), '']) {
      expect((await reset(other, 'a new password')).status).toBe(400);
    }
  });

  test('revokes other links when the password or the address changes', async () => {
    const { email, password, bearer } = await call.signUp();
    const refused = async (token: string) => {
      const response = await reset(token, 'yet another password');
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { code: 'INVALID_TOKEN' },
      ]);
    };
    const tokens = [await tokenFor(email), await tokenFor(email, 2), await tokenFor(email, 3)];
    const [first = '', second = '', third = ''] = tokens;
    const passwords = { currentPassword: password, newPassword: 'a new password' };
    const changed = await call.post('/api/auth/change-password', passwords, bearer);
    await refused(first);
    const fourth = await tokenFor(email, 4);
    expect((await reset(fourth, password)).status).toBe(200);
    for (const token of [second, third]) await refused(token);

    expect(changed.status).toBe(200);
    const now = await bearerOf(await signIn(call, { email, password }));
    const old = await tokenFor(email, 5);
    const newEmail = newAccount().email;
    expect((await call.post('/api/auth/change-email', { newEmail, password }, now)).status).toBe(
      200,
    );
    await refused(old);
    expect((await signIn(call, { email: newEmail, password })).status).toBe(200);
  });

  test('responds the same for known and unknown addresses', async () => {
    const { email } = await call.signUp();
    const responses = await Promise.all(
      [email, newAccount().email].map(async (one) => {
        const response = await requestReset(one);
        return [response.status, await response.text(), ...response.headers.keys()];
      }),
    );
    expect(responses[0]).toEqual(responses[1]);
    await mailInOutbox(server.outbox, email);
  });

  test('redirects only to our own pages', async () => {
    const { email } = await call.signUp();
    for (const redirectTo of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:x',
    ]) {
      expect((await requestReset(email, { redirectTo })).status).toBe(403);
    }
    expect(await mailsInOutbox(server.outbox, email)).toEqual([]);
    const token = await tokenFor(email);
    const foreignPage = encodeURIComponent('https://evil.example');
    const response = await call.get(`/api/auth/reset-password/${token}?callbackURL=${foreignPage}`);
    expect(response.status).toBe(403);
  });
});

test('deletes expired links without touching their accounts', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const [late, other] = [await call.signUp(), newAccount()];
  await call.post('/api/auth/sign-up/email', other);
  await call.post('/api/auth/request-password-reset', { email: other.email });
  const { link } = await mailInOutbox(server.outbox, other.email);
  const token = /reset-password\/(\w+)/.exec(link)?.[1];
  const past = '2020-01-01T00:00:00.000Z';
  await execute(
    server.databaseUrl,
    `insert into verification (id, identifier, value, expires_at, created_at, updated_at)
     values ('late', 'reset-password:late', '${late.id}', '${past}', '${past}', '${past}')`,
  );
  const changedAt = () =>
    execute(server.databaseUrl, `select updated_at from account where user_id = '${late.id}'`);
  const before = await changedAt();
  const body = { token, newPassword: 'a new password' };
  expect((await call.post('/api/auth/reset-password', body)).status).toBe(200);
  expect(await execute(server.databaseUrl, `select id from verification`)).toEqual([]);
  expect(await changedAt()).toEqual(before);
});
