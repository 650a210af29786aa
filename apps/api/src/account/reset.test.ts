// A forgotten password: a link by mail, once, and all sessions end.
import { engines, execute } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf } from '../testing/caller.ts';
import { mailInOutbox, mailsInOutbox } from '../testing/inbox.ts';
import { type Bearer, bearerOf, follow, signIn } from '../testing/mailed.ts';
import { newAccount, startTestServer, type TestServer } from '../testing/server.ts';

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
  const tokenFor = async (email: string): Promise<string> => {
    expect((await ask(email)).status).toBe(200);
    const { link } = await mailInOutbox(server.outbox, email);
    return page.exec(await follow(link))?.[1] ?? '';
  };

  test('is replaced through the mailed link, and all sessions end', async () => {
    const { email, password, bearer } = await newcomer();
    expect((await ask(email)).status).toBe(200);
    const { link } = await mailInOutbox(server.outbox, email);
    expect(link).toMatch(
      new RegExp(`^${server.url}/api/auth/reset-password/\\w{24}\\?callbackURL=%2Freset-password$`),
    );
    const [, token = ''] = page.exec(await follow(link)) ?? [];
    expect((await choose(token, 'short')).status).toBe(400);
    expect((await choose(token, 'a new password')).status).toBe(200);
    expect((await call.get('/trpc/task.list', bearer)).status).toBe(401);
    expect((await signIn(call, { email, password })).status).toBe(401);
    expect((await signIn(call, { email, password: 'a new password' })).status).toBe(200);

    expect(await follow(link)).toBe('/reset-password?error=INVALID_TOKEN');
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
