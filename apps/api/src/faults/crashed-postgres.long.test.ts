// PostgreSQL crashes and starts again, many times under load: the server goes on by itself, soon after the
// database accepts connections, and nothing that was acknowledged is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { shortOrLong } from '@tydo/db/testing';
import { startPostgres } from '@tydo/db/testing/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { missingIn, startLoad } from '../testing/load.ts';
import { startProcess } from '../testing/process.ts';

const crashes = 50;

// The short run has bad-network.long.test.ts, whose database is away for a moment.
test.runIf(shortOrLong(false, true))(
  'PostgreSQL crashes 50 times under load: the server goes on within 2 s, and nothing is lost',
  async () => {
    // Without it PostgreSQL itself would lose what it has acknowledged.
    const postgres = await startPostgres({ settings: { synchronous_commit: 'on' } });
    onTestFinished(postgres.stop);
    const server = startProcess({ DATABASE_URL: postgres.url, LOG_LEVEL: 'error' });
    const url = await server.ready();
    const load = await startLoad(() => url, 16);
    const recoveries: number[] = [];
    for (let crash = 0; crash < crashes; crash += 1) {
      await sleep(200 + ((crash * 617) % 800));
      await postgres.restart();
      const acceptedAt = performance.now();
      const before = load.ledger.acknowledged.length;
      const written = () => load.ledger.acknowledged.length - before;
      await expect.poll(written, { timeout: 30_000, interval: 10 }).toBeGreaterThan(0);
      recoveries.push(Math.round(performance.now() - acceptedAt));
    }
    const ledger = await load.stop();
    recoveries.sort((a, b) => a - b);
    process.stdout.write(
      `${crashes} crashes: first success ${recoveries[crashes / 2]} ms after the database accepts (median), at most ${recoveries.at(-1)} ms; ${JSON.stringify(ledger.answers)}, slowest ${ledger.slowestMs} ms\n`,
    );
    expect(Object.keys(ledger.answers).filter((answer) => !/^(200|503)$/.test(answer))).toEqual([]);
    expect(ledger.slowestMs).toBeLessThan(10_000);
    expect(recoveries.at(-1)).toBeLessThan(2_000);
    expect(await missingIn(postgres.url, ledger)).toEqual({ lost: [], halfDone: [] });
    expect(server.child.exitCode).toBeNull();
    expect(await server.stop()).toBe(0);
  },
);
