// A server that is killed again and again under load loses nothing that it has acknowledged.
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, execute, shortOrLong, temporaryDatabase } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { missingIn, startLoad } from '../testing/load.ts';
import { startProcess } from '../testing/process.ts';

const kills = 200;
const writers = 32;

// main.test.ts kills a server once in each run.
test.runIf(shortOrLong(false, true)).each(engines)(
  'what a killed server on %s has acknowledged is there, and no call is half done',
  async (engine) => {
    await using database = await temporaryDatabase(engine);
    const env = { DATABASE_URL: database.url };
    let server = startProcess(env);
    let url = await server.ready();
    const load = await startLoad(() => url, writers);
    for (let kill = 1; kill <= kills; kill += 1) {
      const before = load.ledger.acknowledged.length;
      const written = () => load.ledger.acknowledged.length - before;
      await expect.poll(written, { timeout: 60_000 }).toBeGreaterThan(writers);
      await sleep((kill * 617) % 500);
      await server.stop('SIGKILL');
      if (engine === 'sqlite') {
        expect(await execute(database.url, 'pragma quick_check')).toEqual([{ quick_check: 'ok' }]);
      }
      server = startProcess(env);
      url = await server.ready();
      if (kill % 10 === 0)
        report(`${engine}: ${kill} kills, ${JSON.stringify(load.ledger.answers)}`);
    }
    const ledger = await load.stop();
    expect(await server.stop()).toBe(0);
    expect(await missingIn(database.url, ledger)).toEqual({ lost: [], halfDone: [] });
    report(`${engine}: ${kills} kills, ${ledger.acknowledged.length} writes, none lost`);
  },
);

function report(text: string): void {
  if (shortOrLong(0, 1)) process.stdout.write(`${text}\n`);
}
