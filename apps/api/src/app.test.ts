// The HTTP API without a client. Errors are tested in errors/envelope.test.ts.
import { engines } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf } from './testing/caller.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

describe.each(engines)('the API on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('returns text exactly as it was sent', async () => {
    const { bearer } = await call.signUp();
    const description =
      ' \u0001\u200b\u{1F468}\u200D\u{1F469} e\u0301 \uFFFE \u{10FFFF}\r\n\t"\\ </script> ';
    const created = await call.post('/trpc/task.create', { title: 'x', description }, bearer);
    const { result } = (await created.json()) as { result: { data: { id: number } } };
    const read = await call.get(call.query('task.get', { id: result.data.id }), bearer);
    expect(await read.json()).toMatchObject({ result: { data: { description } } });
  });

  test('runs each call of a batch in its own unit of work: one that fails does not affect the others', async () => {
    const { bearer } = await call.signUp();
    const response = await call.post(
      '/trpc/task.create,task.create,task.delete,task.create?batch=1',
      { 0: { title: 'one' }, 1: { title: ' ' }, 2: { id: 2147483647 }, 3: { title: 'two' } },
      bearer,
    );
    expect(response.status).toBe(207);
    expect(await response.json()).toMatchObject([
      { result: { data: { title: 'one' } } },
      {
        error: {
          data: { code: 'BAD_REQUEST', zodError: { fieldErrors: { title: [expect.any(String)] } } },
        },
      },
      { error: { data: { code: 'NOT_FOUND' } } },
      { result: { data: { title: 'two' } } },
    ]);
    expect(await call.count(bearer)).toEqual({ active: 2, completed: 0 });
  });

  test('accepts a mutation without input and without a body', async () => {
    const { bearer } = await call.signUp();
    const cleared = await call.post('/trpc/task.clearCompleted', undefined, bearer);
    expect(await cleared.json()).toEqual({ result: { data: { deleted: 0, left: 0 } } });
  });

  test('sends a request id with every response: the client’s own where it is valid', async () => {
    const own = await call.get('/healthz', { 'x-request-id': 'from-the-caller' });
    expect(own.headers.get('x-request-id')).toBe('from-the-caller');
    const invalid = await call.get('/trpc/task.list', { 'x-request-id': 'a b"c' });
    expect(invalid.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });

  test('responds to probes, and with 404 to unknown paths', async () => {
    expect((await call.get('/healthz')).status).toBe(200);
    expect((await call.get('/readyz')).status).toBe(200);
    for (const path of ['/assets/none.js', '/api/nothing', '/api/auth/nothing', '/trpc']) {
      const response = await call.get(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get('content-type') ?? '').not.toContain('html');
      if (path !== '/assets/none.js') expect(await response.text()).toContain('NOT_FOUND');
    }
  });

  const logLinesOf = (requestId: string) =>
    server.logged.map((text) => JSON.parse(text)).filter((entry) => entry.requestId === requestId);

  test('logs one line per request: the person, the procedures, the status and the time', async () => {
    const { bearer } = await call.signUp();
    const search = call.query('task.list', { search: 'a secret wish' });
    await call.get(search, { ...bearer, 'x-request-id': 'traced' });
    expect(logLinesOf('traced')).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        pid: expect.any(Number),
        hostname: expect.any(String),
        requestId: 'traced',
        request: 'GET /trpc/task.list',
        procedures: ['task.list'],
        person: expect.any(String),
        status: 200,
        responseTime: expect.any(Number),
        msg: 'request completed',
      },
    ]);
    expect(server.logged.join()).not.toMatch(/secret(%20| )wish/);
    const batch = '/trpc/task.get,task.get?batch=1&input=%7B%220%22%3A%7B%22id%22%3A1%7D%7D';
    await call.get(batch, { ...bearer, 'x-request-id': 'failed' });
    expect(logLinesOf('failed')).toMatchObject([
      { procedures: ['task.get', 'task.get'], codes: ['BAD_REQUEST', 'NOT_FOUND'], status: 207 },
    ]);
    await call.get('/api/v1/nothing', { 'x-request-id': 'missing' });
    expect(logLinesOf('missing')).toMatchObject([{ codes: ['NOT_FOUND'], status: 404 }]);
  });

  test.each([
    ['/healthz', 0],
    ['/readyz?x', 0],
    ['/assets/page-0a1b2c3d.js', 0],
    ['/assets/none.js', 1],
    ['/healthzzz', 1],
    ['/readyz/x', 1],
    [`/${'x/'.repeat(5_000)}`, 1],
  ])('does not log probes and files of the page: %s', async (path, lines) => {
    const id = `quiet-${path.length}-${path.slice(1, 9).replaceAll('/', '.')}`;
    await (await call.get(path, { 'x-request-id': id })).text();
    expect(logLinesOf(id)).toHaveLength(lines);
    expect(JSON.stringify(logLinesOf(id)).length).toBeLessThan(500);
  });

  test('does not log a failed sign-in as a failure', async () => {
    const account = { email: 'nobody@example.com', password: 'not the one' };
    await call.post('/api/auth/sign-in/email', account);
    expect(server.logged.join()).not.toContain('better-auth');
  });

  test('does not log a token in a URL', async () => {
    const token = 'aB3dE6gH9jK2mN5pQ8rT1vW4';
    await call.get(`/api/auth/reset-password/${token}?callbackURL=/`, { 'x-request-id': 'reset' });
    expect(logLinesOf('reset')[0]).toMatchObject({
      request: 'GET /api/auth/reset-password/[hidden]',
    });
    expect(server.logged.join()).not.toContain(token);
    await call.get('/verify/eyJhbGciOi.eyJzdWIiOi.sIgNaTuRe', { 'x-request-id': 'jwt' });
    expect(logLinesOf('jwt')[0]).toMatchObject({ request: 'GET /verify/[hidden]' });
  });
});
