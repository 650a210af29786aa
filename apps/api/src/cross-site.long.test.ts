// Which pages may call, and which cookies count: a grid of everything that tells a request's origin.
import { execute, shortOrLong } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from './testing/caller.ts';
import { rawRequest, sendRaw } from './testing/raw-http.ts';
import { newAccount, startTestServer, type TestServer } from './testing/server.ts';

const friend = 'https://friend.example';

/** Whatever a browser may call its page, or an attacker may hope that we take for one of ours. */
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
    // Near to a trusted one.
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
const callers = ['cookie', 'bearer', 'nobody'] as const;

interface Attempt {
  origin: string | undefined;
  type: string | undefined;
  method: string;
  site: string | undefined;
  as: (typeof callers)[number];
}

/** All that can be tried; in every run all that looks like a call of the page, and some of the rest. */
function attempts(origins: (string | undefined)[]): Attempt[] {
  const all = origins.flatMap((origin) =>
    types.flatMap((type) =>
      methods.flatMap((method) =>
        sites.flatMap((site) => callers.map((as) => ({ origin, type, method, site, as }))),
      ),
    ),
  );
  const [nowhere, ours] = origins;
  const looksLikeOurs = ({ origin, type, method, site }: Attempt) =>
    method === 'POST' &&
    (type === types[0]
      ? site === undefined || origin === nowhere
      : site === undefined && origin === ours);
  const stride = shortOrLong(397, 1);
  return all.filter((attempt, index) => index % stride === 0 || looksLikeOurs(attempt));
}

// On one engine: no database has a say in who may call.
describe('over all that tells an origin', () => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine: 'sqlite', env: { TRUSTED_ORIGINS: friend } });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** What the contract says, in one sentence. */
  const shouldChange = ({ origin, type, method, site, as }: Attempt): boolean => {
    const isJson = type !== undefined && /^application\/json/i.test(type);
    const isPage = origin !== undefined && originsOf(server.url).mayCall.includes(origin);
    const isProgram = origin === undefined && site !== 'cross-site' && as === 'bearer';
    return method === 'POST' && isJson && ((isPage && as !== 'nobody') || isProgram);
  };

  const send = (path: string, body: object, attempt: Attempt, headers: Record<string, string>) => {
    const { origin, type, method, site } = attempt;
    const url = `${server.url}${path}`;
    const text = JSON.stringify(body);
    // Bytes, because fetch gives a text a type.
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

  /** Every attempt, with the state before and after. */
  const tryAll = async (
    path: string,
    bodyOf: (index: number) => object,
    stateOf: (bearer: Record<string, string>) => Promise<unknown>,
  ) => {
    const { token, cookie, bearer } = await call.signUp();
    const headersOf = {
      cookie: { cookie },
      bearer: { authorization: `Bearer ${token}` },
      nobody: {},
    };
    const { all } = originsOf(server.url);
    let changes = 0;
    let before = JSON.stringify(await stateOf(bearer));
    const tried = attempts(all);
    for (const [index, attempt] of tried.entries()) {
      const answer = await send(path, bodyOf(index), attempt, headersOf[attempt.as]);
      const text = await answer.text();
      const after = JSON.stringify(await stateOf(bearer));
      const changed = after !== before;
      before = after;
      const should = shouldChange(attempt);
      expect([attempt, text, changed]).toEqual([attempt, text, should]);
      expect([attempt, text, answer.ok]).toEqual([attempt, text, should]);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('access-control-allow-origin')).toBe(
        attempt.origin === friend ? friend : null,
      );
      changes += Number(changed);
    }
    if (shortOrLong(0, 1)) report(path, tried.length, changes);
    return changes;
  };

  test('a task is made only from our own pages, trusted ones, or by a program', async () => {
    const body = () => ({ title: 'x' });
    expect(await tryAll('/trpc/task.create', body, (bearer) => call.count(bearer))).not.toBe(0);
  });

  test('so is a change of an account', async () => {
    const body = (index: number) => ({ name: `Ann ${index}` });
    const session = async (bearer: Record<string, string>) =>
      (await call.get('/api/auth/get-session', bearer)).json();
    expect(await tryAll('/api/auth/update-user', body, session)).not.toBe(0);
  });

  test('no other page signs anybody in', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    const { email, password } = account;
    const sessions = () => sessionsOf(server.databaseUrl, email);
    for (const origin of originsOf(server.url).foreign) {
      for (const type of types) {
        const attempt: Attempt = { origin, type, method: 'POST', site: undefined, as: 'nobody' };
        const answer = await send('/api/auth/sign-in/email', { email, password }, attempt, {});
        expect([attempt, answer.status]).toEqual([attempt, 403]);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(await sessions()).toBe(1);
    await call.post('/api/auth/sign-in/email', { email, password }, { ...json, origin: friend });
    expect(await sessions()).toBe(2);
  });

  test('no other page signs anybody out, and neither does a cookie alone', async () => {
    const { cookie, bearer } = await call.signUp();
    const out = (headers: Record<string, string>) =>
      call.post('/api/auth/sign-out', undefined, { cookie, ...headers });
    const isIn = async () => (await call.get('/trpc/task.list', bearer)).status === 200;
    for (const origin of originsOf(server.url).foreign) {
      expect([origin, (await out({ origin })).status]).toEqual([origin, 403]);
    }
    await out({});
    expect(await isIn()).toBe(true);
    expect((await out({ origin: server.url })).status).toBe(200);
    expect(await isIn()).toBe(false);
  });

  test('a click in the page of one’s mail opens mailed links, and nothing else', async () => {
    const opens = ['/api/auth/verify-email', '/api/auth/reset-password/abc'];
    const others = [
      '/api/auth/verify-email/x',
      '/api/auth/reset-password',
      '/api/auth/reset-password/a/b',
      '/api/auth/get-session',
      '/api/account/reminder',
      '/trpc/task.list',
      '/trpc/verify-email',
    ];
    const tell = (name: string, value: string | undefined) =>
      value === undefined ? [] : [`${name}: ${value}`];
    const tries = ['GET', 'POST'].flatMap((method) =>
      ['navigate', 'cors', undefined].flatMap((mode) =>
        ['document', 'iframe', undefined].flatMap((dest) =>
          [undefined, 'https://evil.example'].map((origin) => ({ method, mode, dest, origin })),
        ),
      ),
    );
    for (const path of [...opens, ...others]) {
      for (const { method, mode, dest, origin } of tries) {
        const headers = [
          'Sec-Fetch-Site: cross-site',
          ...tell('Sec-Fetch-Mode', mode),
          ...tell('Sec-Fetch-Dest', dest),
          ...tell('Origin', origin),
        ];
        // Node's fetch has a mode of its own.
        const line = `${method} ${path}?token=x&callbackURL=/x HTTP/1.1`;
        const { status } = await sendRaw(server.url, rawRequest(line, headers));
        const isClick =
          method === 'GET' && mode === 'navigate' && dest === 'document' && origin === undefined;
        const should = isClick && opens.includes(path) ? 302 : 403;
        expect([line, headers, status]).toEqual([line, headers, should]);
      }
    }
  });

  test('only trusted pages may read answers, and are told so before they ask', async () => {
    const { all } = originsOf(server.url);
    for (const path of ['/trpc/task.create', '/api/auth/sign-out', '/healthz', '/']) {
      for (const origin of all) {
        const headers = {
          ...(origin !== undefined && { origin }),
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,authorization',
        };
        const answer = await fetch(server.url + path, { method: 'OPTIONS', headers });
        const told = /^\/(trpc|api)/.test(path) && origin === friend ? friend : null;
        const name = 'access-control-allow-origin';
        expect([path, origin, answer.headers.get(name)]).toEqual([path, origin, told]);
        expect(answer.status).toBeLessThan(500);
      }
    }
  });
});

test('where the public origin is given, no other spelling of ours is', async () => {
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
  process.stdout.write(`${path}: ${tried} attempts, ${changes} of them changed something\n`);
