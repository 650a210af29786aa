// What happens when PostgreSQL, or the way to it, does not do what it should.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { execute, newPerson, temporaryDatabase } from '../testing/databases.ts';
import { proxyTo } from '../testing/proxy.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };

describe('PostgreSQL', () => {
  const behindProxy = async (options: object = {}) => {
    const database = await temporaryDatabase('postgresql');
    const proxy = await proxyTo(database.url);
    const db = await openDatabase({ url: proxy.url, ...options });
    return {
      proxy,
      db,
      url: database.url,
      async [Symbol.asyncDispose]() {
        await db.close();
        await proxy[Symbol.asyncDispose]();
        await database[Symbol.asyncDispose]();
      },
    };
  };
  const many = <T>(count: number, call: () => Promise<T>) =>
    Promise.all(Array.from({ length: count }, call));

  test('connections that died while they rested fail no call', async () => {
    await using setting = await behindProxy();
    const { tasks } = setting.db.unitOfWork(newPerson());
    await many(15, () => setting.db.unitOfWork(newPerson()).tasks.counts());
    await sleep(1_100);
    setting.proxy.cut();
    await tasks.create({ title: 'one' });
    await many(15, () => tasks.counts());
    expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
  });

  test('a lost reply to COMMIT is told as an unknown outcome', async () => {
    await using setting = await behindProxy();
    const { tasks } = setting.db.unitOfWork(newPerson());
    setting.proxy.cutAfter('commit');
    await expect(tasks.create({ title: 'perhaps' })).rejects.toMatchObject({
      ...away,
      data: { outcome: 'unknown' },
    });
    expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
  });

  test('a statement that is lost is not done, and not told as unknown', async () => {
    await using setting = await behindProxy();
    const { tasks } = setting.db.unitOfWork(newPerson());
    setting.proxy.cutAfter('insert into');
    const lost = await tasks.create({ title: 'lost' }).catch((error: unknown) => error);
    expect(lost).toMatchObject({ ...away, data: {} });
    expect(await tasks.counts()).toEqual({ active: 0, completed: 0 });
  });

  test('waiting for a lock and for a connection ends in time, on the server too', async () => {
    await using setting = await behindProxy({ poolSize: 1, maxOverflow: 2 });
    const { tasks } = setting.db.unitOfWork(newPerson());
    const { id } = await tasks.create({ title: 'locked' });
    const lock = execute(setting.url, 'do $$ begin lock table task; perform pg_sleep(5); end $$');
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await sleep(500);
    const started = Date.now();
    const calls = Array.from({ length: 12 }, () => tasks.update({ id, title: 'changed' }));
    const answers = await Promise.allSettled(calls);
    expect(Date.now() - started).toBeLessThan(5_000);
    for (const answer of answers) expect(answer).toMatchObject({ reason: away });
    expect(await execute(setting.url, waiting)).toEqual([]);
    await lock;
    expect((await tasks.update({ id, title: 'changed' })).title).toBe('changed');
  });
});
