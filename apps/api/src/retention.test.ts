import { execute } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startServerOn, startTestServer } from './testing/server.ts';

test('where the journal is kept for some days only, a start deletes what is older', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  for (const title of ['old', 'new']) await call.post('/trpc/task.create', { title }, bearer);
  const old = Date.now() - 31 * 24 * 3_600_000;
  await execute(server.databaseUrl, `update operation set created_at = ${old} where seq = 1`);
  const numbers = () => execute(server.databaseUrl, 'select seq from operation');

  await using _forever = await startServerOn(server.databaseUrl);
  expect(await numbers()).toHaveLength(2);
  await using _month = await startServerOn(server.databaseUrl, { OPERATION_RETENTION_DAYS: '30' });
  await expect.poll(numbers).toEqual([{ seq: 2 }]);
  expect(await call.count(bearer)).toEqual({ active: 2, completed: 0 });
});
