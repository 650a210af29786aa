// Connections without traffic, and requests in an overload.
import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createListener } from './listener.ts';

test('keeps the connection of a client that waits for a slow response', async () => {
  const listener = createListener(new Headers(), createLog('silent'), 50);
  listener.setHandler(({ socket }, res) => {
    socket.once('timeout', () => setImmediate(() => res.end('late')));
  });
  const port = await listener.listen('127.0.0.1', 0);
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect(await response.text()).toBe('late');
  await listener.close();
});

test('closes the connection of a client that does not read its response', async () => {
  const listener = createListener(new Headers(), createLog('silent'), 200);
  const { promise: isClosed, resolve } = Promise.withResolvers<boolean>();
  listener.setHandler((_req, res) => {
    res.once('close', () => resolve(!res.writableFinished));
    // More than the socket buffers of both ends.
    res.end(Buffer.alloc(32 * 2 ** 20));
  });
  const port = await listener.listen('127.0.0.1', 0);
  const client = net.connect(port, '127.0.0.1').on('error', () => {});
  await once(client, 'connect');
  client.pause();
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await isClosed).toBe(true);
  client.destroy();
  await listener.close();
});

test('in an overload refuses work with 503, and nothing else', async () => {
  const headers = new Headers({ 'X-Content-Type-Options': 'nosniff' });
  const listener = createListener(headers, createLog('silent'));
  listener.setHandler(
    (_req, res) => res.end('served'),
    () => true,
  );
  const port = await listener.listen('127.0.0.1', 0);
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  for (const path of ['/', '/healthz', '/readyz', '/assets/trpc.js', '/apiary']) {
    expect([path, await (await get(path)).text()]).toEqual([path, 'served']);
  }
  expect(listener.refused()).toBe(0);
  const code = 'SERVICE_UNAVAILABLE';
  const bodies = {
    '/trpc/task.list?batch=1': { error: { data: { code, httpStatus: 503 } } },
    '/TRPC/task.list': { error: { data: { code } } },
    '/api/v1/tasks': { status: 503, code },
    '/api/auth/get-session': { code },
    '/mcp': { code },
    '/feeds/x/tasks.ics': { code },
  };
  for (const [path, body] of Object.entries(bodies)) {
    const response = await get(path);
    const { status, headers: sent } = response;
    expect([path, status, await response.json()]).toMatchObject([path, 503, body]);
    const names = ['retry-after', 'cache-control', 'x-content-type-options'];
    expect(names.map((name) => sent.get(name))).toEqual(['1', 'no-store', 'nosniff']);
    expect(sent.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    const type = path.startsWith('/api/v1') ? 'application/problem+json' : 'application/json';
    expect(sent.get('content-type')?.split(';')[0]).toBe(type);
  }
  expect(listener.refused()).toBe(Object.keys(bodies).length);
  await listener.close();
});
