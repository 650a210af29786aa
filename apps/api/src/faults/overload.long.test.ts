// Several times as many calls as the server can answer: those that it accepts are answered soon, the others are
// refused at once, its memory stays bounded, and soon after all is as before.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, preparedDatabase, shortOrLong } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { callerOf } from '../testing/caller.ts';
import { offerLoad, quantile } from '../testing/offered-load.ts';
import { startProcess } from '../testing/process.ts';

const peopleCount = 200;
const seconds = Number(process.env['OVERLOAD_SECONDS'] ?? 120);

describe.runIf(shortOrLong(false, true)).each(engines)('on %s', (engine) => {
  test('at four times what the server carries, accepted calls stay fast and the rest is refused', async () => {
    await using database = await preparedDatabase(engine);
    const server = startProcess({ DATABASE_URL: database.url, LOG_LEVEL: 'error', TRUST_PROXY: '1' });
    const url = await server.ready();
    const people = await signUpAll(url);
    const carried = await capacityOf(url, people);
    const load = { url, people };
    const over = await offerLoad({ ...load, perSecond: 4 * carried, seconds });
    const most = await residentMiB(server.child.pid);
    process.stdout.write(
      `${engine}: carries ${carried} calls/s; at four times that: ${JSON.stringify(over.count)}, accepted p99 ${quantile(over.acceptedMs, 0.99)} ms, refused p99 ${quantile(over.refusedMs, 0.99)} ms, at most ${most} MiB\n`,
    );
    await sleep(10_000);
    const after = await offerLoad({ ...load, perSecond: carried / 4, seconds: 10 });
    process.stdout.write(
      `${engine}: ten seconds later: ${JSON.stringify(after.count)}, p99 ${quantile(after.acceptedMs, 0.99)} ms\n`,
    );
    expect(Object.keys(over.count).filter((answer) => !/^(200|429|503)$/.test(answer))).toEqual([]);
    expect(over.withoutRetryAfter).toBe(0);
    expect(quantile(over.acceptedMs, 0.99)).toBeLessThan(1_000);
    expect(quantile(over.refusedMs, 0.99)).toBeLessThan(1_000);
    expect(over.acceptedMs.length).toBeGreaterThan((carried * seconds) / 2);
    expect(most).toBeLessThan(512);
    expect(Object.keys(after.count)).toEqual(['200']);
    expect(await server.stop()).toBe(0);
  });
});

/** Headers of new people, each with an address of their own. */
async function signUpAll(url: string): Promise<Record<string, string>[]> {
  const people: Record<string, string>[] = [];
  for (let index = 0; index < peopleCount; index += 1) {
    const { bearer } = await callerOf({ url }).signUp();
    people.push({ ...bearer, 'x-forwarded-for': `198.51.${index >> 8}.${index & 255}` });
  }
  return people;
}

/** How many calls a second it answers when each of 32 connections sends one after the other. */
async function capacityOf(url: string, people: Record<string, string>[]): Promise<number> {
  let perSecond = 50;
  // Until they are no longer answered as fast as they are sent.
  for (;;) {
    const startedAt = performance.now();
    const { acceptedMs } = await offerLoad({ url, people, perSecond, seconds: 3 });
    const answered = acceptedMs.length / ((performance.now() - startedAt) / 1_000);
    if (answered < 0.9 * perSecond) return Math.round(answered);
    perSecond *= 1.3;
  }
}

async function residentMiB(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
