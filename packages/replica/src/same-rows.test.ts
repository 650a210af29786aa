// What a device shows before the server knows of it is what the server makes of it.

import { startTestServer, type TestServer } from '@tydo/api/testing';
import { seeded } from '@tydo/api/testing/random';
import { sqliteOrBoth } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryDisk } from './memory-disk.ts';
import { memoryTabs } from './memory-tabs.ts';
import type { Row } from './model.ts';
import { openReplica } from './open.ts';
import { type AllRows, allRows, rowsOf } from './testing/all-rows.ts';
import { settle } from './testing/fake-clock.ts';
import { fastClock } from './testing/fast-clock.ts';
import { randomAct } from './testing/random-acts.ts';
import { newPersonOf } from './testing/real-server.ts';
import { shortOrLong } from './testing/short-or-long.ts';
import { newNetwork, throughNetwork } from './testing/world.ts';
import type { TaskRow } from './tydo/rows.ts';
import { taskViews } from './tydo/task-views.ts';
import { tydo } from './tydo/tydo.ts';

/** Integers of tasks, times and ranks are the server's; the others agree. */
function decided({
  id,
  createdAt: _c,
  updatedAt: _u,
  rank: _r,
  pendingOrder: _p,
  ...row
}: Row): object {
  return {
    ...row,
    key: 'uid' in row ? row['uid'] : id,
    ...('archivedAt' in row ? { archivedAt: row['archivedAt'] !== null } : {}),
  };
}
const keyOf = (row: object) => ('key' in row ? String(row.key) : '');
const byKey = (rows: readonly Row[]) =>
  rows.map(decided).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

/**
 * The rows of each noun in their order: tasks of one place, sections of one list. Without copies of rounds: each
 * has the rank of its task, also in another place, and that may be the server's to give.
 */
function ordersOf({ task = [], section = [], ...others }: AllRows): object {
  const tasks = task.filter(({ seriesUid }) => seriesUid === null);
  const byRank = tasks.toSorted((one, other) => {
    return tydo.nouns.task.orders?.['rank']?.compare(one as TaskRow, other as TaskRow) ?? 0;
  });
  const places = Map.groupBy(byRank, ({ listId, sectionId, parentUid }) =>
    [listId, sectionId, parentUid].join(' '),
  );
  const lists = Map.groupBy(section, ({ listId }) => listId);
  const orders = [...places.values(), ...lists.values(), ...Object.values(others)];
  return new Set(orders.map((rows) => rows.map(({ uid, id }) => uid ?? id)));
}
const decidedRows = (all: AllRows) =>
  Object.entries(all).map(([noun, rows]) => [noun, byKey(rows)]);
const sectionsOf = ({ section = [] }: AllRows) => section.map(({ id }) => String(id));

describe.each(sqliteOrBoth)('on %s', (engine) => {
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
    replica.view(taskViews.query('p1')).subscribe(() => {});
    await settle();
    for (let round = 0; round < shortOrLong(5, 400); round += 1) {
      network.isCut = true;
      const before = sectionsOf(rowsOf(replica));
      for (let nth = 0; nth < 12; nth += 1) randomAct(random, replica);
      const shown = { ...rowsOf(replica) };
      const [rows, orders] = [decidedRows(shown), ordersOf(shown)];
      const sections = new Set(sectionsOf(shown));
      network.isCut = false;
      replica.wake();
      await replica.settled();
      const stored = await allRows(api);
      expect(decidedRows(stored), `seed ${seed}, round ${round}`).toEqual(rows);
      // The end of a section is not the end of the list that its tasks are left in.
      if (before.every((id) => sections.has(id))) {
        expect(ordersOf(stored), `seed ${seed}, round ${round}`).toEqual(orders);
      }
      expect(rowsOf(replica)).toEqual(stored);
    }
    await replica.close();
  });
});
