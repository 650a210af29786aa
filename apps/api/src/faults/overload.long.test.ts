// Several times as many calls as the server can answer: those that it accepts are answered soon, the others are
// refused at once, its memory stays bounded, and soon after all is as before.
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, preparedDatabase, shortOrLong } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { capacityOf, offerLoad, quantile, signUpMany } from '../testing/offered-load.ts';
import { residentMiB, startProcess } from '../testing/process.ts';

const peopleCount = 200;
const seconds = 120;

describe.runIf(shortOrLong(false, true)).each(engines)('on %s', (engine) => {
  test('at four times what the server carries, accepted calls stay fast and the rest is refused', async () => {
    await using database = await preparedDatabase(engine);
    const server = startProcess({
      DATABASE_URL: database.url,
      LOG_LEVEL: 'error',
      TRUST_PROXY: '1',
    });
    const url = await server.ready();
    const people = await signUpMany(url, peopleCount);
    const carried = await capacityOf(url, people);
    const load = { url, people };
    const over = await offerLoad({ ...load, perSecond: 4 * carried, seconds });
    const most = await residentMiB(server.child.pid, 'VmHWM');
    process.stdout.write(
      `${engine}: carries ${carried} calls/s; at four times that: ${JSON.stringify(over.count)}, accepted p99 ${quantile(over.acceptedMs, 0.99)} ms, refused p99 ${quantile(over.refusedMs, 0.99)} ms, at most ${most} MiB\n`,
    );
    await sleep(10_000);
    const after = await offerLoad({ ...load, perSecond: carried / 4, seconds: 10 });
    process.stdout.write(
      `${engine}: ten seconds later: ${JSON.stringify(after.count)}, p99 ${quantile(after.acceptedMs, 0.99)} ms\n`,
    );
    expect(
      Object.keys(over.count).filter((answer) => !/^(200|429|503|unsent)$/.test(answer)),
    ).toEqual([]);
    expect(over.withoutRetryAfter).toBe(0);
    expect(quantile(over.acceptedMs, 0.99)).toBeLessThan(1_000);
    expect(quantile(over.refusedMs, 0.99)).toBeLessThan(1_000);
    expect(over.acceptedMs.length).toBeGreaterThan((carried * seconds) / 2);
    expect(most).toBeLessThan(512);
    expect(Object.keys(after.count)).toEqual(['200']);
    expect(await server.stop()).toBe(0);
  });
});
