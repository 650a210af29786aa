// An export waits for its turn to give large answers.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { execute, insertDone, newPerson, openTemporaryDatabase } from '@tydo/db/testing';
import express from 'express';
import { expect, test } from 'vitest';
import type { Auth } from '../auth.ts';
import { createLog } from '../log.ts';
import { createTurns } from '../trpc/turns.ts';
import { accountRoutes } from './routes.ts';

test('an export waits longer than a client may take to read another large answer', async () => {
  await using own = await openTemporaryDatabase('sqlite');
  const { db, url } = own;
  const personId = newPerson();
  const description = "printf('%.1000c', 'x')";
  await insertDone({ engine: 'sqlite', url }, { personId, count: 1_000, description });
  const ids = (await execute(url, 'select id from task')).map((row) => Number(Object(row).id));
  await db.unitOfWork(personId).tasks.updateMany({ ids, completed: false });
  const waits: number[] = [];
  const auth = {
    session: async () => ({ personId, cookies: [] }),
    personalData: async () => ({ account: {}, sessions: [] }),
  } as unknown as Auth;
  const app = express();
  app.use(
    accountRoutes({
      db,
      auth,
      inTurn: createTurns(5),
      largeAnswers: async (_personId, deadline) => {
        waits.push(deadline - Date.now());
        return { made() {}, release() {} };
      },
      log: createLog('silent'),
    }),
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/export`);
  expect(await answer.json()).toMatchObject({ operations: [{ kind: 'task.updateMany' }] });
  expect(waits).toEqual([expect.any(Number)]);
  expect(waits[0]).toBeGreaterThan(120_000);
  server.close();
});
