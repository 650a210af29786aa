import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import type { Disk, DiskWrite } from './disk.ts';
import { indexedDbDisk } from './indexed-db.ts';
import { memoryDisk } from './memory-disk.ts';
import type { Model } from './model.ts';
import { settle } from './testing/fake-clock.ts';
import { lost, newBrowser, newNetwork, newWorld, World } from './testing/world.ts';
import { tydo } from './tydo/tydo.ts';

const cut = () => Object.assign(newNetwork(), { isCut: true });
const titles = (rows: readonly object[]) => rows.map((row) => (row as { title: string }).title);

/** A disk that fails where a test says so. */
function failing(disk: Disk, fails: (writes: readonly DiskWrite[]) => string | undefined): Disk {
  return {
    ...disk,
    isKept: true,
    async write(writes, isStrict) {
      const name = fails(writes);
      if (name) throw new DOMException('It failed.', name);
      return disk.write(writes, isStrict);
    },
  };
}

describe('a disk that is full', () => {
  test('loses the rows, which can be had again, and keeps what the person did', async () => {
    const world = newWorld();
    const memory = memoryDisk();
    let isFull = false;
    const disk = failing(memory, (writes) => {
      if (writes.some((one) => one.store === 'chunk' && 'clear' in one)) isFull = false;
      return isFull ? 'QuotaExceededError' : undefined;
    });
    const network = newNetwork();
    const replica = await world.open({ disk, network });
    replica.act('task.create', { title: 'a' });
    await settle();
    network.isCut = true;
    isFull = true;
    await Promise.all([
      replica.act('task.create', { title: 'b' }).stored,
      replica.act('task.create', { title: 'c' }).stored,
    ]);
    expect(replica.status.get()).toMatchObject({ disk: 'kept', waiting: 2 });
    const { chunk, tail, outbox } = await memory.read({
      chunk: 'keys',
      tail: 'keys',
      outbox: 'all',
    });
    expect([chunk, tail, outbox.length]).toEqual([[], [], 2]);
    network.isCut = false;
    await world.advance(60_000);
    expect(titles(replica.view({ noun: 'task' }).rows)).toEqual(['c', 'b', 'a']);
    expect(replica.status.get()).toMatchObject({ waiting: 0, seq: 3 });
    const again = await world.open({ disk: memory });
    expect(again.view({ noun: 'task' }).count).toBe(3);
  });

  test('and stays full: what the person did is in memory, is sent, and the page can say so', async () => {
    const world = newWorld();
    const memory = memoryDisk();
    let isFull = false;
    const disk = failing(memory, () => (isFull ? 'QuotaExceededError' : undefined));
    const network = newNetwork();
    const replica = await world.open({ disk, network });
    world.server.maxRows = 0;
    replica.act('task.create', { title: 'refused' });
    await settle();
    world.server.maxRows = 9;
    network.onAnswer = (name) => (name === 'push' ? lost() : undefined);
    network.onRequest = (name) => (name === 'since' ? lost() : undefined);
    await replica.act('task.create', { title: 'a' }).stored;
    await settle();
    network.onAnswer = () => {};
    network.onRequest = () => {};
    network.isCut = true;
    isFull = true;
    await Promise.all([
      replica.act('task.create', { title: 'b' }).stored,
      replica.act('task.create', { title: 'c' }).stored,
    ]);
    expect(replica.status.get()).toMatchObject({ disk: 'memory', waiting: 3, refused: 1 });
    network.isCut = false;
    await world.advance(60_000);
    expect(new Set(titles(world.server.all('task')))).toEqual(new Set(['a', 'b', 'c']));
    expect(replica.status.get()).toMatchObject({ waiting: 0, refused: 1 });
  });

  test('in a tab that follows: it sends by itself what only it has', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const leader = await world.open({ disk, tabs: newTab() });
    let isBroken = false;
    const errors: unknown[] = [];
    const follower = await world.open({
      onDiskLost: (error) => errors.push(error),
      disk: failing(disk, () => (isBroken ? 'UnknownError' : undefined)),
      tabs: newTab(),
    });
    isBroken = true;
    follower.act('task.create', { title: 'a' });
    await world.advance(1_000);
    expect(follower.status.get()).toMatchObject({ disk: 'memory', isLeader: true, waiting: 0 });
    expect(leader.view({ noun: 'task' }).count).toBe(1);
    expect(errors).toMatchObject([{ name: 'UnknownError' }]);
  });

  test('in one tab: the others go on by themselves', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    let isFull = false;
    const leader = await world.open({
      tabs: newTab(),
      disk: failing(disk, (writes) => {
        if (writes.some((one) => 'clear' in one)) isFull = false;
        return isFull ? 'QuotaExceededError' : undefined;
      }),
    });
    const follower = await world.open({ disk, tabs: newTab() });
    isFull = true;
    leader.act('task.create', { title: 'a' });
    await world.advance(1_000);
    const other = await world.open();
    other.act('task.create', { title: 'b' });
    await world.advance(60_000);
    // It cannot read what is in their memory: it leads, and reads from the server.
    const third = await world.open({ disk, tabs: newTab() });
    await world.advance(60_000);
    for (const tab of [leader, follower, third]) {
      expect(titles(tab.view({ noun: 'task' }).rows)).toEqual(['b', 'a']);
      expect(tab.status.get().isLoaded).toBe(true);
    }
  });
});

test('a disk that cannot be read is done without', async () => {
  const world = newWorld();
  const memory = memoryDisk();
  const replica = await world.open({
    disk: {
      ...memory,
      isKept: true,
      read: async () => {
        throw new DOMException('It is damaged.', 'UnknownError');
      },
    },
  });
  replica.act('task.create', { title: 'a' });
  await world.advance(1_000);
  expect(replica.status.get()).toMatchObject({ disk: 'memory', seq: 1, isLoaded: true });
});

test('a disk that another tab removes ends the replica', async () => {
  const world = newWorld();
  const factory = new IDBFactory();
  const replica = await world.open({ disk: await indexedDbDisk(factory, 'tydo-ann') });
  const other = await indexedDbDisk(factory, 'tydo-ann');
  await other.remove();
  expect(replica.status.get()).toMatchObject({ disk: 'closed', isLeader: false });
});

test('everything is there after a restart without a network, from IndexedDB', async () => {
  const world = newWorld();
  const factory = new IDBFactory();
  const open = async (network = newNetwork()) =>
    world.open({
      disk: await indexedDbDisk(factory, 'tydo-ann'),
      tabs: newBrowser().newTab(),
      network,
    });
  const first = await open();
  for (let nth = 1; nth <= 30; nth += 1)
    first.act('task.create', { uid: `${nth}`, title: `${nth}` });
  first.act('task.delete', { id: '7' });
  await first.settled();
  expect(first.status.get()).toMatchObject({ waiting: 0, seq: 31, disk: 'kept' });
  const rows = [...first.view({ noun: 'task' }).rows];
  await first.close();
  const second = await open(cut());
  await settle(50);
  expect(second.view({ noun: 'task' }).rows).toEqual(rows);
  await second.act('task.create', { title: 'offline' }).stored;
  await second.close();
  const third = await open(cut());
  await settle(50);
  expect(titles(third.view({ noun: 'task' }).rows.slice(0, 1))).toEqual(['offline']);
  await third.leave();
  const fourth = await open(cut());
  expect(fourth.view({ noun: 'task' }).rows).toEqual([]);
});

describe('a long tail', () => {
  async function longTail() {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const replica = await world.open({ disk, tabs: newTab() });
    for (let nth = 1; nth <= 1_300; nth += 1)
      replica.act('task.create', { uid: `${nth}`, title: `${nth}` });
    // All of the oldest chunk, and some of the others.
    const ids = Array.from({ length: 600 }, (_, index) => `${index + 1}`);
    replica.act('task.deleteMany', { ids });
    for (let nth = 700; nth < 800; nth += 1) replica.act('task.delete', { id: `${nth}` });
    await world.advance(60_000);
    return { world, disk, newTab, replica };
  }

  test('becomes chunks; the latest operations stay for the history; without a chunk the rows come from the server', async () => {
    const { world, disk, newTab, replica } = await longTail();
    const { tail, meta, chunk } = await disk.read({
      tail: 'keys',
      meta: ['checkpoint'],
      chunk: 'keys',
    });
    const checkpoint = meta[0]?.value.checkpoint;
    expect(checkpoint?.seq).toBeGreaterThan(1_000);
    expect(tail.length).toBeLessThan(700);
    expect(tail.length).toBeGreaterThanOrEqual(200);
    expect(chunk.length).toBe(checkpoint?.chunks.length);
    // Again: chunks take the place of chunks.
    const some = Array.from({ length: 600 }, (_, index) => `${index + 700}`);
    for (let nth = 0; nth < 8; nth += 1) {
      replica.act('task.updateMany', { ids: some.slice(100), completed: nth % 2 === 0 });
    }
    await world.advance(60_000);
    const found = await disk.read({ meta: ['checkpoint'], chunk: 'keys' });
    expect(found.meta[0]?.value.checkpoint?.seq).toBeGreaterThan(checkpoint?.seq ?? 0);
    expect(found.chunk.length).toBe(found.meta[0]?.value.checkpoint?.chunks.length);
    // What came after the checkpoint goes before what the chunks have.
    replica.act('task.update', { id: '900', title: 'later' });
    replica.act('task.delete', { id: '901' });
    await world.advance(1_000);
    const rows = [...replica.view({ noun: 'task' }).rows];
    await replica.close();
    const again = await world.open({ disk, tabs: newTab(), network: cut() });
    await settle(20);
    expect(again.view({ noun: 'task' }).rows).toEqual(rows);
    expect(again.row('task', '900')).toMatchObject({ title: 'later' });
    await again.close();
    const { chunk: keys } = await disk.read({ chunk: 'keys' });
    await disk.write(keys.slice(1, 2).map(({ key }) => ({ store: 'chunk', delete: key })));
    const online = await world.open({ disk, tabs: newTab() });
    await world.advance(1_000);
    expect(online.view({ noun: 'task' }).rows).toEqual(rows);
    expect(online.status.get().isLoaded).toBe(true);
  });

  test('that was brought into chunks while a tab slept: it reads them when it wakes', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const leader = await world.open({ disk, tabs: newTab() });
    const tabs = newTab();
    let wake = () => {};
    const sleeper = await world.open({
      disk,
      tabs: {
        ...tabs,
        channel: { ...tabs.channel, subscribe: () => () => {} },
        onChange: (listener) => ((wake = listener), () => {}),
      },
    });
    for (let nth = 1; nth <= 1_300; nth += 1) {
      leader.act('task.create', { uid: `${nth}`, title: `${nth}` });
    }
    await world.advance(60_000);
    expect(sleeper.status.get().seq).toBe(0);
    wake();
    await settle(20);
    expect(sleeper.status.get()).toMatchObject({ seq: 1_300, isLeader: false, isLoaded: true });
    expect(sleeper.view({ noun: 'task' }).rows).toEqual(leader.view({ noun: 'task' }).rows);
  });

  test('and a tab that is killed while it writes chunks: nothing is lost', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    let chunks = 0;
    const replica = await world.open({
      tabs: newTab(),
      disk: {
        ...disk,
        write(writes) {
          chunks += writes.filter(({ store }) => store === 'chunk').length;
          return chunks > 1 ? new Promise(() => {}) : disk.write(writes);
        },
      },
    });
    for (let nth = 1; nth <= 1_300; nth += 1)
      replica.act('task.create', { uid: `${nth}`, title: `${nth}` });
    await world.advance(10_000);
    expect(chunks).toBeGreaterThan(1);
    const again = await world.open({ disk, tabs: newBrowser().newTab() });
    await world.advance(10_000);
    expect(again.view({ noun: 'task' }).count).toBe(1_300);
    expect(world.server.seq).toBe(1_300);
  });
});

describe('rows of another shape', () => {
  const grown: Model = {
    ...tydo,
    nouns: { task: { ...tydo.nouns.task, fields: [...tydo.nouns.task.fields, 'color'] } },
  };

  test('come again from the server; what waits stays', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const network = newNetwork();
    const old = await world.open({ disk, tabs: newTab(), network });
    old.act('task.create', { title: 'a' });
    await settle();
    network.isCut = true;
    await old.act('task.create', { title: 'b' }).stored;
    await old.close();
    const newer = new World(grown);
    newer.server.restore(world.server.backup());
    const away = cut();
    const replica = await newer.open({ disk, tabs: newTab(), network: away, newId: world.newId });
    expect(titles(replica.view({ noun: 'task' }).rows)).toEqual(['b']);
    expect(replica.status.get().isLoaded).toBe(false);
    away.isCut = false;
    await newer.advance(60_000);
    expect(titles(replica.view({ noun: 'task' }).rows)).toEqual(['b', 'a']);
  });

  test.each([true, false])(
    'in another tab: this one goes on with what it has',
    async (isLeader) => {
      const world = newWorld();
      const { disk, newTab } = newBrowser();
      const old = await world.open({ disk, tabs: newTab() });
      old.act('task.create', { title: 'a' });
      await settle();
      const newer = new World(grown);
      newer.server.restore(world.server.backup());
      const tabs = newTab();
      await newer.open({
        disk,
        tabs: isLeader ? { ...tabs, locks: undefined } : tabs,
        newId: () => `n${Math.random()}`,
      });
      await newer.advance(1_000);
      old.wake();
      old.act('task.create', { title: 'b' });
      await world.advance(1_000);
      expect(titles(old.view({ noun: 'task' }).rows)).toEqual(['b', 'a']);
      expect(old.status.get().waiting).toBe(0);
    },
  );
});

test('signing out waits for what is not sent; leaving loses it', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const network = newNetwork();
  const replica = await world.open({ disk, tabs: newTab(), network });
  network.isCut = true;
  for (const title of ['a', 'b']) replica.act('task.create', { title });
  let isSettled = false;
  void replica.settled().then(() => (isSettled = true));
  await world.advance(20_000);
  expect(isSettled).toBe(false);
  expect(replica.status.get().waiting).toBe(2);
  expect((await disk.read({ outbox: 'keys' })).outbox).toHaveLength(2);
  await replica.leave();
  expect((await disk.read({ outbox: 'keys' })).outbox).toEqual([]);
  const other = await world.open();
  other.act('task.create', { title: 'c' });
  await other.settled();
  await other.settled();
});
