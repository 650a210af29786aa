// Statements without an answer, and transactions that do not end.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { test } from 'vitest';
import { authDatabaseOf } from '../account/auth-database.ts';
import { internalsOf } from '../internals.ts';
import type { Statement } from '../statement/prepared.ts';
import { execute, shortOrLong } from '../testing/databases.ts';
import { lockTable } from '../testing/lock-table.ts';
import { backends, openThroughProxy } from '../testing/through-proxy.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };

test.concurrent('a statement without an answer is given up, and its connection closed', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  await pool.tasks.create({ title: 'one' });
  pool.proxy.hang();
  const started = Date.now();
  await expect(pool.tasks.counts()).rejects.toMatchObject(away);
  expect(Date.now() - started).toBeLessThan(shortOrLong(60_000, 5_000));
  await expect.poll(() => pool.proxy.connections()).toBe(0);
  expect(await pool.tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test.concurrent('a call fails when the database was away, even if a library swallowed the error', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  pool.proxy.suspend();
  const swallowed = authDatabaseOf(pool.db).withDeadline(() =>
    sql`select 1`.execute(authDatabaseOf(pool.db).connection.db).then(
      () => 'there',
      () => 'swallowed',
    ),
  );
  await expect(swallowed).rejects.toMatchObject(away);
});

test.concurrent('a transaction that is not ended frees its connection', async ({ expect }) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  const forgotten = Promise.withResolvers<void>();
  await pool.tasks.counts();
  // The transaction needs another connection.
  pool.proxy.cut();
  const late = authDatabaseOf(pool.db).withDeadline(() =>
    authDatabaseOf(pool.db)
      .connection.db.transaction()
      .execute(async (transaction) => {
        await transaction.deleteFrom('task' as never).execute();
        await forgotten.promise;
        await transaction.deleteFrom('task' as never).execute();
      }),
  );
  await sleep(5_000);
  await pool.tasks.create({ title: 'one' });
  forgotten.resolve();
  await expect(late).rejects.toMatchObject(away);
  expect(await pool.tasks.counts()).toEqual({ active: 1, completed: 0 });
  expect(await backends(pool.url)).toHaveLength(1);
});

test.concurrent('a read that waits too long for a lock is cancelled on the server', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 5, maxOverflow: 0 });
  await using lock = await lockTable(pool.url, 'task');
  for (let times = 0; times < shortOrLong(1, 3); times += 1) {
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => pool.tasks.counts()));
    for (const answer of answers) expect(answer).toMatchObject({ reason: away });
    await expect.poll(() => backends(pool.url)).toEqual([]);
  }
  await lock.unlock();
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a COMMIT that was not sent has a known outcome', async ({ expect }) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  const authDatabase = authDatabaseOf(pool.db);
  const slow = authDatabase.withDeadline(
    () =>
      authDatabase.connection.db.transaction().execute(async (transaction) => {
        await sql`select 1`.execute(transaction);
        await sleep(300);
      }),
    Date.now() + 200,
  );
  expect(await slow.catch((error: unknown) => error)).toMatchObject(away);
  expect(await slow.catch((error: unknown) => Object(error).data)).toEqual({});
});

test.concurrent('a lost reply to COMMIT is an unknown outcome', async ({ expect }) => {
  await using pool = await openThroughProxy();
  pool.proxy.cutAfter('commit');
  await expect(pool.tasks.create({ title: 'perhaps' })).rejects.toMatchObject({
    ...away,
    data: { outcome: 'unknown' },
  });
  expect(await pool.tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test.concurrent('a read is repeated once, and no more', async ({ expect }) => {
  await using pool = await openThroughProxy();
  await pool.tasks.create({ title: 'one' });
  pool.proxy.cutAfter('group by', 2);
  await expect(pool.tasks.counts()).rejects.toMatchObject(away);
  pool.proxy.cutAfter('group by');
  expect(await pool.tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test.concurrent('a COMMIT that the server answers with ROLLBACK is an error', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  const committed = authDatabaseOf(pool.db)
    .connection.db.transaction()
    .execute(async (transaction) => {
      await sql`select 1 / 0`.execute(transaction).catch(() => {});
    });
  await expect(committed).rejects.toThrow('rolled back');
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a rollback without an answer closes its connection', async ({ expect }) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  const work = authDatabaseOf(pool.db)
    .connection.db.transaction()
    .execute(async (transaction) => {
      await sql`select 1`.execute(transaction);
      pool.proxy.hang();
      throw new Error('a mistake');
    });
  await expect(work).rejects.toThrow('a mistake');
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a lost statement of a transaction has a known outcome', async ({ expect }) => {
  await using pool = await openThroughProxy();
  pool.proxy.cutAfter('insert into journal');
  const lost = await pool.tasks.create({ title: 'lost' }).catch((error: unknown) => error);
  expect(lost).toMatchObject(away);
  expect(Object(lost).data).toEqual({});
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a transaction whose BEGIN is lost begins again on another connection', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  await pool.tasks.create({ title: 'one' });
  pool.proxy.cutAfter('begin');
  expect(await pool.tasks.create({ title: 'another' })).toMatchObject({ title: 'another' });
  expect(await pool.tasks.counts()).toEqual({ active: 2, completed: 0 });
});

const one: Statement<unknown, { text: string }, { one: number }> = ({ raw, value }) =>
  raw(sql<{ one: number }>`select 1 as one where ${value('text')} <> ''`);

test.concurrent('a transaction whose first statement was lost cannot be committed', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 0 });
  const { kysely, execute: executeStatement } = internalsOf(pool.db);
  const text = 'known';
  await kysely.transaction().execute((own) => executeStatement(one, { text }, own));
  pool.proxy.cutAfter('marker');
  const going = kysely.transaction().execute(async (own) => {
    await expect(executeStatement(one, { text: 'marker' }, own)).rejects.toMatchObject(away);
  });
  await expect(going).rejects.toMatchObject({ ...away, data: {} });
});

test.concurrent('waiting for a lock or a connection ends in time, on the server too', async ({
  expect,
}) => {
  await using pool = await openThroughProxy({ poolSize: 1, maxOverflow: 2 });
  const { id } = await pool.tasks.create({ title: 'locked' });
  await using lock = await lockTable(pool.url, 'task');
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  const started = Date.now();
  const calls = Array.from({ length: 12 }, () => pool.tasks.update({ id, title: 'changed' }));
  const answers = await Promise.allSettled(calls);
  expect(Date.now() - started).toBeLessThan(shortOrLong(60_000, 5_000));
  for (const answer of answers) expect(answer).toMatchObject({ reason: away });
  expect(await execute(pool.url, waiting)).toEqual([]);
  await lock.unlock();
  expect((await pool.tasks.update({ id, title: 'changed' })).title).toBe('changed');
});
