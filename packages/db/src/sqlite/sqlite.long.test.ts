// SQLite beside other processes, and killed: what only many repetitions show.
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import {
  execute,
  newPerson,
  newTasks,
  openTemporaryDatabase,
  shortOrLong,
  temporaryDatabase,
} from '../testing/databases.ts';
import { secondProcess } from '../testing/second-process.ts';

// Two of them show little in the time of the short form.
const isLong = shortOrLong(false, true);
const fileOf = (url: string) => url.slice('sqlite:'.length);
const walOf = (url: string) => statSync(`${fileOf(url)}-wal`).size / 2 ** 20;

test('another process that writes all the time fails no write and blocks no timer', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  await using _other = await secondProcess('write', fileOf(setting.url));
  const person = newPerson();
  const create = () => setting.db.unitOfWork(person).tasks.create({ title: 'beside' });
  const writes = shortOrLong(40, 100_000);
  const seen = { begun: 0, errors: [] as unknown[], wal: 0 };
  const caller = async () => {
    while (seen.begun < writes) {
      seen.begun += 1;
      await create().catch((error: unknown) => seen.errors.push(error));
      if (seen.begun % 100 === 0) seen.wal = Math.max(seen.wal, walOf(setting.url));
      if (seen.begun % 10_000 === 0) report(`${seen.begun} writes, ${seen.errors.length} errors`);
    }
  };
  using clock = measureTimers();
  await Promise.all(Array.from({ length: 20 }, caller));
  const speed = Math.round((writes / (performance.now() - clock.began)) * 1_000);
  report(`${speed} writes/s, timers at most ${clock.late} ms late, log ${seen.wal.toFixed(1)} MiB`);
  const [other] = await execute(setting.url, 'select max(id) / 5 as transactions from other');
  report(`The other process made ${Object(other).transactions} transactions.`);
  expect(seen.errors).toEqual([]);
  const counts = await setting.db.unitOfWork(person).tasks.counts();
  expect(counts).toEqual({ active: writes, completed: 0 });
  // It depends on the load of the machine: in short runs it is only reported.
  if (shortOrLong(0, 1)) expect(clock.late).toBeLessThan(1_000);
  expect(seen.wal).toBeLessThan(128);
});

test.runIf(isLong)(
  'another process that reads all the time does not make the log grow without bound',
  async () => {
    await using setting = await openTemporaryDatabase('sqlite');
    await using _other = await secondProcess('read', fileOf(setting.url));
    const person = newPerson();
    let wal = 0;
    for (let write = 1; write <= 20_000; write += 1) {
      await setting.db.unitOfWork(person).tasks.create({ title: 'beside' });
      if (write % 100 === 0) wal = Math.max(wal, walOf(setting.url));
    }
    report(`The log beside a reader: ${wal.toFixed(1)} MiB`);
    // Twice the limit, for readers on a busy machine; without the limit it is 400.
    expect(wal).toBeLessThan(100);
  },
);

test('a process that is killed while it writes loses no acknowledged write', async () => {
  await using database = await temporaryDatabase('sqlite');
  const person = newPerson();
  const kills = shortOrLong(1, 200);
  let acknowledged = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const child = await secondProcess('acknowledge', fileOf(database.url), person);
    // Different moments, the same in every run; some are during a checkpoint.
    await sleep((kill * 617) % 1_000);
    const ids = (await child.kill()).map(Number);
    acknowledged += ids.length;
    await using db = await openDatabase({ url: database.url });
    expect((await db.unitOfWork(person).tasks.counts()).active).toBeGreaterThanOrEqual(
      acknowledged,
    );
    expect(await execute(database.url, 'pragma integrity_check')).toEqual([
      { integrity_check: 'ok' },
    ]);
    expect(await missing(database.url, ids)).toEqual([]);
    if (kill % 20 === 0) report(`${kill} kills, ${acknowledged} tasks, all there`);
  }
});

test.runIf(isLong)(
  'a process that is killed during updateMany leaves all tasks completed, or none',
  async () => {
    await using setting = await openTemporaryDatabase('sqlite');
    const person = newPerson();
    const { tasks } = setting.db.unitOfWork(person);
    for (let batch = 0; batch < 7; batch += 1) await tasks.createMany({ tasks: newTasks(100) });
    const kills = 50;
    const found = { active: 0, completed: 0 };
    for (let kill = 1; kill <= kills; kill += 1) {
      const child = await secondProcess('toggle', fileOf(setting.url), person);
      await sleep((kill * 617) % 400);
      await child.kill();
      const { active, completed } = await tasks.counts();
      expect([0, 700]).toContain(active);
      expect(active + completed).toBe(700);
      found[active === 0 ? 'completed' : 'active'] += 1;
    }
    report(`${kills} kills during updateMany: ${JSON.stringify(found)}`);
  },
);

const missing = (url: string, ids: number[]) =>
  execute(
    url,
    `select value from json_each('${JSON.stringify(ids)}') where value not in (select id from task)`,
  );

/** The longest delay of a timer, in milliseconds. */
function measureTimers(): Disposable & { began: number; late: number } {
  const began = performance.now();
  let last = began;
  const timer = setInterval(() => {
    const now = performance.now();
    clock.late = Math.max(clock.late, Math.round(now - last - 10));
    last = now;
  }, 10);
  const clock = { began, late: 0, [Symbol.dispose]: () => clearInterval(timer) };
  return clock;
}

/** Only in long runs. */
function report(text: string): void {
  if (shortOrLong(0, 1)) process.stdout.write(`${text}\n`);
}
