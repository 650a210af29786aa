// Counters that several instances share.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../open-database.ts';
import { engines, execute, newPerson, openTemporaryDatabase } from '../testing/databases.ts';
import { authDatabaseOf } from './auth-database.ts';

describe.each(engines)('counting attempts on %s', (engine) => {
  let own: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let other: Database;
  beforeAll(async () => {
    own = await openTemporaryDatabase(engine);
    other = await openDatabase({ url: own.url });
  });
  afterAll(async () => {
    await other.close();
    await own[Symbol.asyncDispose]();
  });

  const endWindows = () =>
    execute(
      own.url,
      `update attempt set resets_at = ${engine === 'sqlite' ? '0' : "'2000-01-01'"}`,
    );

  test('concurrent attempts on two instances get different numbers', async () => {
    const [one, two] = [authDatabaseOf(own.db), authDatabaseOf(other)];
    const key = newPerson();
    const counts = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? one : two).count(key, 60)),
    );
    expect(counts.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    for (const { secondsLeft } of counts) {
      expect(secondsLeft).toBeGreaterThan(50);
      expect(secondsLeft).toBeLessThanOrEqual(60);
    }
    expect(await one.count(newPerson(), 60)).toEqual({ count: 1, secondsLeft: 60 });
  });

  test('an uncounted attempt does not count, and the count is never negative', async () => {
    const authDatabase = authDatabaseOf(own.db);
    const key = newPerson();
    await authDatabase.count(key, 60);
    await authDatabase.count(key, 60);
    await authDatabase.uncount(key);
    expect((await authDatabase.count(key, 60)).count).toBe(2);
    for (let round = 0; round < 4; round += 1) await authDatabase.uncount(key);
    await authDatabase.uncount(newPerson());
    expect((await authDatabase.count(key, 60)).count).toBe(1);
  });

  test('after the end of a window the count starts again, and earlier attempts cannot be uncounted', async () => {
    const authDatabase = authDatabaseOf(own.db);
    const key = newPerson();
    await authDatabase.count(key, 60);
    await authDatabase.count(key, 60);
    await endWindows();
    await authDatabase.uncount(key);
    expect(await authDatabase.count(key, 30)).toEqual({ count: 1, secondsLeft: 30 });
    expect((await authDatabase.count(key, 30)).count).toBe(2);
  });

  test('the table holds no address, and ended windows are deleted', async () => {
    const authDatabase = authDatabaseOf(own.db);
    await authDatabase.count('ann@example.com 192.0.2.1', 60);
    expect(JSON.stringify(await execute(own.url, 'select * from attempt'))).not.toMatch(
      // Not `ann`: a hash may contain it.
      /ann@|192\.0/,
    );
    await endWindows();
    const key = newPerson();
    for (let round = 0; round < 100; round += 1) await authDatabase.count(key, 60);
    expect(await execute(own.url, 'select count from attempt')).toHaveLength(1);
    expect((await authDatabase.count(key, 60)).count).toBe(101);
  });
});
