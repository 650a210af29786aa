// The pool on a real server: number and age of connections, and what happens when one dies.
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'vitest';
import { execute, longTimeouts, shortOrLong } from '../testing/databases.ts';
import { lockTable } from '../testing/lock-table.ts';
import { backends, openThroughProxy } from '../testing/through-proxy.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };
/** Five connections at most: opening one costs the server as much as many statements. */
const small = { poolSize: 2, maxOverflow: 3 };

test.concurrent('at most fifteen connections serve any number of calls, and five are kept', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ timeouts: longTimeouts });
  await using lock = await lockTable(pool.url, 'task');
  const calls = Promise.allSettled(Array.from({ length: 40 }, () => pool.tasks.counts()));
  await expect.poll(() => backends(pool.url)).toHaveLength(15);
  await lock.unlock();
  expect(new Set((await calls).map((call) => call.status))).toEqual(new Set(['fulfilled']));
  await expect.poll(() => backends(pool.url), { interval: 500 }).toHaveLength(5);
  await pool.many(5);
  expect(await backends(pool.url)).toHaveLength(5);
});

test.concurrent('a connection is retired at its maximum age, without a failed call', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ recycleSeconds: 1 });
  await pool.many(3);
  const before = await backends(pool.url);
  for (let times = 0; times < 30; times += 1) {
    await pool.many(3);
    await sleep(50);
  }
  const after = await backends(pool.url);
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
});

test.concurrent('connections that died while idle fail no call', async ({ expect }) => {
  await using pool = await openThroughProxy(small);
  await pool.many(5);
  await sleep(1_100);
  pool.proxy.cut();
  await pool.tasks.create({ title: 'one' });
  expect((await pool.many(5))[4]).toEqual({ active: 1, completed: 0 });
});

test.concurrent('connections that were killed a moment ago fail no read and no write', async ({
  expect,
}) => {
  await using pool = await openThroughProxy(small);
  await pool.many(5);
  pool.proxy.cut();
  await pool.tasks.create({ title: 'one' });
  pool.proxy.cut();
  expect((await pool.many(5))[4]).toEqual({ active: 1, completed: 0 });
});

test.concurrent('a connection that came too late for its caller is checked before it is used', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  pool.proxy.cut();
  await pool.tasks.counts();
  await execute(
    pool.url,
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tydo' and datname = current_database()`,
  );
  const late = pool.db.unitOfWork('ann', Date.now() + 1).tasks.counts();
  await expect(late).rejects.toMatchObject(away);
  // If it was asked for, it has come. The pool checks what was idle for a second.
  await expect
    .poll(async () => (await backends(pool.url)).length - pool.proxy.connections())
    .toBe(0);
  await sleep(1_500);
  pool.proxy.hang();
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('while the server is away calls fail in time, and succeed when it is back', async ({
  expect,
}) => {
  await using pool = await openThroughProxy(small);
  const { id } = await pool.tasks.create({ title: 'one' });
  await pool.many(5);
  pool.proxy.suspend();
  const end = Date.now() + 5_000;
  while (Date.now() < end) {
    const started = Date.now();
    await expect(pool.tasks.get({ id })).rejects.toMatchObject(away);
    expect(Date.now() - started).toBeLessThan(shortOrLong(60_000, 5_000));
    await sleep(100);
  }
  // Just before it is back.
  const early = Promise.allSettled(Array.from({ length: 20 }, () => pool.tasks.get({ id })));
  await pool.proxy.resume();
  for (const answer of await early) {
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject(away);
  }
  expect((await pool.tasks.get({ id })).title).toBe('one');
  expect(await pool.many(40)).toHaveLength(40);
});
