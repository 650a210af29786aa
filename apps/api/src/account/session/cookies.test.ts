// The attributes of the session cookie: HttpOnly, SameSite, and Secure with https.
import { expect, test } from 'vitest';
import { callerOf, json } from '../../testing/caller.ts';
import { newAccount, startTestServer } from '../../testing/server.ts';

test.each([
  ['http', undefined, 'tydo.', []],
  ['https', 'https://tydo.example', '__Secure-tydo.', ['Secure']],
])(
  'cookies over %s are not readable by scripts, other sites or plain http',
  async (_scheme, origin, prefix, more) => {
    await using server = await startTestServer({
      engine: 'sqlite',
      env: origin === undefined ? {} : { BETTER_AUTH_URL: origin },
    });
    const { post, get } = callerOf(server);
    const account = newAccount();
    const up = await post('/api/auth/sign-up/email', account);
    const signIn = { ...account, rememberMe: false };
    const brief = await post('/api/auth/sign-in/email', signIn);
    const cookie = up.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const headers = { ...json, cookie, origin: origin ?? server.url };
    const out = await post('/api/auth/sign-out', {}, headers);

    const always = ['HttpOnly', 'Path=/', 'SameSite=Lax', ...more];
    const expected = (names: string[], maxAge?: string) =>
      names.map((name) => [`${prefix}${name}`, ...always, ...(maxAge ? [maxAge] : [])].toSorted());
    expect(set(up)).toEqual(expected(['session_token'], 'Max-Age=604800'));
    expect(set(brief)).toEqual(expected(['session_token', 'dont_remember']));
    const ended = set(out);
    expect(ended.every((one) => one.includes('Max-Age=0'))).toBe(true);
    expect(ended).toContainEqual(expected(['session_token'], 'Max-Age=0')[0]);

    // The name with the other prefix is not accepted: another site on the host may have set it.
    const [name = '', value = ''] = cookie.split('=');
    const other = name.startsWith('__') ? name.slice('__Secure-'.length) : `__Secure-${name}`;
    const response = await get('/trpc/task.counts', { cookie: `${other}=${value}` });
    expect(response.status).toBe(401);
  },
);

/** The name and the attributes of each cookie. */
const set = (response: Response): string[][] =>
  response.headers.getSetCookie().map((cookie) => {
    const [pair = '', ...attributes] = cookie.split('; ');
    return [pair.split('=')[0] ?? '', ...attributes].toSorted();
  });
