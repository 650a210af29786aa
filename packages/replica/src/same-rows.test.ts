// What a device shows before the server knows of it is what the server makes of it.

import { startTestServer, type TestServer } from '@tydo/api/testing';
import { seeded } from '@tydo/api/testing/random';
import { engines } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SyncApi } from './api.ts';
import { memoryDisk } from './memory-disk.ts';
import { memoryTabs } from './memory-tabs.ts';
import { openReplica } from './open.ts';
import { fastClock } from './testing/fast-clock.ts';
import { randomAct } from './testing/random-acts.ts';
import { newPersonOf } from './testing/real-server.ts';
import { shortOrLong } from './testing/short-or-long.ts';
import { newNetwork, throughNetwork } from './testing/world.ts';
import type { TaskRow } from './tydo/task.ts';

/** Without what the server decides. */
const ofServer = new Set(['id', 'createdAt', 'updatedAt', 'rank']);
const decided = (row: TaskRow) =>
  Object.fromEntries(Object.entries(row).filter(([field]) => !ofServer.has(field)));

async function allRows(api: SyncApi): Promise<TaskRow[]> {
  const rows: TaskRow[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await api.snapshot(cursor === undefined ? {} : { cursor });
    rows.push(...page.rows.map(({ row }) => row as TaskRow));
    cursor = page.nextCursor;
  }
  return rows;
}

describe.each(engines)('on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('every command makes the same rows on the device alone and on the server', async () => {
    const random = seeded(shortOrLong(20_261_130, Date.now()));
    const network = newNetwork();
    const api = await newPersonOf(server);
    const replica = await openReplica({
      personId: 'ann',
      api: throughNetwork(api, network),
      disk: memoryDisk(),
      tabs: memoryTabs()(),
      clock: fastClock(20),
      random: Math.random,
      newId: () => crypto.randomUUID(),
    });
    for (let round = 0; round < shortOrLong(8, 400); round += 1) {
      network.isCut = true;
      for (let nth = 0; nth < 12; nth += 1) randomAct(random, replica);
      const shown = replica.view({ noun: 'task' }).rows.map(decided);
      network.isCut = false;
      replica.wake();
      await replica.settled();
      const stored = await allRows(api);
      // In the same order, too.
      expect(stored.map(decided), `round ${round}`).toEqual(shown);
      expect(replica.view({ noun: 'task' }).rows).toEqual(stored);
    }
    await replica.close();
  });
});
