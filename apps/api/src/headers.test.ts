// Security headers and the request id on every kind of response: of Express, of Node and of raw sockets.
import { execute } from '@tydo/db/testing';
import { maxBodyBytes } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { securityHeaders } from './http/headers.ts';
import { createListener } from './http/listener.ts';
import { createLog } from './log.ts';
import { type Caller, callerOf } from './testing/caller.ts';
import { rawRequest, sendRaw } from './testing/raw-http.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

const policy = `default-src 'self';img-src 'self' data:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'`;

function expectHeaders(headers: Headers, { https }: { https: boolean }) {
  expect(headers.get('content-security-policy')).toBe(
    https ? `${policy};upgrade-insecure-requests` : policy,
  );
  expect(headers.get('strict-transport-security')).toBe(
    https ? 'max-age=31536000; includeSubDomains' : null,
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('server')).toBeNull();
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
}

describe.each([
  ['http', undefined],
  ['https', 'https://tydo.example'],
])('the headers of every response over %s', (scheme, publicUrl) => {
  const https = scheme === 'https';
  let server: TestServer;
  let call: Caller;
  let bearer: Record<string, string>;
  beforeAll(async () => {
    server = await startTestServer({
      engine: 'sqlite',
      env: { TRUSTED_ORIGINS: 'https://friend.example', BETTER_AUTH_URL: publicUrl ?? '' },
    });
    call = callerOf(server);
    ({ bearer } = await call.signUp());
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const friend = { origin: 'https://friend.example' };
  test.each<[string, number, () => Promise<Response>]>([
    ['the page', 200, () => call.get('/')],
    ['a path of the page', 200, () => call.get('/tasks/1')],
    ['the service worker', 200, () => call.get('/sw.js')],
    ['a file', 200, () => call.get('/assets/page-0a1b2c3d.js')],
    ['a range of a file', 206, () => call.get('/assets/page-0a1b2c3d.js', { range: 'bytes=0-1' })],
    ['an unchanged file', 304, () => unchanged('/assets/page-0a1b2c3d.js')],
    ['a missing file', 404, () => call.get('/assets/none.js')],
    ['a range beyond the end of a file', 416, () => call.get('/assets/page-0a1b2c3d.js', beyond)],
    ['an invalid path', 400, () => call.get('/assets/%zz')],
    ['a folder', 404, () => call.get('/assets')],
    ['a POST to the page', 404, () => call.post('/', {})],
    ['health', 200, () => call.get('/healthz')],
    ['readiness', 200, () => call.get('/readyz')],
    ['an unknown path under /api', 404, () => call.get('/api/nothing')],
    ['a call', 200, () => call.get('/trpc/task.list', bearer)],
    ['a batch', 207, () => call.get('/trpc/task.list,task.get?batch=1', bearer)],
    ['a call without a session', 401, () => call.get('/trpc/task.list')],
    ['an unknown procedure', 404, () => call.get('/trpc/task.nothing')],
    ['a procedure name that cannot be decoded', 400, () => call.get('/trpc/%zz')],
    ['the wrong method', 405, () => fetch(`${server.url}/trpc/task.list`, { method: 'PUT' })],
    [
      'a POST of text',
      415,
      () => call.post('/trpc/task.create', '', { 'content-type': 'text/plain' }),
    ],
    ['a body too large', 413, () => call.post('/trpc/task.create', 'x'.repeat(maxBodyBytes + 1))],
    ['a page of another origin', 403, () => call.get('/trpc/task.list', { origin: 'null' })],
    ['a trusted page', 200, () => call.get('/trpc/task.list', { ...bearer, ...friend })],
    ['a preflight request', 204, () => preflight('/trpc/task.create')],
    ['a preflight request for accounts', 204, () => preflight('/api/auth/sign-out')],
    ['a session', 200, () => call.get('/api/auth/get-session', bearer)],
    ['a sign-in that fails', 401, () => call.post('/api/auth/sign-in/email', wrong)],
    ['an account call without a session', 401, () => call.get('/api/auth/list-sessions')],
    ['a redirect', 302, () => call.get('/api/auth/reset-password/x?callbackURL=/')],
    ['an unknown path under /api/auth', 404, () => call.get('/api/auth/nothing')],
  ])('%s', async (_name, status, request) => {
    const response = await request();
    expect(response.status).toBe(status);
    expectHeaders(response.headers, { https });
    await response.body?.cancel();
  });

  const beyond = { range: 'bytes=99-' };
  const wrong = { email: 'nobody@example.com', password: 'not the one' };
  const unchanged = async (path: string) => {
    const etag = (await call.get(path)).headers.get('etag') ?? '';
    return call.get(path, { 'if-none-match': etag, 'cache-control': 'max-age=0' });
  };
  const preflight = (path: string) =>
    fetch(`${server.url}${path}`, {
      method: 'OPTIONS',
      redirect: 'manual',
      headers: { ...friend, 'access-control-request-method': 'POST' },
    });

  const large = 'x'.repeat(70_000);
  test.each<[string, number, string]>([
    ['text that is not HTTP', 400, 'hello\r\n\r\n'],
    ['a header that is too large', 413, rawRequest('GET / HTTP/1.1', [`X: ${large}`])],
    ['an unknown method', 400, rawRequest('BREW / HTTP/1.1')],
    ['an absolute URL', 400, rawRequest('GET http://x.example/ HTTP/1.1')],
    ['a path that Express cannot parse', 400, rawRequest('GET /\\a:b@c#x HTTP/1.1')],
    ['an invalid URL', 400, rawRequest('GET http://x:y:z/ HTTP/1.1')],
    ['no Host header', 400, 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['an invalid Host header', 400, 'GET / HTTP/1.1\r\nHost: a:b@c\r\nConnection: close\r\n\r\n'],
    ['HTTP/1.0 without a Host header', 200, 'GET /healthz HTTP/1.0\r\n\r\n'],
    ['an unknown expectation', 200, rawRequest('GET /healthz HTTP/1.1', ['Expect: x'])],
    ['a CONNECT request', 400, rawRequest('CONNECT x.example:443 HTTP/1.1')],
    ['an upgrade to another protocol', 200, rawRequest('GET /healthz HTTP/1.1', ['Upgrade: h2c'])],
    [
      'an invalid Content-Length',
      400,
      rawRequest('POST /trpc/task.create HTTP/1.1', ['Content-Length: -1']),
    ],
  ])('%s, over a raw connection', async (_name, status, bytes) => {
    const response = await sendRaw(server.url, bytes);
    expect(response.status).toBe(status);
    expectHeaders(response.headers, { https });
    if (status >= 400) expect(response.text).toMatch(/"code":"[A-Z_]+"/);
  });

  test.each([
    ['/healthz', 200],
    ['/readyz', 503],
    ['/', 503],
    ['/trpc/task.list', 503],
  ])('%s during the start', async (path, status) => {
    const starting = createListener(securityHeaders({ https }), createLog('silent'));
    const port = await starting.listen('127.0.0.1', 0);
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(response.status).toBe(status);
    expectHeaders(response.headers, { https });
    expect(response.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
    await response.body?.cancel();
    await starting.close();
  });
});

test('an internal error has the headers too', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  await execute(server.databaseUrl, 'alter table session rename column token to secret');
  for (const response of [
    await call.get('/trpc/task.list', bearer),
    await call.get('/api/auth/get-session', bearer),
  ]) {
    expectHeaders(response.headers, { https: false });
    expect(response.status).toBe(500);
  }
});
