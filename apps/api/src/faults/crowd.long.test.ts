// Many who hold something open, or come too often, do not take the service from others.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { execute, lockTable, preparedDatabase, shortOrLong } from '@tydo/db/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { residentMiB, startProcess } from '../testing/process.ts';

/** How long a call of another person may take beside the crowd, in milliseconds. */
const maxOthersMs = 1_000;

describe.runIf(shortOrLong(false, true))('beside a crowd', () => {
  const idle = 'GET /trpc/task.list HTTP/1.1\r\nHost: localhost\r\n';
  test.each<[string, number, (url: string, bearers: Record<string, string>[]) => string[]]>([
    ['connections that send nothing', 2_000, () => Array.from({ length: 2_000 }, () => '')],
    ['connections that send half a request', 500, () => Array.from({ length: 500 }, () => idle)],
    [
      'watches of 100 people',
      1_000,
      (_url, bearers) =>
        bearers.flatMap(({ authorization }) =>
          Array.from(
            { length: 10 },
            () =>
              `GET /trpc/sync.watch HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: ${authorization}\r\n\r\n`,
          ),
        ),
    ],
  ])('of %s, %i, another person is served', async (name, count, requestsOf) => {
    await using database = await preparedDatabase('postgresql');
    const server = startProcess({ DATABASE_URL: database.url, LOG_LEVEL: 'error' });
    const url = await server.ready();
    const call = callerOf({ url });
    const other = await call.signUp();
    const bearers: Record<string, string>[] = [];
    for (let n = 0; n < 100; n += 1) bearers.push((await call.signUp()).bearer);
    const before = await residentMiB(server.child.pid, 'VmRSS');
    const sockets: Socket[] = [];
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    for (const request of requestsOf(url, bearers)) {
      const socket = connect(Number(new URL(url).port), 'localhost').on('error', () => {});
      await once(socket, 'connect');
      socket.write(request);
      sockets.push(socket);
    }
    const slowest = await slowestOf(async () => {
      expect((await call.get('/trpc/task.list', other.bearer)).status).toBe(200);
    });
    const after = await residentMiB(server.child.pid, 'VmRSS');
    process.stdout.write(
      `${count} ${name}: another person waits at most ${slowest} ms; ${before} → ${after} MiB\n`,
    );
    expect(slowest).toBeLessThan(maxOthersMs);
    expect(after).toBeLessThan(512);
    for (const socket of sockets) socket.destroy();
    expect(await server.stop()).toBe(0);
  });

  test('who wait for a locked table, calls get 503 within 5 s, and /healthz answers within 100 ms', async () => {
    await using database = await preparedDatabase('postgresql');
    const server = startProcess({ DATABASE_URL: database.url, LOG_LEVEL: 'error' });
    const url = await server.ready();
    const call = callerOf({ url });
    const bearers = [];
    for (let n = 0; n < 40; n += 1) bearers.push((await call.signUp()).bearer);
    await using lock = await lockTable(database.url, 'task');
    const answers = bearers.flatMap((bearer) =>
      Array.from({ length: 5 }, async () => {
        const startedAt = performance.now();
        const { status } = await call.post('/trpc/task.create', { title: 'x' }, bearer);
        return { status, ms: performance.now() - startedAt };
      }),
    );
    // All connections of the pool wait for the lock.
    const waiting = async () => (await execute(database.url, waitingForLocks)).length;
    await expect.poll(waiting).toBe(15);
    const slowest = await slowestOf(async () => {
      expect((await call.get('/healthz')).status).toBe(200);
    });
    const all = await Promise.all(answers);
    await lock.unlock();
    const slowestCall = Math.round(Math.max(...all.map(({ ms }) => ms)));
    process.stdout.write(`a locked table: 503 within ${slowestCall} ms, /healthz ${slowest} ms\n`);
    expect(all.filter(({ status }) => status !== 503)).toEqual([]);
    expect(slowestCall).toBeLessThan(5_500);
    expect(slowest).toBeLessThan(100);
    await expect.poll(async () => (await call.get('/readyz')).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });
});

const waitingForLocks = `select pid from pg_stat_activity where wait_event_type = 'Lock'
  and datname = current_database()`;

/** Repeats `ask` for 4 s. @returns how long the slowest took, in milliseconds. */
async function slowestOf(ask: () => Promise<void>): Promise<number> {
  let slowest = 0;
  for (const until = performance.now() + 4_000; performance.now() < until; await sleep(50)) {
    const startedAt = performance.now();
    await ask();
    slowest = Math.max(slowest, performance.now() - startedAt);
  }
  return Math.round(slowest);
}
