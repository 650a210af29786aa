// Accounts and sessions: Better Auth with Tydo's own limits.
import { engines, execute } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json, refusalIn } from '../testing/caller.ts';
import { newAccount, startTestServer, type TestServer } from '../testing/server.ts';

describe.each(engines)('accounts on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test.each([
    'Bearer',
    'Bearer x',
    'Bearer a.b',
    `Bearer ${'x'.repeat(5000)}`,
    'Basic eDp5',
    'Bearer \u00ff',
  ])('refuse a forged authorization "%.20s" with UNAUTHORIZED', async (authorization) => {
    expect((await refusalIn(await call.get('/trpc/task.list', { authorization }))).code).toBe(
      'UNAUTHORIZED',
    );
  });

  test('refuse an expired session', async () => {
    const { token, bearer } = await call.signUp();
    expect((await call.get('/trpc/task.list', bearer)).status).toBe(200);
    const past = engine === 'sqlite' ? `'2020-01-01T00:00:00.000Z'` : `'2020-01-01T00:00:00Z'`;
    await execute(
      server.databaseUrl,
      `update session set expires_at = ${past} where token = '${token}'`,
    );
    expect((await call.get('/trpc/task.list', bearer)).status).toBe(401);
  });

  test('refuse invalid values and a taken email address', async () => {
    const account = newAccount();
    const up = (change: object) => call.post('/api/auth/sign-up/email', { ...account, ...change });
    expect((await up({ name: ' \u200b' })).status).toBe(400);
    expect((await up({ name: 'a\0b' })).status).toBe(400);
    expect((await up({ email: 'no address' })).status).toBe(400);
    expect((await up({ password: 'short' })).status).toBe(400);
    expect((await up({})).status).toBe(200);
    expect((await up({})).status).toBe(422);
    expect((await call.post('/api/auth/sign-up/email', '{')).status).toBe(400);
  });

  test('with an older invisible name keep working', async () => {
    const { id, password, bearer } = await call.signUp();
    const name = '\u3164\u0301';
    await execute(server.databaseUrl, `update "user" set name = '${name}' where id = '${id}'`);
    const { email: newEmail } = newAccount();
    const changed = await call.post('/api/auth/change-email', { newEmail, password }, bearer);
    expect(changed.status).toBe(200);
    const again = { email: newEmail, password };
    const { user: found } = Object(
      await (await call.post('/api/auth/sign-in/email', again)).json(),
    );
    expect(found).toMatchObject({ name, email: newEmail });
    for (const [wanted, status] of [
      [name, 400],
      ['\u2800', 400],
      ['Ann', 200],
    ] as const) {
      const response = await call.post('/api/auth/update-user', { name: wanted }, bearer);
      expect([wanted, response.status]).toEqual([wanted, status]);
    }
  });

  test('are created by only one of several concurrent sign-ups with the same email address', async () => {
    const account = newAccount();
    const all = Array.from({ length: 4 }, () => call.post('/api/auth/sign-up/email', account));
    const responses = await Promise.all(all);
    const texts = await Promise.all(responses.map((response) => response.text()));
    const taken = texts.filter((text) => text.includes('USER_ALREADY_EXISTS'));
    expect(taken).toHaveLength(3);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('have limits for names and addresses, also in updates', async () => {
    const { bearer } = await call.signUp();
    const origin = { ...bearer, origin: server.url };
    for (const name of [' ', '\u200b', 'x'.repeat(201)]) {
      expect((await call.post('/api/auth/update-user', { name }, origin)).status).toBe(400);
    }
    expect((await call.post('/api/auth/update-user', { name: ' Ann ' }, origin)).status).toBe(200);
    const session = await (await call.get('/api/auth/get-session', bearer)).json();
    expect(session).toMatchObject({ user: { name: 'Ann' } });
    const email = `${'x'.repeat(300)}@example.com`;
    expect((await call.post('/api/auth/sign-up/email', { ...newAccount(), email })).status).toBe(
      400,
    );
  });

  test('can be signed out without a body, which ends the session', async () => {
    const { bearer, token } = await call.signUp();
    const response = await call.post('/api/auth/sign-out', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect(response.status).toBe(200);
    expect((await call.get('/trpc/task.list', bearer)).status).toBe(401);
  });

  test('list their sessions, also from an old session', async () => {
    const { bearer, token } = await call.signUp();
    const created = new Date(Date.now() - 3 * 24 * 3600_000).toISOString();
    await execute(
      server.databaseUrl,
      `update session set created_at = '${created}' where token = '${token}'`,
    );
    const response = await call.get('/api/auth/list-sessions', bearer);
    expect([response.status, await response.json()]).toMatchObject([200, [{ token }]]);
  });

  test('renew a session that is used, and its cookie', async () => {
    const { token, cookie } = await call.signUp();
    const soon = new Date(Date.now() + 3 * 24 * 3600_000).toISOString();
    await execute(
      server.databaseUrl,
      `update session set expires_at = '${soon}' where token = '${token}'`,
    );
    const response = await call.get('/trpc/task.list,task.counts?batch=1', { cookie });
    expect(response.headers.getSetCookie().join()).toMatch(/session_token=.*Max-Age=604800/);
  });

  test('ignore a forged X-Forwarded-For', async () => {
    const forged = { ...json, 'x-forwarded-for': '6.6.6.6', 'x-tydo-address': '6.6.6.6' };
    const response = await call.post('/api/auth/sign-up/email', newAccount(), forged);
    const { token } = (await response.json()) as { token: string };
    const rows = await execute(
      server.databaseUrl,
      `select ip_address from session where token = '${token}'`,
    );
    expect(JSON.stringify(rows)).not.toContain('6.6.6.6');
  });

  test('never return or log a password', async () => {
    const account = newAccount();
    const response = await call.post('/api/auth/sign-up/email', account);
    expect(await response.text()).not.toContain(account.password);
    expect(server.logged.join()).not.toContain(account.password);
    expect(server.logged.join()).not.toContain(account.email);
  });
});
