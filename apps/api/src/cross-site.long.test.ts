// Which pages may call, and which cookies count: all combinations of what reveals a request's origin.
import { execute, shortOrLong } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from './testing/caller.ts';
import { rawRequest, sendRaw } from './testing/raw-http.ts';
import { newAccount, startTestServer, type TestServer } from './testing/server.ts';

const friend = 'https://friend.example';

/** Origins that a browser may send, and those that an attacker may try. */
function originsOf(url: string) {
  const ours = ['localhost', '127.0.0.1', '[::1]'].map((host) => url.replace('localhost', host));
  const foreign = [
    'null',
    '',
    'https://evil.example',
    // Near to ours.
    'http://localhost',
    'http://localhost:1',
    url.replace('http:', 'https:'),
    url.replace('localhost', 'LOCALHOST'),
    url.replace('localhost', 'localhost.'),
    url.replace('localhost', 'evil.localhost'),
    url.replace('localhost', '127.0.0.2'),
    url.replace('localhost', '127.1'),
    `${url}/`,
    `${url}, https://evil.example`,
    // Similar to a trusted origin.
    'http://friend.example',
    'https://friend.example:8443',
    'https://friend.example/',
    'https://friend.example.',
    'HTTPS://FRIEND.EXAMPLE',
    'https://sub.friend.example',
    'https://evilfriend.example',
    'https://friend.example.evil.example',
    'https://friend.example@evil.example',
    'https://evil.example/https://friend.example',
  ];
  return { mayCall: [...ours, friend], all: [undefined, ...ours, friend, ...foreign], foreign };
}

const types = [
  'application/json',
  'Application/JSON; charset=UTF-8',
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  undefined,
];
const methods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'];
const sites = [undefined, 'same-origin', 'same-site', 'cross-site', 'none'];
const callers = ['cookie', 'bearer', 'anonymous'] as const;

interface Combination {
  origin: string | undefined;
  type: string | undefined;
  method: string;
  site: string | undefined;
  as: (typeof callers)[number];
}

/** All combinations; in the short run those similar to a call of the page, and some others. */
function combinations(origins: (string | undefined)[]): Combination[] {
  const all = origins.flatMap((origin) =>
    types.flatMap((type) =>
      methods.flatMap((method) =>
        sites.flatMap((site) => callers.map((as) => ({ origin, type, method, site, as }))),
      ),
    ),
  );
  const [nowhere, ours] = origins;
  const looksLikeOurs = ({ origin, type, method, site }: Combination) =>
    method === 'POST' &&
    (type === types[0]
      ? site === undefined || origin === nowhere
      : site === undefined && origin === ours);
  const stride = shortOrLong(1_201, 1);
  return all.filter((combination, index) => index % stride === 0 || looksLikeOurs(combination));
}

// On one engine: the database makes no difference.
describe('over all combinations', () => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine: 'sqlite', env: { TRUSTED_ORIGINS: friend } });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** The rule of the contract. */
  const shouldChange = ({ origin, type, method, site, as }: Combination): boolean => {
    const isJson = type !== undefined && /^application\/json/i.test(type);
    const isPage = origin !== undefined && originsOf(server.url).mayCall.includes(origin);
    const isProgram = origin === undefined && site !== 'cross-site' && as === 'bearer';
    return method === 'POST' && isJson && ((isPage && as !== 'anonymous') || isProgram);
  };

  const send = (
    path: string,
    body: object,
    combination: Combination,
    headers: Record<string, string>,
  ) => {
    const { origin, type, method, site } = combination;
    const url = `${server.url}${path}`;
    const text = JSON.stringify(body);
    // Bytes, because fetch adds a content type to a text.
    const payload = method === 'GET' ? {} : { body: new TextEncoder().encode(text) };
    return fetch(method === 'GET' ? `${url}?input=${encodeURIComponent(text)}` : url, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(origin !== undefined && { origin }),
        ...(type !== undefined && { 'content-type': type }),
        ...(site !== undefined && { 'sec-fetch-site': site }),
      },
      ...payload,
    });
  };

  /** Sends all combinations, and compares the state before and after each. */
  const tryAll = async (
    path: string,
    bodyOf: (index: number) => object,
    stateOf: (bearer: Record<string, string>) => Promise<unknown>,
  ) => {
    const { token, cookie, bearer } = await call.signUp();
    const headersOf = {
      cookie: { cookie },
      bearer: { authorization: `Bearer ${token}` },
      anonymous: {},
    };
    const { all } = originsOf(server.url);
    let changes = 0;
    let before = JSON.stringify(await stateOf(bearer));
    const tried = combinations(all);
    for (const [index, combination] of tried.entries()) {
      const response = await send(path, bodyOf(index), combination, headersOf[combination.as]);
      const text = await response.text();
      const after = JSON.stringify(await stateOf(bearer));
      const changed = after !== before;
      before = after;
      const should = shouldChange(combination);
      expect([combination, text, changed]).toEqual([combination, text, should]);
      expect([combination, text, response.ok]).toEqual([combination, text, should]);
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get('access-control-allow-origin')).toBe(
        combination.origin === friend ? friend : null,
      );
      changes += Number(changed);
    }
    if (shortOrLong(0, 1)) report(path, tried.length, changes);
    return changes;
  };

  test('tasks are created only by our own pages, trusted pages and programs', async () => {
    const body = () => ({ title: 'x' });
    expect(await tryAll('/trpc/task.create', body, (bearer) => call.count(bearer))).not.toBe(0);
  });

  test('accounts are changed only by our own pages, trusted pages and programs', async () => {
    const body = (index: number) => ({ name: `Ann ${index}` });
    const session = async (bearer: Record<string, string>) =>
      (await call.get('/api/auth/get-session', bearer)).json();
    expect(await tryAll('/api/auth/update-user', body, session)).not.toBe(0);
  });

  test('other pages cannot sign in', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    const { email, password } = account;
    const sessions = () => sessionsOf(server.databaseUrl, email);
    for (const origin of originsOf(server.url).foreign) {
      for (const type of types) {
        const combination: Combination = {
          origin,
          type,
          method: 'POST',
          site: undefined,
          as: 'anonymous',
        };
        const response = await send(
          '/api/auth/sign-in/email',
          { email, password },
          combination,
          {},
        );
        expect([combination, response.status]).toEqual([combination, 403]);
        expect(response.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(await sessions()).toBe(1);
    await call.post('/api/auth/sign-in/email', { email, password }, { ...json, origin: friend });
    expect(await sessions()).toBe(2);
  });

  test('neither other pages nor a cookie without an origin can sign out', async () => {
    const { cookie, bearer } = await call.signUp();
    const signOut = (headers: Record<string, string>) =>
      call.post('/api/auth/sign-out', undefined, { cookie, ...headers });
    const isSignedIn = async () => (await call.get('/trpc/task.list', bearer)).status === 200;
    for (const origin of originsOf(server.url).foreign) {
      expect([origin, (await signOut({ origin })).status]).toEqual([origin, 403]);
    }
    await signOut({});
    expect(await isSignedIn()).toBe(true);
    expect((await signOut({ origin: server.url })).status).toBe(200);
    expect(await isSignedIn()).toBe(false);
  });

  test('a click in a mail program on the web opens mailed links, and nothing else', async () => {
    const mailedLinks = ['/api/auth/verify-email', '/api/auth/reset-password/abc'];
    const others = [
      '/api/auth/verify-email/x',
      '/api/auth/reset-password',
      '/api/auth/reset-password/a/b',
      '/api/auth/get-session',
      '/api/account/reminder',
      '/trpc/task.list',
      '/trpc/verify-email',
    ];
    const header = (name: string, value: string | undefined) =>
      value === undefined ? [] : [`${name}: ${value}`];
    const tries = ['GET', 'POST'].flatMap((method) =>
      ['navigate', 'cors', undefined].flatMap((mode) =>
        ['document', 'iframe', undefined].flatMap((dest) =>
          [undefined, 'https://evil.example'].map((origin) => ({ method, mode, dest, origin })),
        ),
      ),
    );
    for (const path of [...mailedLinks, ...others]) {
      for (const { method, mode, dest, origin } of tries) {
        const headers = [
          'Sec-Fetch-Site: cross-site',
          ...header('Sec-Fetch-Mode', mode),
          ...header('Sec-Fetch-Dest', dest),
          ...header('Origin', origin),
        ];
        // Node's fetch would set Sec-Fetch-Mode.
        const line = `${method} ${path}?token=x&callbackURL=/x HTTP/1.1`;
        const { status } = await sendRaw(server.url, rawRequest(line, headers));
        const isClick =
          method === 'GET' && mode === 'navigate' && dest === 'document' && origin === undefined;
        const should = isClick && mailedLinks.includes(path) ? 302 : 403;
        expect([line, headers, status]).toEqual([line, headers, should]);
      }
    }
  });

  test('only trusted pages may read responses, also according to the preflight response', async () => {
    const { all } = originsOf(server.url);
    for (const path of ['/trpc/task.create', '/api/auth/sign-out', '/healthz', '/']) {
      for (const origin of all) {
        const headers = {
          ...(origin !== undefined && { origin }),
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,authorization',
        };
        const response = await fetch(server.url + path, { method: 'OPTIONS', headers });
        const allowed = /^\/(trpc|api)/.test(path) && origin === friend ? friend : null;
        const name = 'access-control-allow-origin';
        expect([path, origin, response.headers.get(name)]).toEqual([path, origin, allowed]);
        expect(response.status).toBeLessThan(500);
      }
    }
  });
});

test('with BETTER_AUTH_URL only that origin is ours', async () => {
  const origin = 'https://tydo.example';
  await using server = await startTestServer({
    engine: 'sqlite',
    env: { BETTER_AUTH_URL: origin },
  });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const status = async (headers: Record<string, string>) =>
    (await call.post('/trpc/task.create', { title: 'x' }, { ...bearer, ...headers })).status;
  expect(await status({ origin })).toBe(200);
  for (const other of originsOf(server.url).all) {
    if (other !== undefined) expect([other, await status({ origin: other })]).toEqual([other, 403]);
  }
});

async function sessionsOf(url: string, email: string): Promise<number> {
  const rows = await execute(
    url,
    `select session.id from session join "user" on user_id = "user".id where email = '${email}'`,
  );
  return rows.length;
}

const report = (path: string, tried: number, changes: number) =>
  process.stdout.write(`${path}: ${tried} combinations, ${changes} of them changed something\n`);
