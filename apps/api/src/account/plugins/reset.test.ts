// A forgotten password: a link by mail, once, and all sessions end.
import { engines, execute } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bearer, bearerOf, followLink, signIn } from '../../testing/account-actions.ts';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { mailInOutbox, mailsInOutbox } from '../../testing/mail-server.ts';
import { newAccount, startTestServer, type TestServer } from '../../testing/server.ts';

const page = /^\/reset-password\?token=(\w{24})$/;

describe.each(engines)('a forgotten password on %s', { concurrent: true }, (engine) => {
  let server: TestServer;
  let call: Caller;
  let late: string;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
    late = await tokenFor((await newcomer()).email);
    // Here, because a write from outside would wait for a server that runs in the same thread.
    const past = engine === 'sqlite' ? '2020-01-01T00:00:00.000Z' : '2020-01-01T00:00:00Z';
    const row = `where identifier = 'reset-password:${late}'`;
    await execute(server.databaseUrl, `update verification set expires_at = '${past}' ${row}`);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const newcomer = async (): Promise<ReturnType<typeof newAccount> & { bearer: Bearer }> => {
    const account = newAccount();
    return {
      ...account,
      bearer: await bearerOf(await call.post('/api/auth/sign-up/email', account)),
    };
  };
  const ask = (email: string, more: object = {}) =>
    call.post('/api/auth/request-password-reset', { email, ...more });
  const choose = (token: string, newPassword: string) =>
    call.post('/api/auth/reset-password', { token, newPassword });
  const tokenFor = async (email: string, count = 1): Promise<string> => {
    expect((await ask(email)).status).toBe(200);
    const { link } = await mailInOutbox(server.outbox, email, count);
    return page.exec(await followLink(link))?.[1] ?? '';
  };

  test('is replaced through the mailed link, and all sessions end', async () => {
    const { email, password, bearer } = await newcomer();
    expect((await ask(email)).status).toBe(200);
    const { link } = await mailInOutbox(server.outbox, email);
    expect(link).toMatch(
      new RegExp(`^${server.url}/api/auth/reset-password/\\w{24}\\?callbackURL=%2Freset-password$`),
    );
    const [, token = ''] = page.exec(await followLink(link)) ?? [];
    expect((await choose(token, 'short')).status).toBe(400);
    expect((await choose(token, 'a new password')).status).toBe(200);
    expect((await call.get('/trpc/task.list', bearer)).status).toBe(401);
    expect((await signIn(call, { email, password })).status).toBe(401);
    expect((await signIn(call, { email, password: 'a new password' })).status).toBe(200);

    expect(await followLink(link)).toBe('/reset-password?error=INVALID_TOKEN');
    const again = await choose(token, 'one more password');
    expect([again.status, await again.json()]).toMatchObject([400, { code: 'INVALID_TOKEN' }]);
    expect(server.logged.join()).not.toContain(token);
    expect(server.logged.join()).not.toContain(email);
  });

  test('is not replaced by a link that is an hour old, or made up', async () => {
    for (const other of [late, 'x'.repeat(24), '']) {
      expect((await choose(other, 'a new password')).status).toBe(400);
    }
  });

  test('is replaced by one link only: the others end with the password, and with the address', async () => {
    const { email, password, bearer } = await newcomer();
    const refused = async (token: string) => {
      const answer = await choose(token, 'yet another password');
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'INVALID_TOKEN' }]);
    };
    const tokens = [await tokenFor(email), await tokenFor(email, 2), await tokenFor(email, 3)];
    const [first = '', second = '', third = ''] = tokens;
    const passwords = { currentPassword: password, newPassword: 'a new password' };
    const changed = await call.post('/api/auth/change-password', passwords, bearer);
    await refused(first);
    const fourth = await tokenFor(email, 4);
    expect((await choose(fourth, password)).status).toBe(200);
    for (const token of [second, third]) await refused(token);

    expect(changed.status).toBe(200);
    const now = await bearerOf(await signIn(call, { email, password }));
    const old = await tokenFor(email, 5);
    const newEmail = newAccount().email;
    expect((await call.post('/api/auth/change-email', { newEmail }, now)).status).toBe(200);
    await refused(old);
    expect((await signIn(call, { email: newEmail, password })).status).toBe(200);
  });

  test('is asked for alike whether there is an account or not', async () => {
    const { email } = await newcomer();
    const answers = await Promise.all(
      [email, newAccount().email].map(async (one) => {
        const answer = await ask(one);
        return [answer.status, await answer.text(), ...answer.headers.keys()];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    await mailInOutbox(server.outbox, email);
  });

  test('leads to our own pages only', async () => {
    const { email } = await newcomer();
    for (const redirectTo of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:x',
    ]) {
      expect((await ask(email, { redirectTo })).status).toBe(403);
    }
    expect(await mailsInOutbox(server.outbox, email)).toEqual([]);
    const token = await tokenFor(email);
    const elsewhere = encodeURIComponent('https://evil.example');
    const answer = await call.get(`/api/auth/reset-password/${token}?callbackURL=${elsewhere}`);
    expect(answer.status).toBe(403);
  });
});

test('a link that has expired does nothing to its person when it is cleaned up', async () => {
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
