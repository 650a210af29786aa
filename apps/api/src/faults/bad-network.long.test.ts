// The network to the database fails in each of its ways under load: every call is answered soon, with 200 or 503,
// and nothing that was acknowledged is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { preparedDatabase, proxyTo, shortOrLong } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { missingIn, startLoad } from '../testing/load.ts';
import { startServerOn } from '../testing/server.ts';

const rounds = 25;
const maxAnswerMs = 10_000;

// database-outage.test.ts has such faults one at a time, in each run.
test.runIf(shortOrLong(false, true))(
  'whatever happens to connections to the database, calls are answered and nothing is lost',
  async () => {
    await using database = await preparedDatabase('postgresql');
    await using proxy = await proxyTo(database.url);
    await using server = await startServerOn(proxy.url, {}, { usesProductionTimeouts: true });
    const load = await startLoad(() => server.url, 8, 60_000);
    const faults = {
      cut: () => proxy.cut(),
      'black-holed': () => proxy.hang(),
      'reply to COMMIT lost': () => proxy.cutAfter('commit', 3),
      away: async () => {
        proxy.suspend();
        await sleep(2_000);
        await proxy.resume();
      },
    };
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, begin] of Object.entries(faults)) {
        const before = load.ledger.acknowledged.length;
        await begin();
        const startedAt = Date.now();
        const written = () => load.ledger.acknowledged.length - before;
        await expect.poll(written, { timeout: maxAnswerMs, interval: 20 }).toBeGreaterThan(16);
        if (round === 0) report(`${name}: ${Date.now() - startedAt} ms until 17 writes succeeded`);
      }
    }
    expect((await callerOf(server).get('/healthz')).status).toBe(200);
    const ledger = await load.stop();
    report(`${JSON.stringify(ledger.answers)}, slowest ${ledger.slowestMs} ms`);
    expect(Object.keys(ledger.answers).filter((answer) => !/^(200|503)$/.test(answer))).toEqual([]);
    expect(ledger.slowestMs).toBeLessThan(maxAnswerMs);
    expect(await missingIn(database.url, ledger)).toEqual({ lost: [], halfDone: [] });
  },
);

function report(text: string): void {
  process.stdout.write(`${text}\n`);
}
