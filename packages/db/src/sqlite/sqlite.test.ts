// SQLite: transactions that do not end, another process on the same file, and a full disk.

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import { type DatabaseOptions, openDatabase } from '../open-database.ts';
import {
  execute,
  newPerson,
  openTemporaryDatabase,
  shortOrLong,
  temporaryDatabase,
} from '../testing/databases.ts';
import { smallDisk } from '../testing/small-disk.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };
const never = new Promise<never>(() => {});

const insert = (db: Kysely<never>, title: string) =>
  sql`insert into task (user_id, title) values ('somebody', ${title})`.execute(db);
const titles = async (url: string) =>
  (await execute(url, `select title from task order by id`)).map((row) => Object(row).title);

describe('a transaction that does not end', () => {
  test('is rolled back at the deadline of its call, and other calls go on', async () => {
    await using setting = await openTemporaryDatabase('sqlite');
    const { db, url } = setting;
    const stuck = async (transaction: Kysely<never>) => {
      await insert(transaction, 'stuck');
      await never;
    };
    void authDatabaseOf(db).withDeadline(
      () => authDatabaseOf(db).connection.db.transaction().execute(stuck),
      Date.now() + 50,
    );
    await sleep(20);
    await db.unitOfWork(newPerson()).tasks.create({ title: 'next' });
    expect(await titles(url)).toEqual(['next']);
  });

  test('cannot execute or commit after that, and leaves the next transaction alone', async () => {
    await using setting = await openTemporaryDatabase('sqlite');
    const { db, url } = setting;
    const begin = (deadline?: number) =>
      authDatabaseOf(db).withDeadline(
        () => authDatabaseOf(db).connection.db.startTransaction().execute(),
        deadline,
      );
    const stale = await begin(Date.now() + 50);
    await insert(stale, 'stale');
    const next = await begin();
    await insert(next, 'next');
    const refused = { ...away, cause: { message: expect.stringContaining('rolled back') } };
    await expect(insert(stale, 'late')).rejects.toMatchObject(refused);
    await expect(stale.commit().execute()).rejects.toMatchObject(refused);
    await stale.rollback().execute();
    await insert(next, 'and last');
    await next.commit().execute();
    expect(await titles(url)).toEqual(['next', 'and last']);
  });

  test('has no deadline while the schema is changed', async () => {
    await using setting = await openTemporaryDatabase('sqlite');
    const { db, url } = setting;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await authDatabaseOf(db).withSchemaLock(async (connection) => {
      vi.advanceTimersByTime(3_600_000);
      await insert(connection.db, 'slow');
    });
    expect(await titles(url)).toEqual(['slow']);
  });

  test('executes nothing more after SQLite has rolled it back by itself', async () => {
    await using setting = await openTemporaryDatabase('sqlite');
    const { db, url } = setting;
    const again = sql`insert or rollback into task (id, user_id, title) values (1, 'x', 'again')`;
    const work = authDatabaseOf(db)
      .connection.db.transaction()
      .execute(async (transaction) => {
        await insert(transaction, 'first');
        await again.execute(transaction).catch(() => {});
        await insert(transaction, 'the rest').catch(() => {});
      });
    await expect(work).rejects.toThrow('The transaction is over.');
    expect(await titles(url)).toEqual([]);
  });
});

test('a mistake outside of any transaction keeps its own error', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const mistake = sql`insert into task (title) values ('no owner')`;
  await expect(mistake.execute(authDatabaseOf(setting.db).connection.db)).rejects.toMatchObject({
    code: 'SQLITE_CONSTRAINT_NOTNULL',
  });
});

test('timers run while calls follow each other without a pause', async () => {
  await using setting = await openTemporaryDatabase('sqlite');
  const { tasks } = setting.db.unitOfWork(newPerson());
  using clock = ticking();
  for (let calls = 0; calls < 50_000 && clock.ticks <= 10; calls += 1) await tasks.counts();
  expect(clock.ticks).toBeGreaterThan(10);
});

describe('with another process', () => {
  const heldByAnother = async (options: Omit<DatabaseOptions, 'url'> = {}) => {
    const setting = await openTemporaryDatabase('sqlite', options);
    const other = new Sqlite(setting.url.slice('sqlite:'.length));
    return {
      db: setting.db,
      other,
      async [Symbol.asyncDispose]() {
        other.close();
        await setting[Symbol.asyncDispose]();
      },
    };
  };

  test('that writes, writes wait, and reads and timers do not', async () => {
    await using setting = await heldByAnother();
    const { tasks } = setting.db.unitOfWork(newPerson());
    setting.other.exec('begin immediate');
    using clock = ticking();
    const wanted = Array.from({ length: 100 }, (_, index) => `waiting ${index}`);
    const created = Promise.all(wanted.map((title) => tasks.create({ title })));
    await expect.poll(() => clock.ticks, { timeout: 60_000 }).toBeGreaterThan(10);
    expect(await tasks.counts()).toEqual({ active: 0, completed: 0 });
    setting.other.exec('commit');
    expect((await created).map((task) => task.title)).toEqual(wanted);
  });

  test('that writes for too long, waiting calls fail in time, and later ones succeed', async () => {
    await using setting = await heldByAnother({ timeouts: { call: 1_000, statement: 500 } });
    const { tasks } = setting.db.unitOfWork(newPerson());
    setting.other.exec('begin immediate');
    const started = Date.now();
    const calls = Array.from({ length: 10 }, () => tasks.create({ title: 'late' }));
    const answers = await Promise.allSettled(calls);
    expect(Date.now() - started).toBeLessThan(shortOrLong(60_000, 5_000));
    for (const answer of answers) expect(answer).toMatchObject({ reason: away });
    setting.other.exec('rollback');
    await tasks.create({ title: 'in time' });
    expect(await tasks.counts()).toEqual({ active: 1, completed: 0 });
  });

  test('that writes, a statement outside of any transaction waits', async () => {
    await using setting = await heldByAnother();
    setting.other.exec('begin immediate');
    const one = insert(authDatabaseOf(setting.db).connection.db, 'waiting');
    const two = insert(authDatabaseOf(setting.db).connection.db, 'waiting too');
    await sleep(50);
    setting.other.exec('commit');
    await Promise.all([one, two]);
    expect(await setting.db.unitOfWork('somebody').tasks.counts()).toMatchObject({ active: 2 });
  });

  test('that reads before it writes, as we do, no write fails', async () => {
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

test('a full disk refuses writes, loses nothing, and accepts writes when there is space again', async (context) => {
  await using disk = await smallDisk(2);
  if (!disk) return context.skip('Mounting a small disk takes root.');
  const ballast = join(disk.folder, 'ballast');
  await writeFile(ballast, Buffer.alloc(1_000_000));
  const url = `sqlite:${join(disk.folder, 'tydo.db')}`;
  await using db = await openDatabase({ url });
  const { tasks } = db.unitOfWork(newPerson());
  const fill = async () => {
    for (let active = 0; ; active += 1) {
      const failure = await tasks
        .create({ title: 'one more', description: 'x'.repeat(1_000) })
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      if (failure) return { active, failure };
    }
  };
  const { active, failure } = await fill();
  expect(failure).toMatchObject({ ...away, cause: { code: 'SQLITE_FULL' } });
  expect(await tasks.counts()).toEqual({ active, completed: 0 });
  await rm(ballast);
  await tasks.create({ title: 'there is space' });
  expect(await tasks.counts()).toEqual({ active: active + 1, completed: 0 });
  expect(await execute(url, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
});

function ticking(): Disposable & { ticks: number } {
  const timer = setInterval(() => (clock.ticks += 1), 10);
  const clock = { ticks: 0, [Symbol.dispose]: () => clearInterval(timer) };
  return clock;
}
