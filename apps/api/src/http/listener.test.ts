// Connections without traffic.
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
