import { describe, expect, test } from 'vitest';
import { sleep } from './clock.ts';
import { memoryDisk } from './memory-disk.ts';
import { settle } from './testing/fake-clock.ts';
import { lost, newBrowser, newNetwork, newWorld, type World } from './testing/world.ts';

/** A server with so many tasks, named by their numbers. */
async function worldWith(count: number): Promise<World> {
  const world = newWorld();
  const tasks = await world.open();
  for (let nth = 1; nth <= count; nth += 1)
    tasks.act('task.create', { uid: `${nth}`, title: `${nth}` });
  await world.advance(60_000);
  await tasks.close();
  world.server.pageSize = 10;
  return world;
}
const uids = (rows: readonly object[]) => rows.map((row) => (row as { uid: string }).uid);

describe('a device that is new', () => {
  test('shows the newest rows at once, and then all', async () => {
    const world = await worldWith(35);
    const network = newNetwork();
    network.onRequest = (name) => (name === 'snapshot' ? sleep(world.clock, 1_000) : undefined);
    const replica = await world.open({ network });
    const view = replica.view({ noun: 'task' });
    const seen: number[] = [];
    for (let nth = 0; nth < 5; nth += 1) {
      await world.advance(1_000);
      seen.push(view.rows.length);
    }
    expect(seen).toEqual([10, 20, 30, 35, 35]);
    expect(replica.status.get()).toMatchObject({ isLoaded: true, seq: 35 });
    expect(uids(replica.view({ noun: 'task' }).rows)).toEqual(
      uids(world.server.all('task')).toSorted((a, b) => Number(b) - Number(a)),
    );
  });

  test('asks for the next page while it writes one', async () => {
    const world = await worldWith(35);
    const network = newNetwork();
    const disk = memoryDisk();
    const replica = await world.open({
      network,
      disk: {
        ...disk,
        write: (writes) =>
          writes.some((one) => one.store === 'chunk' && 'put' in one)
            ? new Promise<never>(() => {})
            : disk.write(writes),
      },
    });
    await world.advance(1_000);
    expect(network.count.snapshot).toBe(2);
    expect(replica.view({ noun: 'task' }).rows).toHaveLength(10);
  });

  test('is exact while four writers write', async () => {
    const world = await worldWith(60);
    const network = newNetwork();
    const writers = await Promise.all([1, 2, 3, 4].map(() => world.open()));
    let round = 0;
    network.onRequest = async (name) => {
      if (name !== 'snapshot') return;
      round += 1;
      for (const [index, writer] of writers.entries()) {
        writer.act('task.create', { uid: `w${index}-${round}`, title: 'new' });
        writer.act('task.update', { id: `${round * 5 + index}`, title: `changed ${round}` });
        writer.act('task.delete', { id: `${61 - round * 5 - index}` });
        if (round > 2) writer.undo();
      }
      await settle();
    };
    const replica = await world.open({ network });
    replica.act('task.create', { uid: 'own', title: 'own' });
    await world.advance(60_000);
    expect(round).toBeGreaterThan(5);
    const rows = replica
      .view({ noun: 'task' })
      .rows.toSorted((one, other) => (one.uid < other.uid ? -1 : 1));
    expect(rows).toEqual(world.server.all('task'));
    expect(replica.status.get()).toMatchObject({ seq: world.server.seq, waiting: 0 });
  });

  test('goes on where a killed tab was', async () => {
    const world = await worldWith(50);
    const { disk, newTab } = newBrowser();
    const network = newNetwork();
    network.onRequest = (name) =>
      name === 'snapshot' && network.count.snapshot > 3 ? new Promise<void>(() => {}) : undefined;
    await world.open({ disk, tabs: newTab(), network });
    const next = newNetwork();
    const replica = await world.open({ disk, tabs: newBrowser().newTab(), network: next });
    await world.advance(1_000);
    expect(next.count.snapshot).toBe(2);
    expect(replica.view({ noun: 'task' }).count).toBe(50);
    expect(replica.status.get()).toMatchObject({ isLoaded: true, seq: 50 });
    await replica.close();
    const again = await world.open({
      disk,
      tabs: newBrowser().newTab(),
      network: Object.assign(newNetwork(), { isCut: true }),
    });
    await world.advance(0);
    expect(again.view({ noun: 'task' }).count).toBe(50);
  });

  test('begins again where what a killed tab has stored is not whole', async () => {
    const world = await worldWith(50);
    const { disk, newTab } = newBrowser();
    const network = newNetwork();
    network.onRequest = (name) =>
      name === 'snapshot' && network.count.snapshot > 3 ? new Promise<void>(() => {}) : undefined;
    await world.open({ disk, tabs: newTab(), network });
    await disk.write([{ store: 'chunk', clear: true }]);
    const next = newNetwork();
    const replica = await world.open({ disk, tabs: newBrowser().newTab(), network: next });
    await world.advance(1_000);
    expect(next.count.snapshot).toBe(5);
    expect(replica.view({ noun: 'task' }).count).toBe(50);
  });

  test('begins again where the cursor is of no use any more', async () => {
    const world = await worldWith(30);
    const network = newNetwork();
    network.onRequest = (name) => {
      world.server.forgetsCursors = name === 'snapshot' && network.count.snapshot === 2;
    };
    const replica = await world.open({ network });
    await world.advance(10_000);
    expect(replica.view({ noun: 'task' }).count).toBe(30);
  });

  test('sends what is done while the rows come', async () => {
    const world = await worldWith(50);
    const network = newNetwork();
    network.onRequest = async (name) => {
      if (name === 'snapshot') await sleep(world.clock, 1_000);
    };
    const replica = await world.open({ network });
    await world.advance(2_500);
    const { answered } = replica.act('task.create', { uid: 'x', title: 'x' });
    await world.advance(1_000);
    expect(await answered).toEqual({ seq: 51 });
    expect(replica.status.get().isLoaded).toBe(false);
    expect(replica.row('task', 'x')).toMatchObject({ id: null });
    // Whether a text was changed elsewhere is known when all rows are here.
    const text = replica.act('task.update', { id: '50', title: 'fifty' });
    await world.advance(500);
    expect(replica.status.get().waiting).toBe(1);
    await world.advance(60_000);
    expect(await text.answered).toEqual({ seq: 52 });
    expect(replica.row('task', 'x')).toMatchObject({ id: 51 });
  });
});

describe('a journal that does not go on', () => {
  test('because it was pruned: what waits is sent, then all rows are read', async () => {
    const world = await worldWith(20);
    const network = newNetwork();
    const replica = await world.open({ network });
    const other = await world.open();
    network.isCut = true;
    replica.act('task.create', { uid: 'mine', title: 'mine' });
    replica.act('task.update', { id: '3', title: 'my title' });
    other.act('task.delete', { id: '7' });
    other.act('task.update', { id: '8', completed: true });
    await world.advance(0);
    world.server.prune(world.server.seq);
    network.isCut = false;
    await world.advance(60_000);
    expect(
      replica.view({ noun: 'task' }).rows.toSorted((one, two) => (one.uid < two.uid ? -1 : 1)),
    ).toEqual(world.server.all('task'));
    expect(replica.row('task', '7')).toBeUndefined();
    expect(world.server.all('task')).toHaveLength(20);
    expect(replica.status.get()).toMatchObject({ waiting: 0, refused: 0, seq: world.server.seq });
  });

  test('because the database was restored and written on: the numbers fit, the operations do not', async () => {
    const world = await worldWith(10);
    const replica = await world.open();
    const network = newNetwork();
    const away = await world.open({ network });
    const backup = world.server.backup();
    replica.act('task.create', { uid: 'lost', title: 'lost' });
    replica.act('task.update', { id: '1', title: 'lost' });
    await world.advance(0);
    network.isCut = true;
    away.act('task.create', { uid: 'kept', title: 'kept' });
    await world.advance(0);
    world.server.restore(backup);
    const writer = await world.open();
    for (const title of ['a', 'b', 'c']) writer.act('task.create', { uid: title, title });
    await world.advance(1_000);
    network.isCut = false;
    await world.advance(120_000);
    for (const device of [replica, away, writer]) {
      const rows = device
        .view({ noun: 'task' })
        .rows.toSorted((one, two) => (one.uid < two.uid ? -1 : 1));
      expect(rows).toEqual(world.server.all('task'));
      expect(device.status.get()).toMatchObject({ waiting: 0, seq: world.server.seq });
    }
    expect(uids(world.server.all('task'))).toContain('kept');
    expect(uids(world.server.all('task'))).not.toContain('lost');
  });

  test('after an answer: what was done and is lost is done again', async () => {
    const world = await worldWith(5);
    const network = newNetwork();
    const { disk, newTab } = newBrowser();
    const replica = await world.open({ network, disk, tabs: newTab() });
    const backup = world.server.backup();
    // The answer arrives, the operation does not.
    network.onRequest = (name) => (name === 'since' ? lost() : undefined);
    replica.act('task.create', { uid: 'mine', title: 'mine' });
    await world.advance(0);
    expect(replica.status.get()).toMatchObject({ waiting: 0, seq: 5 });
    world.server.restore(backup);
    const writer = await world.open();
    for (const title of ['a', 'b', 'c']) writer.act('task.create', { uid: title, title });
    writer.act('task.delete', { id: '5' });
    await world.advance(1_000);
    // The journal that the replica knows ends at 5, as the restored one did: it goes on from there.
    world.server.operations = world.server.operations.map((one) =>
      one.seq === 5 ? { ...one, id: 'other' } : one,
    );
    network.onRequest = () => {};
    await world.advance(60_000);
    expect(uids(world.server.all('task'))).toContain('mine');
    expect(replica.row('task', 'mine')).toMatchObject({ title: 'mine' });
    expect(replica.view({ noun: 'task' }).count).toBe(world.server.all('task').length);
    replica.wake();
    await world.advance(0);
    expect((await disk.read({ outbox: 'keys' })).outbox).toEqual([]);
  });

  test('an answer that was asked for before that is not applied to what came after', async () => {
    const world = await worldWith(10);
    const { disk, newTab } = newBrowser();
    const tabs = () => ({ ...newTab(), locks: undefined });
    const network = newNetwork();
    const slow = await world.open({ disk, tabs: tabs(), network });
    const fast = await world.open({ disk, tabs: tabs() });
    const backup = world.server.backup();
    const held = Promise.withResolvers<void>();
    network.onAnswer = (name) => (name === 'since' ? held.promise : undefined);
    const writer = await world.open();
    writer.act('task.create', { uid: 'lost', title: 'lost' });
    await settle(20);
    expect(fast.row('task', 'lost')).toBeDefined();
    expect(slow.row('task', 'lost')).toBeDefined();
    world.server.restore(backup);
    fast.wake();
    await settle(20);
    expect([fast, slow].map((tab) => tab.row('task', 'lost'))).toEqual([undefined, undefined]);
    network.onRequest = (name) => (name === 'since' ? lost() : undefined);
    await fast.close();
    held.resolve();
    await settle(20);
    expect(slow.row('task', 'lost')).toBeUndefined();
    expect(slow.status.get().seq).toBe(10);
  });

  test('long after an answer: what was done so long ago is not done again', async () => {
    const world = await worldWith(5);
    world.server.retentionDays = 90;
    const network = newNetwork();
    const replica = await world.open({ network });
    network.onRequest = (name) => (name === 'since' ? lost() : undefined);
    const { answered } = replica.act('task.create', { uid: 'mine', title: 'mine' });
    await world.advance(0);
    expect(await answered).toEqual({ seq: 6 });
    world.time.ms += 100 * 24 * 3_600_000;
    const other = await world.open();
    other.act('task.delete', { id: 'mine' });
    await world.advance(0);
    world.server.prune(7);
    network.onRequest = () => {};
    network.count.push = 0;
    await world.advance(60_000);
    expect(network.count.push).toBe(0);
    expect(replica.row('task', 'mine')).toBeUndefined();
    expect(replica.status.get()).toMatchObject({ waiting: 0, refused: 0, seq: 7 });
  });

  test('is not asked for again and again without a pause', async () => {
    const world = await worldWith(5);
    const api = world.server.api();
    const network = newNetwork();
    const { ServerError } = await import('./testing/fake-server.ts');
    const replica = await world.open({
      network,
      api: {
        ...api,
        snapshot: (input) => ((network.count.snapshot += 1), api.snapshot(input)),
        since: async () => {
          throw new ServerError('CONFLICT');
        },
      },
    });
    await world.advance(10_000);
    expect(network.count.snapshot).toBeLessThan(12);
    expect(replica.view({ noun: 'task' }).count).toBe(5);
  });
});
