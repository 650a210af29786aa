// Instances behind a balancer are restarted one after the other under load: no request fails, and no watch.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { preparedDatabase, shortOrLong } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { freePort, startBalancer } from '../testing/balancer.ts';
import { callerOf } from '../testing/caller.ts';
import { missingIn, startLoad } from '../testing/load.ts';
import { startProcess } from '../testing/process.ts';

const instances = 3;
const restarts = 20;
const secret = randomUUID();

interface Instance {
  stop: () => Promise<void>;
}

async function startInstance(url: string, port: number): Promise<Instance> {
  const env = {
    PORT: String(port),
    BETTER_AUTH_SECRET: secret,
    BETTER_AUTH_URL: 'http://tydo.test',
  };
  const server = startProcess({ DATABASE_URL: url, ...env });
  await server.ready();
  return {
    async stop() {
      expect(await server.stop()).toBe(0);
    },
  };
}

// main.test.ts has the stop of one server in each run.
test.runIf(shortOrLong(false, true))(
  'a rolling restart under load fails no request and no watch',
  async () => {
    await using database = await preparedDatabase('postgresql');
    const ports = await Promise.all(Array.from({ length: instances }, () => freePort()));
    const running: Instance[] = [];
    for (const port of ports) running.push(await startInstance(database.url, port));
    await using balancer = await startBalancer(ports);
    const call = callerOf(balancer);
    const status = () => call.get('/readyz').then((response) => response.status, String);
    await expect.poll(status, { timeout: 60_000 }).toBe(200);
    const { bearer } = await call.signUp();
    const load = await startLoad(() => balancer.url, 8);
    const watch = watchAll(balancer.url, bearer, 4);
    for (let restart = 0; restart < restarts; restart += 1) {
      const at = restart % instances;
      await running[at]?.stop();
      await sleep(500);
      running[at] = await startInstance(database.url, Number(ports[at]));
      // As an orchestrator does: the next one stops when the balancer knows this one.
      await sleep(1_500);
    }
    const ledger = await load.stop();
    const watched = await watch.stop();
    process.stdout.write(
      `${restarts} restarts of ${instances} instances behind ${balancer.name}: ${JSON.stringify(ledger.answers)}, slowest ${ledger.slowestMs} ms, ${watched.begun} watches\n`,
    );
    expect(Object.keys(ledger.answers)).toEqual(['200']);
    expect(watched.failures).toEqual([]);
    expect(await missingIn(database.url, ledger)).toEqual({ lost: [], halfDone: [] });
    for (const instance of running) await instance.stop();
  },
);

/**
 * Keeps streams open, each again a little after it has ended, as the page does. One that is refused, or breaks
 * off without the event of an end, has failed.
 */
function watchAll(url: string, bearer: Record<string, string>, count: number) {
  const stopped = new AbortController();
  const seen = { begun: 0, failures: [] as string[] };
  const running = Array.from({ length: count }, async () => {
    while (!stopped.signal.aborted) {
      try {
        const response = await fetch(`${url}/trpc/sync.watch`, {
          headers: { ...bearer, accept: 'text/event-stream' },
          signal: stopped.signal,
        });
        const text = await response.text();
        seen.begun += 1;
        if (response.status !== 200 || !text.includes('event: return')) {
          seen.failures.push(`${response.status} ${text.slice(0, 200)}`);
        }
        await sleep(250);
      } catch (error) {
        if (!stopped.signal.aborted) seen.failures.push(String(Object(error).cause ?? error));
      }
    }
  });
  return {
    async stop() {
      stopped.abort();
      await Promise.all(running);
      return seen;
    },
  };
}
