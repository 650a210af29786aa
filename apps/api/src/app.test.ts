// What the wire says, to whoever asks: no client in between.
import { engines, execute } from '@tydo/db/testing';
import { ErrorData } from '@tydo/schemas/error';
import { maxBodyBytes } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAccount, startTestServer, type TestServer } from './testing/server.ts';

const json = { 'content-type': 'application/json' };

describe.each(engines)('the API on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      engine,
      env: { TRUSTED_ORIGINS: 'https://friend.example' },
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const post = (path: string, body?: unknown, headers: Record<string, string> = json) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers,
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers });
  const query = (name: string, input: unknown) =>
    `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`;

  /** Somebody who has just signed up: as a program, and as a browser. */
  const signUp = async () => {
    const answer = await post('/api/auth/sign-up/email', newAccount());
    const { token } = (await answer.json()) as { token: string };
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return { token, bearer: { ...json, authorization: `Bearer ${token}` }, cookie };
  };
  const refusal = async (answer: Response) => {
    const body = (await answer.json()) as { error: { message: string; data: unknown } };
    const data = ErrorData.parse(body.error.data);
    expect(data.httpStatus).toBe(answer.status);
    // Where tRPC refuses a whole request, the header alone has it.
    expect([undefined, answer.headers.get('x-request-id')]).toContain(data.requestId);
    return data;
  };
  const count = async (bearer: Record<string, string>) =>
    ((await (await get('/trpc/task.counts', bearer)).json()) as { result: { data: unknown } })
      .result.data;

  describe('refuses in the envelope that clients read', () => {
    test.each([
      ['no session', () => get('/trpc/task.list'), 'UNAUTHORIZED'],
      ['an unknown procedure', () => get('/trpc/task.nothing'), 'NOT_FOUND'],
      ['a query by POST', () => post('/trpc/task.list', {}), 'METHOD_NOT_SUPPORTED'],
      ['a mutation by GET', () => get('/trpc/task.create'), 'METHOD_NOT_SUPPORTED'],
      [
        'another method',
        () => fetch(`${server.url}/trpc/task.list`, { method: 'DELETE' }),
        'METHOD_NOT_SUPPORTED',
      ],
      [
        'a form',
        () => post('/trpc/task.create', 'a=b', { 'content-type': 'text/plain' }),
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'no content type',
        () => post('/trpc/task.clearCompleted', undefined, {}),
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'a body too large',
        () => post('/trpc/task.create', 'x'.repeat(maxBodyBytes + 1)),
        'PAYLOAD_TOO_LARGE',
      ],
      [
        'more than 20 calls in a batch',
        () => get(`/trpc/${Array(21).fill('task.counts').join(',')}?batch=1`),
        'BAD_REQUEST',
      ],
      [
        'another origin',
        () => get('/trpc/task.list', { origin: 'https://evil.example' }),
        'FORBIDDEN',
      ],
    ])('%s', async (_name, call, code) => {
      expect((await refusal(await call())).code).toBe(code);
    });

    test.each([
      ['no JSON', '{"title":'],
      ['nothing', ''],
      ['the wrong thing', '[]'],
      ['an unknown field', '{"title":"x","owner":"somebody"}'],
      ['a field called __proto__', '{"title":"x","__proto__":{"completed":true}}'],
      ['NUL', '{"title":"a\\u0000b"}'],
      ['half a character', '{"title":"a\\ud800"}'],
      ['a number', '{"title":1e999}'],
      ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ])('a body that is %s', async (_name, body) => {
      const { bearer } = await signUp();
      expect((await refusal(await post('/trpc/task.create', body, bearer))).code).toBe(
        'BAD_REQUEST',
      );
    });
  });

  test('the checks come in order: origin, content type, size, session, input', async () => {
    const large = 'x'.repeat(maxBodyBytes + 1);
    const asked: [string, Promise<Response>][] = [
      [
        'FORBIDDEN',
        post('/trpc/task.create', large, { 'content-type': 'text/plain', origin: 'null' }),
      ],
      [
        'UNSUPPORTED_MEDIA_TYPE',
        post('/trpc/task.create', large, { 'content-type': 'text/plain' }),
      ],
      ['PAYLOAD_TOO_LARGE', post('/trpc/task.create', large)],
      ['UNAUTHORIZED', post('/trpc/task.create', '{"title":')],
    ];
    for (const [code, answer] of asked) expect((await refusal(await answer)).code).toBe(code);
  });

  test('text comes back exactly as it was sent', async () => {
    const { bearer } = await signUp();
    const description =
      ' \u0001\u200b\u{1F468}\u200D\u{1F469} e\u0301 \uFFFE \u{10FFFF}\r\n\t"\\ </script> ';
    const created = await post('/trpc/task.create', { title: 'x', description }, bearer);
    const { result } = (await created.json()) as { result: { data: { id: number } } };
    const read = await get(query('task.get', { id: result.data.id }), bearer);
    expect(await read.json()).toMatchObject({ result: { data: { description } } });
  });

  test('a batch with a failing call does the others, each in its own unit of work', async () => {
    const { bearer } = await signUp();
    const answer = await post(
      '/trpc/task.create,task.create,task.delete,task.create?batch=1',
      { 0: { title: 'one' }, 1: { title: ' ' }, 2: { id: 2147483647 }, 3: { title: 'two' } },
      bearer,
    );
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject([
      { result: { data: { title: 'one' } } },
      {
        error: {
          data: { code: 'BAD_REQUEST', zodError: { fieldErrors: { title: [expect.any(String)] } } },
        },
      },
      { error: { data: { code: 'NOT_FOUND' } } },
      { result: { data: { title: 'two' } } },
    ]);
    expect(await count(bearer)).toEqual({ active: 2, completed: 0 });
  });

  describe('with a cookie', () => {
    const create = (cookie: string, headers: Record<string, string>) =>
      post('/trpc/task.create', { title: 'x' }, { ...json, cookie, ...headers });

    test.each([
      ['our own origin', () => ({ origin: server.url }), 200],
      [
        'our own origin by address',
        () => ({ origin: server.url.replace('localhost', '127.0.0.1') }),
        200,
      ],
      ['a trusted origin', () => ({ origin: 'https://friend.example' }), 200],
      ['no origin', () => ({}), 401],
      ['another origin', () => ({ origin: 'https://evil.example' }), 403],
      ['our host on another port', () => ({ origin: 'http://localhost:1' }), 403],
      ['a hidden origin', () => ({ origin: 'null' }), 403],
      ['a cross-site request without origin', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ])('a change from %s', async (_name, headers, status) => {
      const { cookie, bearer } = await signUp();
      expect((await create(cookie, headers())).status).toBe(status);
      expect(await count(bearer)).toEqual({ active: status === 200 ? 1 : 0, completed: 0 });
    });

    test('a page of another origin cannot sign anybody in or out', async () => {
      const { cookie, bearer } = await signUp();
      const evil = { ...json, origin: 'https://evil.example' };
      expect((await post('/api/auth/sign-in/email', newAccount(), evil)).status).toBe(403);
      expect((await post('/api/auth/sign-out', {}, { ...evil, cookie })).status).toBe(403);
      expect(await count(bearer)).toEqual({ active: 0, completed: 0 });
    });

    test('only trusted origins may read the answers', async () => {
      const friend = await get('/healthz', { origin: 'https://friend.example' });
      expect(friend.headers.get('access-control-allow-origin')).toBeNull();
      const asked = await get('/trpc/task.list', { origin: 'https://friend.example' });
      expect(asked.headers.get('access-control-allow-origin')).toBe('https://friend.example');
      const evil = await get('/trpc/task.list', { origin: 'https://evil.example' });
      expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  test.each([
    'Bearer',
    'Bearer x',
    'Bearer a.b',
    `Bearer ${'x'.repeat(5000)}`,
    'Basic eDp5',
    'Bearer \u00ff',
  ])('the made-up authorization "%.20s" is a plain UNAUTHORIZED', async (authorization) => {
    expect((await refusal(await get('/trpc/task.list', { authorization }))).code).toBe(
      'UNAUTHORIZED',
    );
  });

  test('an expired session is refused', async () => {
    const { token, bearer } = await signUp();
    expect((await get('/trpc/task.list', bearer)).status).toBe(200);
    const past = engine === 'sqlite' ? `'2020-01-01T00:00:00.000Z'` : `'2020-01-01T00:00:00Z'`;
    await execute(
      server.databaseUrl,
      `update session set expires_at = ${past} where token = '${token}'`,
    );
    expect((await get('/trpc/task.list', bearer)).status).toBe(401);
  });

  test('accounts refuse what cannot be stored, and an e-mail twice', async () => {
    const account = newAccount();
    const up = (change: object) => post('/api/auth/sign-up/email', { ...account, ...change });
    expect((await up({ name: ' \u200b' })).status).toBe(400);
    expect((await up({ name: 'a\0b' })).status).toBe(400);
    expect((await up({ email: 'no address' })).status).toBe(400);
    expect((await up({ password: 'short' })).status).toBe(400);
    expect((await up({})).status).toBe(200);
    expect((await up({})).status).toBe(422);
    expect((await post('/api/auth/sign-up/email', '{')).status).toBe(400);
  });

  test('a name and an address have limits, also when they are changed later', async () => {
    const { bearer } = await signUp();
    const origin = { ...bearer, origin: server.url };
    for (const name of [' ', '\u200b', 'x'.repeat(201)]) {
      expect((await post('/api/auth/update-user', { name }, origin)).status).toBe(400);
    }
    expect((await post('/api/auth/update-user', { name: ' Ann ' }, origin)).status).toBe(200);
    const session = await (await get('/api/auth/get-session', bearer)).json();
    expect(session).toMatchObject({ user: { name: 'Ann' } });
    const email = `${'x'.repeat(300)}@example.com`;
    expect((await post('/api/auth/sign-up/email', { ...newAccount(), email })).status).toBe(400);
  });

  test('signing out needs no body, and ends the session', async () => {
    const { bearer, token } = await signUp();
    const answer = await post('/api/auth/sign-out', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect(answer.status).toBe(200);
    expect((await get('/trpc/task.list', bearer)).status).toBe(401);
  });

  test('a mutation without input needs no body', async () => {
    const { bearer } = await signUp();
    const cleared = await post('/trpc/task.clearCompleted', undefined, bearer);
    expect(await cleared.json()).toEqual({ result: { data: { deleted: 0 } } });
  });

  test('a session that is used is renewed, in the browser too', async () => {
    const { token, cookie } = await signUp();
    const soon = new Date(Date.now() + 3 * 24 * 3600_000).toISOString();
    await execute(
      server.databaseUrl,
      `update session set expires_at = '${soon}' where token = '${token}'`,
    );
    const answer = await get('/trpc/task.list,task.counts?batch=1', { cookie });
    expect(answer.headers.getSetCookie().join()).toMatch(/session_token=.*Max-Age=604800/);
  });

  test('a made-up X-Forwarded-For is not believed', async () => {
    const forged = { ...json, 'x-forwarded-for': '6.6.6.6', 'x-tydo-address': '6.6.6.6' };
    const answer = await post('/api/auth/sign-up/email', newAccount(), forged);
    const { token } = (await answer.json()) as { token: string };
    const rows = await execute(
      server.databaseUrl,
      `select ip_address from session where token = '${token}'`,
    );
    expect(JSON.stringify(rows)).not.toContain('6.6.6.6');
  });

  test('what the page is told of accounts carries no password', async () => {
    const account = newAccount();
    const answer = await post('/api/auth/sign-up/email', account);
    expect(await answer.text()).not.toContain(account.password);
    expect(server.logged.join()).not.toContain(account.password);
    expect(server.logged.join()).not.toContain(account.email);
  });

  test('every answer carries a request id: the caller’s own, if it is a plain one', async () => {
    const given = await get('/healthz', { 'x-request-id': 'from-the-caller' });
    expect(given.headers.get('x-request-id')).toBe('from-the-caller');
    const odd = await get('/trpc/task.list', { 'x-request-id': 'a b"c' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });

  test('security headers are on every answer', async () => {
    for (const path of ['/', '/trpc/task.list', '/api/auth/get-session', '/assets/none.js']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('health, and nothing where nothing is', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    for (const path of ['/assets/none.js', '/api/nothing', '/api/auth/nothing', '/trpc']) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get('content-type') ?? '').not.toContain('html');
    }
  });

  test('one line a request, with the person and without what they searched for', async () => {
    const { bearer } = await signUp();
    await get(query('task.list', { search: 'a secret wish' }), {
      ...bearer,
      'x-request-id': 'traced',
    });
    const line = server.logged
      .map((text) => JSON.parse(text))
      .find((entry) => entry.requestId === 'traced');
    expect(line).toMatchObject({
      req: 'GET /trpc/task.list',
      res: 200,
      person: expect.any(String),
    });
    expect(server.logged.join()).not.toMatch(/secret(%20| )wish/);
  });
});
