// What happens when the database, or the way to it, does not do what it should.
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
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

describe('SQLite', () => {
  const heldByAnother = async () => {
    const database = await temporaryDatabase('sqlite');
    const db = await openDatabase({ url: database.url });
    const other = new Sqlite(database.url.slice('sqlite:'.length));
    return {
      db,
      other,
      async [Symbol.asyncDispose]() {
        other.close();
        await db.close();
        await database[Symbol.asyncDispose]();
      },
    };
  };

  test('while another process writes, writes wait for it, and reads and timers do not', async () => {
    await using setting = await heldByAnother();
    const { tasks } = setting.db.unitOfWork(newPerson());
    setting.other.exec('begin immediate');
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);
    const created = tasks.create({ title: 'patient' });
    expect(await tasks.counts()).toEqual({ active: 0, completed: 0 });
    await sleep(500);
    expect(ticks).toBeGreaterThan(10);
    setting.other.exec('commit');
    expect((await created).title).toBe('patient');
    clearInterval(timer);
  });

  test('writes that wait too long end in time, and all is well afterwards', async () => {
    await using setting = await heldByAnother();
    const { tasks } = setting.db.unitOfWork(newPerson());
    setting.other.exec('begin immediate');
    const started = Date.now();
    const calls = Array.from({ length: 10 }, () => tasks.create({ title: 'late' }));
    const answers = await Promise.allSettled(calls);
    expect(Date.now() - started).toBeLessThan(5_000);
    for (const answer of answers) expect(answer).toMatchObject({ reason: away });
    setting.other.exec('rollback');
    await tasks.create({ title: 'in time' });
    expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
  });

  test('two processes on one file both read before they write, and none fails', async () => {
    await using database = await temporaryDatabase('sqlite');
    await using one = await openDatabase({ url: database.url });
    await using two = await openDatabase({ url: database.url });
    const person = newPerson();
    const { id } = await one.unitOfWork(person).tasks.create({ title: '0' });
    const changes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? one : two).unitOfWork(person).tasks.update({ id, title: `${index}` }),
      ),
    );
    expect(new Set(changes.map((change) => change.updatedAt)).size).toBe(40);
  });
});
