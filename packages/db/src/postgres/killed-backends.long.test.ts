// Backends that are killed at each stage of a call: the pool recovers, and the next call succeeds.
import pg from 'pg';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../open-database.ts';
import { newPerson, preparedDatabase, shortOrLong } from '../testing/databases.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };
/** In each test. */
const kills = shortOrLong(1, 250);

const setting = async () => {
  const database = await preparedDatabase('postgresql');
  const db = await openDatabase({ url: database.url, poolSize: 2, maxOverflow: 3 });
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  return {
    db,
    admin,
    tasks: db.unitOfWork(newPerson()).tasks,
    async [Symbol.asyncDispose]() {
      await admin.end();
      await db.close();
      await database[Symbol.asyncDispose]();
    },
  };
};

const ours = `application_name = 'tydo' and datname = current_database()`;

/** Waits for a backend that waits for a lock, and kills it. */
async function killWaiting(admin: pg.Client): Promise<void> {
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where ${ours} and wait_event_type = 'Lock'`;
  for (const end = Date.now() + 100_000; (await admin.query(kill)).rowCount === 0; ) {
    if (Date.now() > end) throw new Error('no backend waits for a lock');
  }
}

const expectWholePool = async (db: Database, admin: pg.Client) => {
  const { tasks } = db.unitOfWork(newPerson());
  expect(await Promise.all(Array.from({ length: 15 }, () => tasks.counts()))).toHaveLength(15);
  const { rows } = await admin.query(`select count(*)::int from pg_stat_activity where ${ours}`);
  expect(rows[0].count).toBeLessThanOrEqual(5);
};

test('killed while idle: no call fails', async () => {
  await using set = await setting();
  for (let times = 0; times < kills; times += 1) {
    await Promise.all([set.tasks.counts(), set.tasks.counts(), set.tasks.counts()]);
    await set.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${ours}`);
    const { id } = await set.tasks.create({ title: 'x' });
    expect(await set.tasks.delete({ id })).toEqual({ id });
  }
  await expectWholePool(set.db, set.admin);
});

test('killed during a read: the read is repeated', async () => {
  await using set = await setting();
  const task = await set.tasks.create({ title: 'read me' });
  for (let times = 0; times < kills; times += 1) {
    await set.admin.query('begin; lock table task');
    const read = set.tasks.get(task);
    await killWaiting(set.admin);
    await set.admin.query('rollback');
    expect(await read).toEqual(task);
  }
  await expectWholePool(set.db, set.admin);
});

test('killed in a transaction: nothing is written, and the next write succeeds', async () => {
  await using set = await setting();
  const { id } = await set.tasks.create({ title: 'before' });
  for (let times = 0; times < kills; times += 1) {
    await set.admin.query(`begin; select 1 from task where id = ${id} for update`);
    const [write] = await Promise.allSettled([
      set.tasks.update({ id, title: 'killed' }),
      killWaiting(set.admin),
    ]);
    expect(write).toMatchObject({ reason: away });
    expect(Object(write).reason.data).toEqual({});
    await set.admin.query('rollback');
    expect((await set.tasks.get({ id })).title).not.toBe('killed');
    expect((await set.tasks.update({ id, title: `${times}` })).title).toBe(`${times}`);
  }
  await expectWholePool(set.db, set.admin);
});

test('killed at COMMIT: the outcome is unknown, and the next call succeeds', async () => {
  await using set = await setting();
  const { id } = await set.tasks.create({ title: 'before' });
  await set.admin.query(`
    create function wait() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock(1); return null; end';
    create constraint trigger wait after update on task deferrable initially deferred
      for each row when (new.title = 'killed') execute function wait()`);
  for (let times = 0; times < kills; times += 1) {
    await set.admin.query('select pg_advisory_lock(1)');
    const [write] = await Promise.allSettled([
      set.tasks.update({ id, title: 'killed' }),
      killWaiting(set.admin),
    ]);
    expect(write).toMatchObject({ reason: { ...away, data: { outcome: 'unknown' } } });
    await set.admin.query('select pg_advisory_unlock(1)');
    expect((await set.tasks.get({ id })).title).not.toBe('killed');
    expect((await set.tasks.update({ id, title: `${times}` })).title).toBe(`${times}`);
  }
  await expectWholePool(set.db, set.admin);
});
