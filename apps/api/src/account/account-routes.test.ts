// An export waits for a permit before it sends a large page.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  execute,
  insertDone,
  longTimeouts,
  newPerson,
  openTemporaryDatabase,
} from '@tydo/db/testing';
import express from 'express';
import { expect, test } from 'vitest';
import { createKeyedLimiter } from '../concurrency/keyed-limiter.ts';
import type { AcquirePermit } from '../concurrency/semaphores.ts';
import { createLog } from '../log.ts';
import { accountRoutes } from './account-routes.ts';
import type { Auth } from './auth.ts';

/** Serves the export of a person with one large operation. */
async function serveExport(largeResponses: AcquirePermit) {
  await using stack = new AsyncDisposableStack();
  const { db, url } = stack.use(await openTemporaryDatabase('sqlite', { timeouts: longTimeouts }));
  const personId = newPerson();
  const description = "printf('%.1000c', 'x')";
  await insertDone({ engine: 'sqlite', url }, { personId, count: 1_000, description });
  const ids = (await execute(url, 'select id from task')).map((row) => Number(Object(row).id));
  await db.unitOfWork(personId).tasks.updateMany({ ids, completed: false });
  const auth = {
    session: async () => ({ personId, cookies: [] }),
    personalData: async () => ({ account: {}, sessions: [] }),
  } as unknown as Auth;
  const app = express();
  app.use(
    accountRoutes({
      db,
      auth,
      limiter: createKeyedLimiter(5),
      largeResponses,
      log: createLog('silent'),
    }),
  );
  const server = app.listen(0, '127.0.0.1');
  stack.defer(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const owned = stack.move();
  return {
    url: `http://127.0.0.1:${port}/export`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

test('waits longer than a client may take to read another large response', async () => {
  const waits: number[] = [];
  await using server = await serveExport(async (_personId, { deadline }) => {
    waits.push(deadline - Date.now());
    return { releaseSlot() {}, release() {} };
  });
  const response = await fetch(server.url);
  expect(await response.json()).toMatchObject({ operations: [{ kind: 'task.updateMany' }] });
  expect(waits).toEqual([expect.any(Number)]);
  expect(waits[0]).toBeGreaterThan(120_000);
});

test('stops waiting when its client disconnects', async () => {
  const waiting = Promise.withResolvers<AbortSignal>();
  await using server = await serveExport(async (_personId, { signal }) => {
    waiting.resolve(signal);
    await once(signal, 'abort');
    throw signal.reason;
  });
  const client = new AbortController();
  const response = await fetch(server.url, { signal: client.signal });
  const signal = await waiting.promise;
  const left = once(signal, 'abort');
  client.abort();
  await left;
  await expect(response.text()).rejects.toThrow();
});
