// Sessions whose cookies have the names of before go on, and other apps' cookies of that name are left.
import { engines, execute } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from '../../testing/caller.ts';
import { newAccount, startTestServer, type TestServer } from '../../testing/server.ts';
import { sign } from './signature.ts';

const secret = 's'.repeat(32);
const former = 'better-auth.session_token';
const ours = 'tydo.session_token';
const foreign = `${former}=${encodeURIComponent(sign('another app', 'f'.repeat(32)))}`;
const pair = (name: string, value: string) => `${name}=${encodeURIComponent(sign(value, secret))}`;
/** Each cookie that is set: its name, its value without the signature, and how long it lives. */
const setBy = (answer: Response) =>
  answer.headers.getSetCookie().map((cookie) => {
    const [, name, value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    const maxAge = /Max-Age=(\d+)/.exec(cookie)?.[1];
    return [
      name,
      decodeURIComponent(value).split('.')[0],
      maxAge === undefined ? null : Number(maxAge),
    ];
  });
const ended = [
  [former, '', 0],
  ['better-auth.dont_remember', '', 0],
];

describe.each(engines)('a cookie under its former name, on %s', (engine) => {
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
    'counts for %s, whose answer sets ours for as long as the session lives',
    async (path) => {
      const { id, token } = await call.signUp();
      await expireIn(token, 6.5);
      const answer = await call.get(path, by('x=1', pair(former, token), 'y=2'));
      expect(answer.status).toBe(200);
      const [[name, value, maxAge] = [], ...more] = setBy(answer);
      expect([name, value, more]).toEqual([ours, token, []]);
      expect(Number(maxAge)).toBeGreaterThan(6.49 * 24 * 3600);
      expect(Number(maxAge)).toBeLessThanOrEqual(6.5 * 24 * 3600);
      const [cookie = ''] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
      expect(await whoIs(cookie.split(';')[0] ?? '')).toBe(id);
    },
  );

  test('that is to be renewed is renewed under ours, and kept for older servers', async () => {
    const { token } = await call.signUp();
    await expireIn(token, 3);
    const answer = await call.get('/trpc/task.counts', by(pair(former, token)));
    expect(setBy(answer)).toEqual([[ours, token, 604_800]]);
  });

  test('that is not to be remembered stays so', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    const signedIn = await call.post('/api/auth/sign-in/email', { ...account, rememberMe: false });
    const { token } = (await signedIn.json()) as { token: string };
    const cookies = [pair(former, token), pair('better-auth.dont_remember', 'true')];
    const answer = await call.get('/trpc/task.counts', by(...cookies));
    expect(setBy(answer)).toEqual([
      [ours, token, null],
      ['tydo.dont_remember', 'true', null],
    ]);
  });

  test('means nothing beside ours, whatever that says', async () => {
    const [ann, bob] = [await call.signUp(), await call.signUp()];
    const old = pair(former, ann.token);
    expect(await whoIs(old, pair(ours, bob.token))).toBe(bob.id);
    expect(await whoIs(pair(ours, bob.token), old)).toBe(bob.id);
    expect(await whoIs(old, `${ours}=x.y`)).toBeUndefined();
    expect(await whoIs(old, `${ours}=`)).toBe(ann.id);
    expect(setBy(await call.get('/trpc/task.counts', by(old, pair(ours, bob.token))))).toEqual([]);
  });

  test('of another app belongs to no session of ours, and is neither changed nor ended', async () => {
    const account = newAccount();
    expect(await whoIs(foreign)).toBeUndefined();
    const up = await call.post('/api/auth/sign-up/email', account, by(foreign));
    const [cookie = ''] = up.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
    expect(await whoIs(foreign, cookie)).toBe(Object(await up.json()).user.id);
    const answers = [up, await call.post('/api/auth/sign-out', {}, by(foreign, cookie))];
    for (const answer of answers) {
      const names = setBy(answer).map(([name]) => name);
      expect(names).toContain(ours);
      expect(names.filter((name) => name !== ours && !String(name).startsWith('tydo.'))).toEqual(
        [],
      );
    }
  });

  test('ends with the session, also where there is one under ours', async () => {
    for (const beside of [false, true]) {
      const { token, bearer } = await call.signUp();
      const cookies = [pair(former, token), ...(beside ? [pair(ours, token)] : [])];
      const out = await call.post('/api/auth/sign-out', {}, by(...cookies));
      expect(setBy(out)).toEqual(expect.arrayContaining([[ours, '', 0], ...ended]));
      expect((await call.get('/trpc/task.counts', bearer)).status).toBe(401);
      expect(await whoIs(...cookies)).toBeUndefined();
    }
  });

  test('ends when somebody else signs in', async () => {
    const [{ token }, account] = [await call.signUp(), newAccount()];
    const answer = await call.post('/api/auth/sign-up/email', account, by(pair(former, token)));
    const other = Object(await answer.json()).token;
    expect(setBy(answer)).toEqual([[ours, other, 604_800], ...ended]);
  });

  test('changes nothing where a bearer token says who calls', async () => {
    const [ann, bob] = [await call.signUp(), await call.signUp()];
    const headers = { ...by(pair(former, ann.token)), authorization: `Bearer ${bob.token}` };
    for (const path of ['/trpc/task.counts', '/api/auth/get-session']) {
      const answer = await call.get(path, headers);
      expect([answer.status, setBy(answer)]).toEqual([200, []]);
    }
  });
});

test('over https, only the name with its prefix counts', async () => {
  await using server = await startTestServer({
    engine: 'sqlite',
    env: { BETTER_AUTH_SECRET: secret, BETTER_AUTH_URL: 'https://tydo.example' },
  });
  const call = callerOf(server);
  const { token } = await call.signUp();
  const [none, found] = [pair(former, token), pair(`__Secure-${former}`, token)];
  expect((await call.get('/trpc/task.counts', { cookie: none })).status).toBe(401);
  const answer = await call.get('/trpc/task.counts', { cookie: found });
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie().join()).toMatch(
    /^__Secure-tydo\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/,
  );
});
