// Requests that no HTTP client sends. Those that Node refuses are tested in headers.test.ts.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRequest, sendRaw } from './testing/raw-http.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite' });
});
afterAll(() => server[Symbol.asyncDispose]());

const large = 'x'.repeat(70_000);

test.each([
  ['TRACE', rawRequest('TRACE /api/auth/get-session HTTP/1.1'), 405],
  ['PUT', rawRequest('PUT /trpc/task.list HTTP/1.1'), 405],
  ['an absolute URL', rawRequest('GET http://x.example:99999/api/auth/get-session HTTP/1.1'), 400],
  ['an absolute URL to tRPC', rawRequest('GET http://localhost/trpc/task.list HTTP/1.1'), 400],
  ['a URL that is too long', rawRequest(`GET /trpc/task.list?input=${large} HTTP/1.1`), 413],
  [
    'the wrong content type, with a path in other letters',
    rawRequest('POST /TRPC/task.create HTTP/1.1'),
    415,
  ],
])('%s gets an error with a code', async (_name, bytes, status) => {
  const response = await sendRaw(server.url, bytes);
  expect(response.status).toBe(status);
  expect(response.text).toMatch(/"code":"[A-Z_]+"/);
});

test.each([
  ['text that is not HTTP', 'hello\r\n\r\n', 400],
  ['a target that is not a path', rawRequest('GET x HTTP/1.1'), 400],
  ['a CONNECT request', rawRequest('CONNECT x.example:443 HTTP/1.1'), 400],
])('%s is logged', async (_name, bytes, status) => {
  const { text } = await sendRaw(server.url, bytes);
  const [, requestId] = /"requestId":"([^"]+)"/.exec(text) ?? [];
  const lines = server.logged.map((line) => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ requestId, status }));
});

test('a body without end is refused, and its connection is closed', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  let response = '';
  socket.on('data', (bytes) => (response += String(bytes)));
  socket.write(
    'POST /trpc/task.create HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (let sent = 0; !socket.destroyed && sent < 1000; sent += 1) {
    socket.write(chunk);
    await sleep(10);
  }
  expect(response).toMatch(/^HTTP\/1.1 413 /);
  expect(socket.destroyed).toBe(true);
});

test.each([
  ['text that is not HTTP', 'hello\r\n\r\n'],
  ['a CONNECT request', rawRequest('CONNECT x.example:443 HTTP/1.1')],
])(
  'closes connections that send %s and stay open, and survives those that are reset',
  async (_name, bytes) => {
    const port = Number(new URL(server.url).port);
    for (let times = 0; times < 30; times += 1) {
      const resetting = connect(port, '127.0.0.1');
      resetting.on('error', () => {});
      resetting.write(bytes, () => resetting.resetAndDestroy());
    }
    const staying = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    staying.on('error', () => {}).resume();
    staying.write(bytes);
    for (let times = 0; times < 60 && !staying.destroyed; times += 1) {
      await sleep(50);
      staying.write('x');
    }
    expect(staying.destroyed).toBe(true);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  },
);
