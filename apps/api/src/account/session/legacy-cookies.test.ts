// Sessions in cookies with legacy names stay valid, and other apps' cookies with these names are untouched.
import { execute, sqliteOrBoth } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from '../../testing/caller.ts';
import { newAccount, startTestServer, type TestServer } from '../../testing/server.ts';
import { sign } from './signature.ts';

const secret = 's'.repeat(32);
const legacy = 'better-auth.session_token';
const ours = 'tydo.session_token';
const foreign = `${legacy}=${encodeURIComponent(sign('another app', 'f'.repeat(32)))}`;
const pair = (name: string, value: string) => `${name}=${encodeURIComponent(sign(value, secret))}`;
/** Each cookie in a response: its name, its value without the signature, and its Max-Age. */
const setBy = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => {
    const [, name, value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    const maxAge = /Max-Age=(\d+)/.exec(cookie)?.[1];
    return [
      name,
      decodeURIComponent(value).split('.')[0],
      maxAge === undefined ? null : Number(maxAge),
    ];
  });
const ended = [
  [legacy, '', 0],
  ['better-auth.dont_remember', '', 0],
];

describe.each(sqliteOrBoth)('a cookie with a legacy name, on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine, env: { BETTER_AUTH_SECRET: secret } });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const by = (...cookies: string[]) => ({
    ...json,
    cookie: cookies.join('; '),
    origin: server.url,
  });
  const whoIs = async (...cookies: string[]): Promise<string | undefined> =>
    Object(await (await call.get('/api/auth/get-session', by(...cookies))).json())?.user?.id;
  const expireIn = (token: string, days: number) =>
    execute(
      server.databaseUrl,
      `update session set expires_at = '${new Date(Date.now() + days * 24 * 3600_000).toISOString()}'
        where token = '${token}'`,
    );

  test.each(['/trpc/task.counts', '/api/account/reminder', '/api/auth/get-session'])(
    'is accepted by %s, which sets the current cookie until the session expires',
    async (path) => {
      const { id, token } = await call.signUp();
      await expireIn(token, 6.5);
      const response = await call.get(path, by('x=1', pair(legacy, token), 'y=2'));
      expect(response.status).toBe(200);
      const [[name, value, maxAge] = [], ...more] = setBy(response);
      expect([name, value, more]).toEqual([ours, token, []]);
      expect(Number(maxAge)).toBeGreaterThan(6.49 * 24 * 3600);
      expect(Number(maxAge)).toBeLessThanOrEqual(6.5 * 24 * 3600);
      const [cookie = ''] = response.headers.getSetCookie();
      expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
      expect(await whoIs(cookie.split(';')[0] ?? '')).toBe(id);
    },
  );

  test('that is due is renewed with the current name, and kept for older servers', async () => {
    const { token } = await call.signUp();
    await expireIn(token, 3);
    const response = await call.get('/trpc/task.counts', by(pair(legacy, token)));
    expect(setBy(response)).toEqual([[ours, token, 604_800]]);
  });

  test('keeps dont_remember', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    const signedIn = await call.post('/api/auth/sign-in/email', { ...account, rememberMe: false });
    const { token } = (await signedIn.json()) as { token: string };
    const cookies = [pair(legacy, token), pair('better-auth.dont_remember', 'true')];
    const response = await call.get('/trpc/task.counts', by(...cookies));
    expect(setBy(response)).toEqual([
      [ours, token, null],
      ['tydo.dont_remember', 'true', null],
    ]);
  });

  test('is ignored next to a current cookie, even an invalid one', async () => {
    const [ann, bob] = [await call.signUp(), await call.signUp()];
    const old = pair(legacy, ann.token);
    expect(await whoIs(old, pair(ours, bob.token))).toBe(bob.id);
    expect(await whoIs(pair(ours, bob.token), old)).toBe(bob.id);
    expect(await whoIs(old, `${ours}=x.y`)).toBeUndefined();
    expect(await whoIs(old, `${ours}=`)).toBe(ann.id);
    expect(setBy(await call.get('/trpc/task.counts', by(old, pair(ours, bob.token))))).toEqual([]);
  });

  test('of another app is ignored, and neither changed nor deleted', async () => {
    const account = newAccount();
    expect(await whoIs(foreign)).toBeUndefined();
    const up = await call.post('/api/auth/sign-up/email', account, by(foreign));
    const [cookie = ''] = up.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
    expect(await whoIs(foreign, cookie)).toBe(Object(await up.json()).user.id);
    const responses = [up, await call.post('/api/auth/sign-out', {}, by(foreign, cookie))];
    for (const response of responses) {
      const names = setBy(response).map(([name]) => name);
      expect(names).toContain(ours);
      expect(names.filter((name) => name !== ours && !String(name).startsWith('tydo.'))).toEqual(
        [],
      );
    }
  });

  test('is deleted at sign-out, also next to a current cookie', async () => {
    for (const beside of [false, true]) {
      const { token, bearer } = await call.signUp();
      const cookies = [pair(legacy, token), ...(beside ? [pair(ours, token)] : [])];
      const out = await call.post('/api/auth/sign-out', {}, by(...cookies));
      expect(setBy(out)).toEqual(expect.arrayContaining([[ours, '', 0], ...ended]));
      expect((await call.get('/trpc/task.counts', bearer)).status).toBe(401);
      expect(await whoIs(...cookies)).toBeUndefined();
    }
  });

  test('is deleted when another person signs in', async () => {
    const [{ token }, account] = [await call.signUp(), newAccount()];
    const response = await call.post('/api/auth/sign-up/email', account, by(pair(legacy, token)));
    const other = Object(await response.json()).token;
    expect(setBy(response)).toEqual([[ours, other, 604_800], ...ended]);
  });

  test('is ignored next to a bearer token', async () => {
    const [ann, bob] = [await call.signUp(), await call.signUp()];
    const headers = { ...by(pair(legacy, ann.token)), authorization: `Bearer ${bob.token}` };
    for (const path of ['/trpc/task.counts', '/api/auth/get-session']) {
      const response = await call.get(path, headers);
      expect([response.status, setBy(response)]).toEqual([200, []]);
    }
  });
});

test('accepts only names with the __Secure- prefix over https', async () => {
  await using server = await startTestServer({
    engine: 'sqlite',
    env: { BETTER_AUTH_SECRET: secret, BETTER_AUTH_URL: 'https://tydo.example' },
  });
  const call = callerOf(server);
  const { token } = await call.signUp();
  const [unprefixed, prefixed] = [pair(legacy, token), pair(`__Secure-${legacy}`, token)];
  expect((await call.get('/trpc/task.counts', { cookie: unprefixed })).status).toBe(401);
  const response = await call.get('/trpc/task.counts', { cookie: prefixed });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie().join()).toMatch(
    /^__Secure-tydo\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/,
  );
});
