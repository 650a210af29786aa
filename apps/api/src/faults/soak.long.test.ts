// Half an hour at half of what the server carries: its memory does not grow, and nothing is left open.
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { preparedDatabase, shortOrLong } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { freePort } from '../testing/balancer.ts';
import { capacityOf, offerLoad, quantile, signUpMany } from '../testing/offered-load.ts';
import { residentMiB, startProcess } from '../testing/process.ts';

/** The first ten warm up: code is compiled, pools and caches are filled. */
const minutes = 30;
const warmUp = 10;

test.runIf(shortOrLong(false, true))(
  'after ten minutes at half load, memory grows by less than 5 % in twenty more, and nothing is left open',
  async () => {
    await using database = await preparedDatabase('postgresql');
    const metricsPort = await freePort();
    const server = startProcess({
      DATABASE_URL: database.url,
      LOG_LEVEL: 'error',
      TRUST_PROXY: '1',
      METRICS_PORT: String(metricsPort),
    });
    const url = await server.ready();
    const people = await signUpMany(url, 100);
    const perSecond = (await capacityOf(url, people)) / 2;
    const opened = async () => ({
      files: (await readdir(`/proc/${server.child.pid}/fd`)).length,
      watches: await metric(metricsPort, 'tydo_watches'),
      waiting: await metric(metricsPort, 'tydo_pool_waiting'),
    });
    const before = await opened();
    const memory: number[] = [];
    for (let minute = 1; minute <= minutes; minute += 1) {
      const load = offerLoad({ url, people, perSecond, seconds: 55 });
      const watches = new AbortController();
      await watchSome(url, people.slice(0, 20), watches.signal);
      const { count, acceptedMs } = await load;
      watches.abort();
      await sleep(5_000);
      memory.push(await residentMiB(server.child.pid, 'VmRSS'));
      process.stdout.write(
        `minute ${minute}: ${JSON.stringify(count)}, p99 ${quantile(acceptedMs, 0.99)} ms, ${memory.at(-1)} MiB\n`,
      );
      expect(Object.keys(count)).toEqual(['200']);
    }
    // Means of three minutes, because garbage is collected now and then.
    const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const growth = mean(memory.slice(-3)) / mean(memory.slice(warmUp, warmUp + 3)) - 1;
    const after = await opened();
    process.stdout.write(
      `growth ${(growth * 100).toFixed(1)} %, ${JSON.stringify({ before, after })}\n`,
    );
    expect(growth).toBeLessThan(0.05);
    expect(after.watches).toBe(0);
    expect(after.waiting).toBe(0);
    // The pool keeps five connections, and opens more under load.
    expect(after.files).toBeLessThanOrEqual(before.files + 15);
    expect(await server.stop()).toBe(0);
  },
);

async function watchSome(url: string, people: Record<string, string>[], signal: AbortSignal) {
  const { 0: first } = await Promise.all(
    people.map((headers) =>
      fetch(`${url}/trpc/sync.watch`, {
        headers: { ...headers, accept: 'text/event-stream' },
        signal,
      }),
    ),
  );
  expect(first?.status).toBe(200);
}

async function metric(port: number, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
