import { execute } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startServerOn, startTestServer } from './testing/server.ts';

test('where the journal is kept for some days only, a start deletes what is older', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  for (const title of ['old', 'new']) await call.post('/trpc/task.create', { title }, bearer);
  const old = Date.now() - 91 * 24 * 3_600_000;
  await execute(server.databaseUrl, `update operation set created_at = ${old} where seq = 1`);
  const numbers = () => execute(server.databaseUrl, 'select seq from operation');

  await using _forever = await startServerOn(server.databaseUrl);
  expect(await numbers()).toHaveLength(2);
  await using _threeMonths = await startServerOn(server.databaseUrl, {
    OPERATION_RETENTION_DAYS: '90',
  });
  await expect.poll(numbers).toEqual([{ seq: 2 }]);
  expect(await call.count(bearer)).toEqual({ active: 2, completed: 0 });
});

test('sessions that expired more than a day ago are deleted by the next start', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const [old, young] = [await callerOf(server).signUp(), await callerOf(server).signUp()];
  for (const [hours, { id }] of [[25, old] as const, [23, young] as const]) {
    const expired = `now() - interval '${hours} hours'`;
    await execute(
      server.databaseUrl,
      `update session set expires_at = ${expired} where user_id = '${id}'`,
    );
  }
  await using next = await startServerOn(server.databaseUrl);
  const left = () => execute(server.databaseUrl, 'select user_id from session');
  await expect.poll(left).toEqual([{ user_id: young.id }]);
  await expect.poll(() => next.logged.join()).toContain('expired sessions were deleted');
});
