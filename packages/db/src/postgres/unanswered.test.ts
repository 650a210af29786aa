// Statements that get no answer, transactions that do not end: what callers are told, and what is left.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { test } from 'vitest';
import { accountsOf } from '../account/accounts.ts';
import { handleOf } from '../handle.ts';
import type { Statement } from '../statement/prepared.ts';
import { execute, rounds } from '../testing/databases.ts';
import { lockTable } from '../testing/lock-table.ts';
import { backends, pooled } from '../testing/pooled.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };

test.concurrent('a question that is never answered is given up, and its connection closed', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  await pool.tasks.create({ title: 'one' });
  pool.proxy.hang();
  const started = Date.now();
  await expect(pool.tasks.counts()).rejects.toMatchObject(away);
  expect(Date.now() - started).toBeLessThan(rounds(60_000, 5_000));
  await expect.poll(() => pool.proxy.connections()).toBe(0);
  expect(await pool.tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test.concurrent('that the database was away is told even where a library swallowed it', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  pool.proxy.suspend();
  const swallowed = accountsOf(pool.db).withDeadline(() =>
    sql`select 1`.execute(accountsOf(pool.db).connection.db).then(
      () => 'there',
      () => 'swallowed',
    ),
  );
  await expect(swallowed).rejects.toMatchObject(away);
});

test.concurrent('a transaction that nobody ends gives its place in the pool back', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  const forgotten = Promise.withResolvers<void>();
  await pool.tasks.counts();
  // It has to go over another connection.
  pool.proxy.cut();
  const late = accountsOf(pool.db).withDeadline(() =>
    accountsOf(pool.db)
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

test.concurrent('a read that waits for a lock too long is given up at the server, too', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 5, maxOverflow: 0 });
  await using lock = await lockTable(pool.url, 'task');
  for (let times = 0; times < rounds(1, 3); times += 1) {
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => pool.tasks.counts()));
    for (const answer of answers) expect(answer).toMatchObject({ reason: away });
    await expect.poll(() => backends(pool.url), { timeout: 5_000 }).toEqual([]);
  }
  await lock.unlock();
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a COMMIT that was never sent is no unknown outcome', async ({ expect }) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  const accounts = accountsOf(pool.db);
  const slow = accounts.withDeadline(
    () =>
      accounts.connection.db.transaction().execute(async (transaction) => {
        await sql`select 1`.execute(transaction);
        await sleep(300);
      }),
    Date.now() + 200,
  );
  expect(await slow.catch((error: unknown) => error)).toMatchObject(away);
  expect(await slow.catch((error: unknown) => Object(error).data)).toEqual({});
});

test.concurrent('a lost reply to COMMIT is told as an unknown outcome', async ({ expect }) => {
  await using pool = await pooled();
  pool.proxy.cutAfter('commit');
  await expect(pool.tasks.create({ title: 'perhaps' })).rejects.toMatchObject({
    ...away,
    data: { outcome: 'unknown' },
  });
  expect(await pool.tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test.concurrent('a read that is lost twice is given up', async ({ expect }) => {
  await using pool = await pooled();
  await pool.tasks.create({ title: 'one' });
  pool.proxy.cutAfter('group by', 2);
  await expect(pool.tasks.counts()).rejects.toMatchObject(away);
  pool.proxy.cutAfter('group by');
  expect(await pool.tasks.counts()).toEqual({ active: 1, completed: 0 });
});

test.concurrent('a COMMIT that the server answers with a rollback is an error', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  const committed = accountsOf(pool.db)
    .connection.db.transaction()
    .execute(async (transaction) => {
      await sql`select 1 / 0`.execute(transaction).catch(() => {});
    });
  await expect(committed).rejects.toThrow('rolled back');
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a rollback that is never answered costs its connection, and nothing else', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  const work = accountsOf(pool.db)
    .connection.db.transaction()
    .execute(async (transaction) => {
      await sql`select 1`.execute(transaction);
      pool.proxy.hang();
      throw new Error('a mistake');
    });
  await expect(work).rejects.toThrow('a mistake');
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a statement that is lost is not done, and not told as unknown', async ({
  expect,
}) => {
  await using pool = await pooled();
  pool.proxy.cutAfter('insert into journal');
  const lost = await pool.tasks.create({ title: 'lost' }).catch((error: unknown) => error);
  expect(lost).toMatchObject(away);
  expect(Object(lost).data).toEqual({});
  expect(await pool.tasks.counts()).toEqual({ active: 0, completed: 0 });
});

test.concurrent('a transaction whose BEGIN is lost begins again over another connection', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  await pool.tasks.create({ title: 'one' });
  pool.proxy.cutAfter('begin');
  expect(await pool.tasks.create({ title: 'another' })).toMatchObject({ title: 'another' });
  expect(await pool.tasks.counts()).toEqual({ active: 2, completed: 0 });
});

const one: Statement<unknown, { text: string }, { one: number }> = ({ raw, value }) =>
  raw(sql<{ one: number }>`select 1 as one where ${value('text')} <> ''`);

test.concurrent('nothing is committed of a transaction whose first statement was lost, whoever goes on', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 0 });
  const { kysely, ask } = handleOf(pool.db);
  const text = 'known';
  await kysely.transaction().execute((own) => ask(one, { text }, own));
  pool.proxy.cutAfter('marker');
  const going = kysely.transaction().execute(async (own) => {
    await expect(ask(one, { text: 'marker' }, own)).rejects.toMatchObject(away);
  });
  await expect(going).rejects.toMatchObject({ ...away, data: {} });
});

test.concurrent('waiting for a lock and for a connection ends in time, on the server too', async ({
  expect,
}) => {
  await using pool = await pooled({ poolSize: 1, maxOverflow: 2 });
  const { id } = await pool.tasks.create({ title: 'locked' });
  await using lock = await lockTable(pool.url, 'task');
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  const started = Date.now();
  const calls = Array.from({ length: 12 }, () => pool.tasks.update({ id, title: 'changed' }));
  const answers = await Promise.allSettled(calls);
  expect(Date.now() - started).toBeLessThan(rounds(60_000, 5_000));
  for (const answer of answers) expect(answer).toMatchObject({ reason: away });
  expect(await execute(pool.url, waiting)).toEqual([]);
  await lock.unlock();
  expect((await pool.tasks.update({ id, title: 'changed' })).title).toBe('changed');
});
