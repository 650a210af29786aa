// What a device shows before the server knows of it is what the server makes of it.

import { startTestServer, type TestServer } from '@tydo/api/testing';
import { seeded } from '@tydo/api/testing/random';
import { engines } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryDisk } from './memory-disk.ts';
import { memoryTabs } from './memory-tabs.ts';
import type { Row } from './model.ts';
import { openReplica } from './open.ts';
import { type AllRows, allRows, rowsOf } from './testing/all-rows.ts';
import { fastClock } from './testing/fast-clock.ts';
import { randomAct } from './testing/random-acts.ts';
import { newPersonOf } from './testing/real-server.ts';
import { shortOrLong } from './testing/short-or-long.ts';
import { newNetwork, throughNetwork } from './testing/world.ts';
import { tydo } from './tydo/tydo.ts';

/** Integers of tasks, times and ranks are the server's; the others agree. */
function decided({ id, createdAt: _c, updatedAt: _u, rank: _r, ...row }: Row): object {
  return {
    ...row,
    key: 'uid' in row ? row['uid'] : id,
    ...('archivedAt' in row ? { archivedAt: row['archivedAt'] !== null } : {}),
  };
}
const keyOf = (row: object) => ('key' in row ? String(row.key) : '');
const byKey = (all: AllRows) =>
  Object.entries(all).map(([noun, rows]) => [
    noun,
    rows.map(decided).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
  ]);

describe.each(engines)('on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    await tydo.loadLate();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('every command makes the same rows on the device alone and on the server', async () => {
    const seed = shortOrLong(20_261_130, Date.now());
    const random = seeded(seed);
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
    for (let round = 0; round < shortOrLong(12, 400); round += 1) {
      network.isCut = true;
      for (let nth = 0; nth < 12; nth += 1) randomAct(random, replica);
      const shown = rowsOf(replica);
      const expected = byKey(shown);
      network.isCut = false;
      replica.wake();
      await replica.settled();
      const stored = await allRows(api);
      expect(byKey(stored), `seed ${seed}, round ${round}`).toEqual(expected);
      expect(rowsOf(replica)).toEqual(stored);
    }
    await replica.close();
  });
});
