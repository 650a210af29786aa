// Requests that no HTTP client would send.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite' });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Sends bytes as they are, and gives what came until the server closed the connection. */
async function send(...lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(lines.join('\r\n'));
  let answer = '';
  for await (const bytes of socket) answer += String(bytes);
  return answer;
}

const end = ['Host: localhost', 'Connection: close', '', ''];

test.each([
  ['TRACE', ['TRACE /api/auth/get-session HTTP/1.1', ...end], 405],
  ['PUT', ['PUT /trpc/task.list HTTP/1.1', ...end], 405],
  ['a whole address', ['GET http://evil.example:99999/api/auth/get-session HTTP/1.1', ...end], 400],
  ['a whole address to tRPC', ['GET http://localhost/trpc/task.list HTTP/1.1', ...end], 400],
  ['a header that is too large', ['GET / HTTP/1.1', `X: ${'x'.repeat(70_000)}`, ...end], 413],
  [
    'an address that is too long',
    [`GET /trpc/task.list?input=${'x'.repeat(70_000)} HTTP/1.1`, ...end],
    413,
  ],
  ['an unknown method', ['BREW / HTTP/1.1', ...end], 400],
  ['no HTTP', ['hello', '', ''], 400],
  ['the wrong type, in other letters', ['POST /TRPC/task.create HTTP/1.1', ...end], 415],
])('%s gets a plain refusal', async (_name, lines, status) => {
  const answer = await send(...lines);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toMatch(/\r\nX-Request-Id: /i);
  expect(answer).toMatch(/"code":"[A-Z_]+"/);
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
