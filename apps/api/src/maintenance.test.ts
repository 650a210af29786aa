import { execute } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startServerOn, startTestServer } from './testing/server.ts';

test('a start deletes operations older than OPERATION_RETENTION_DAYS', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  for (const title of ['old', 'new']) await call.post('/trpc/task.create', { title }, bearer);
  const old = Date.now() - 91 * 24 * 3_600_000;
  await execute(server.databaseUrl, `update operation set created_at = ${old} where seq = 1`);
  const seqs = () => execute(server.databaseUrl, 'select seq from operation');

  await using _forever = await startServerOn(server.databaseUrl);
  expect(await seqs()).toHaveLength(2);
  await using _threeMonths = await startServerOn(server.databaseUrl, {
    OPERATION_RETENTION_DAYS: '90',
  });
  await expect.poll(seqs).toEqual([{ seq: 2 }]);
  expect(await call.count(bearer)).toEqual({ active: 2, completed: 0 });
});

test('a start deletes sessions that expired more than a day ago', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const [old, recent] = [await callerOf(server).signUp(), await callerOf(server).signUp()];
  for (const [hours, { id }] of [[25, old] as const, [23, recent] as const]) {
    const expired = `now() - interval '${hours} hours'`;
    await execute(
      server.databaseUrl,
      `update session set expires_at = ${expired} where user_id = '${id}'`,
    );
  }
  await using next = await startServerOn(server.databaseUrl);
  const remaining = () => execute(server.databaseUrl, 'select user_id from session');
  await expect.poll(remaining).toEqual([{ user_id: recent.id }]);
  await expect.poll(() => next.logged.join()).toContain('expired sessions were deleted');
});
