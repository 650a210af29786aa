// People who ask for as much as they can, with little memory in the process.
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, execute, insertDone, shortOrLong, temporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startProcess } from './testing/process.ts';

const callers = 64;
const batch = 20;
/** What 64 large answers may take beside what the process has already: eight are 128. */
const mostMoreMiB = 250;

describe.runIf(shortOrLong(false, true)).each(engines)('on %s', (engine) => {
  test.each([
    ['one person', 1],
    ['many people', callers],
  ])('64 callers of %s who each ask for 20 large operations', async (name, people) => {
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
      await insertDone({ engine, url: database.url }, { personId: id, count: 1_000, description });
      const rows = await execute(database.url, `select id from task where user_id = '${id}'`);
      const ids = rows.map((row) => Object(row).id);
      const untick = await call.post('/trpc/task.updateMany', { ids, completed: false }, bearer);
      expect(untick.status).toBe(200);
      await untick.arrayBuffer();
    }
    const load = async (count: number) => {
      const input = Object.fromEntries(Array.from({ length: batch }, (_, n) => [n, { limit: 1 }]));
      const names = Array.from({ length: batch }, () => 'operation.list').join();
      const path = `/trpc/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(input))}`;
      const stop = watchHealth(url);
      const answers = await Promise.all(
        Array.from({ length: count }, async (_, n) => {
          const answer = await call.get(path, bearers[n % people] ?? {});
          const bytes = (await answer.arrayBuffer()).byteLength;
          return { status: answer.status, bytes };
        }),
      );
      return { answers, ...(await stop()) };
    };
    // How long one of them keeps others waiting on this machine, as busy as it is.
    const alone = await load(1);
    const before = await residentMiB(server.child.pid, 'VmRSS');
    const { answers, longest } = await load(callers);
    const given = answers.filter(({ bytes }) => bytes > 2 ** 20);
    const most = await residentMiB(server.child.pid, 'VmHWM');
    process.stdout.write(
      `${engine}, ${name}: ${given.length} of ${callers} were given ${Math.round((given[0]?.bytes ?? 0) / 2 ** 20)} MiB, the others refused; /healthz at most ${Math.round(longest)} ms, beside one caller ${Math.round(alone.longest)}; resident at most ${most} MiB, before ${before}\n`,
    );
    expect(Math.max(...answers.map(({ bytes }) => bytes))).toBeLessThan(16 * 2 ** 20);
    expect(given.length).toBeGreaterThan(0);
    expect(longest).toBeLessThan(200 + 5 * alone.longest);
    expect(most - before).toBeLessThan(mostMoreMiB);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });
});

/** Until it is stopped: how long the slowest answer takes, in milliseconds. */
function watchHealth(url: string) {
  const end = new AbortController();
  let longest = 0;
  const watching = (async () => {
    while (!end.signal.aborted) {
      const begin = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      longest = Math.max(longest, performance.now() - begin);
      await sleep(10);
    }
  })();
  return async () => {
    end.abort();
    await watching;
    return { longest };
  };
}

async function residentMiB(pid: number | undefined, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}
