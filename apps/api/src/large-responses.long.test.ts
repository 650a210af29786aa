// Many large responses at once, in a process with little memory.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, execute, insertDone, shortOrLong, temporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { residentMiB, startProcess } from './testing/process.ts';

const callers = 64;
const batch = 20;
/** The memory that 64 large responses may add: eight of them are 128 MiB. */
const maxAddedMiB = 250;

describe.runIf(shortOrLong(false, true)).each(engines)('on %s', (engine) => {
  test.each([
    ['one person', 1, 'operation.list', { limit: 1 }],
    ['many people', callers, 'operation.list', { limit: 1 }],
    ['many people', callers, 'sync.snapshot', {}],
  ])(
    '64 requests of %s (%i), each for 20 times %s, stay within the memory limit',
    async (name, people, procedure, each) => {
      await using database = await temporaryDatabase(engine);
      const server = startProcess({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }, [
        '--max-old-space-size=384',
      ]);
      const url = await server.ready();
      while ((await fetch(`${url}/readyz`)).status !== 200) await sleep(50);
      const call = callerOf({ url });
      const description = engine === 'sqlite' ? "printf('%.1000c', 'x')" : "repeat('x', 1000)";
      const bearers: Record<string, string>[] = [];
      for (let person = 0; person < people; person += 1) {
        const { id, bearer } = await call.signUp();
        bearers.push(bearer);
        await insertDone(
          { engine, url: database.url },
          { personId: id, count: 1_000, description },
        );
        const rows = await execute(database.url, `select id from task where user_id = '${id}'`);
        const ids = rows.map((row) => Object(row).id);
        const untick = await call.post('/trpc/task.updateMany', { ids, completed: false }, bearer);
        expect(untick.status).toBe(200);
        await untick.arrayBuffer();
      }
      const load = async (count: number) => {
        const input = Object.fromEntries(Array.from({ length: batch }, (_, n) => [n, each]));
        const names = Array.from({ length: batch }, () => procedure).join();
        const path = `/trpc/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`;
        const stop = watchHealth(url);
        const responses = await Promise.all(
          Array.from({ length: count }, async (_, n) => {
            const response = await call.get(path, bearers[n % people] ?? {});
            const bytes = (await response.arrayBuffer()).byteLength;
            return { status: response.status, bytes };
          }),
        );
        return { responses, ...(await stop()) };
      };
      // The reference: how long one request delays others on this machine.
      const single = await load(1);
      const before = await residentMiB(server.child.pid, 'VmRSS');
      const { responses, slowestMs } = await load(callers);
      const successful = responses.filter(({ bytes }) => bytes > 2 ** 20);
      const most = await residentMiB(server.child.pid, 'VmHWM');
      process.stdout.write(
        `${engine}, ${name}, ${procedure}: ${successful.length} of ${callers} were given ${Math.round((successful[0]?.bytes ?? 0) / 2 ** 20)} MiB, the others refused; /healthz at most ${Math.round(slowestMs)} ms, beside one caller ${Math.round(single.slowestMs)}; resident at most ${most} MiB, before ${before}\n`,
      );
      expect(Math.max(...responses.map(({ bytes }) => bytes))).toBeLessThan(16 * 2 ** 20);
      expect(successful.length).toBeGreaterThan(0);
      expect(slowestMs).toBeLessThan(200 + 5 * single.slowestMs);
      expect(most - before).toBeLessThan(maxAddedMiB);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(await server.stop()).toBe(0);
    },
  );

  test.each(['identity', 'gzip'])(
    'two people who do not read their %s response do not keep a third waiting',
    async (encoding) => {
      await using database = await temporaryDatabase(engine);
      const server = startProcess({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
      const url = await server.ready();
      while ((await fetch(`${url}/readyz`)).status !== 200) await sleep(50);
      const call = callerOf({ url });
      const ask = async () => {
        const { bearer } = await call.signUp();
        // More than the kernel buffers, and it can hardly be compressed.
        for (let operation = 0; operation < 80; operation += 1) {
          const tasks = Array.from({ length: 100 }, () => ({
            title: 'x',
            description: randomBytes(735).toString('base64'),
          }));
          await (await call.post('/trpc/task.createMany', { tasks }, bearer)).text();
        }
        const names = Array.from({ length: 14 }, () => 'operation.list').join();
        const headers = { ...bearer, 'accept-encoding': encoding };
        const request = get(`${url}/trpc/${names}?batch=1`, { headers, agent: false });
        request.on('error', () => {});
        const [response]: IncomingMessage[] = await once(request, 'response');
        return { request, response };
      };
      const slow = [await ask(), await ask()];
      const third = await ask();
      expect(third.response?.statusCode).toBe(200);
      for (const { request } of [...slow, third]) request.destroy();
      expect(await server.stop()).toBe(0);
    },
  );
});

/** Measures the slowest response until it is stopped, in milliseconds. */
function watchHealth(url: string) {
  const end = new AbortController();
  let slowestMs = 0;
  const watching = (async () => {
    while (!end.signal.aborted) {
      const startedAt = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      await sleep(10);
    }
  })();
  return async () => {
    end.abort();
    await watching;
    return { slowestMs };
  };
}
