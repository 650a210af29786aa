// Requests that no HTTP client would send; those that Node refuses are in headers.test.ts.
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
  ['a whole address', rawRequest('GET http://x.example:99999/api/auth/get-session HTTP/1.1'), 400],
  ['a whole address to tRPC', rawRequest('GET http://localhost/trpc/task.list HTTP/1.1'), 400],
  ['an address that is too long', rawRequest(`GET /trpc/task.list?input=${large} HTTP/1.1`), 413],
  ['the wrong type, in other letters', rawRequest('POST /TRPC/task.create HTTP/1.1'), 415],
])('%s gets a plain refusal', async (_name, bytes, status) => {
  const answer = await sendRaw(server.url, bytes);
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(/"code":"[A-Z_]+"/);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['no address', rawRequest('GET x HTTP/1.1'), 400],
  ['a wish for a proxy', rawRequest('CONNECT x.example:443 HTTP/1.1'), 400],
])('%s gets a line in the log', async (_name, bytes, status) => {
  const { text } = await sendRaw(server.url, bytes);
  const [, requestId] = /"requestId":"([^"]+)"/.exec(text) ?? [];
  const lines = server.logged.map((line) => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ requestId, status }));
});

test('a body that never ends is refused, and its connection closed', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  let answer = '';
  socket.on('data', (bytes) => (answer += String(bytes)));
  socket.write(
    'POST /trpc/task.create HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (let sent = 0; !socket.destroyed && sent < 1000; sent += 1) {
    socket.write(chunk);
    await sleep(10);
  }
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(socket.destroyed).toBe(true);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n'],
  ['a wish for a proxy', rawRequest('CONNECT x.example:443 HTTP/1.1')],
])('who sends %s and stays is put out, and who goes ends nothing', async (_name, bytes) => {
  const port = Number(new URL(server.url).port);
  for (let times = 0; times < 30; times += 1) {
    const hasty = connect(port, '127.0.0.1');
    hasty.on('error', () => {});
    hasty.write(bytes, () => hasty.resetAndDestroy());
  }
  const stubborn = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  stubborn.on('error', () => {}).resume();
  stubborn.write(bytes);
  for (let times = 0; times < 60 && !stubborn.destroyed; times += 1) {
    await sleep(50);
    stubborn.write('x');
  }
  expect(stubborn.destroyed).toBe(true);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});
