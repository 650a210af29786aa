// What happens when the database, or the way to it, does not do what it should.
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../database.ts';
import { newPerson, temporaryDatabase } from '../testing/databases.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };

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
