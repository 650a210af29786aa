import { describe, expect, test } from 'vitest';
import { memoryTabs } from './memory-tabs.ts';
import { settle } from './testing/fake-clock.ts';
import { newBrowser, newNetwork, newWorld } from './testing/world.ts';

const titles = (rows: readonly object[]) => rows.map((row) => (row as { title: string }).title);

async function threeTabs() {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const networks = [newNetwork(), newNetwork(), newNetwork()];
  const clocks = [world.time.clock(), world.time.clock(), world.time.clock()];
  const open = (index: number) =>
    world.open({
      disk,
      tabs: newTab(),
      network: networks[index] ?? newNetwork(),
      clock: clocks[index] ?? world.clock,
    });
  const [one, two, three] = [await open(0), await open(1), await open(2)];
  return { world, disk, newTab, networks, clocks, one, two, three };
}

describe('three tabs of one person', () => {
  test('show each other’s acts, and only one of them talks to the server', async () => {
    const { one, two, three, networks } = await threeTabs();
    const { answered } = three.act('task.create', { uid: 'u', title: 'Milk' });
    await settle();
    expect(await answered).toEqual({ seq: 1 });
    two.act('task.update', { id: 'u', completed: true });
    await settle();
    for (const tab of [one, two, three]) {
      expect(tab.view({ noun: 'task' }).rows).toMatchObject([{ id: 1, completed: true }]);
      expect(tab.status.get()).toMatchObject({ waiting: 0, seq: 2, isLoaded: true });
    }
    expect([one, two, three].map((tab) => tab.status.get().isLeader)).toEqual([true, false, false]);
    expect(networks.map(({ count }) => count.push)).toEqual([2, 0, 0]);
  });

  test('show an act that is not sent yet, in the order in which the acts were stored', async () => {
    const { one, two, three, networks, world } = await threeTabs();
    for (const network of networks) network.isCut = true;
    two.act('task.create', { title: 'a' });
    await settle();
    three.act('task.create', { title: 'b' });
    one.act('task.create', { title: 'c' });
    await settle();
    for (const tab of [one, two, three]) {
      expect(titles(tab.view({ noun: 'task' }).rows)).toEqual(['c', 'b', 'a']);
      expect(tab.status.get().waiting).toBe(3);
    }
    for (const network of networks) network.isCut = false;
    await world.advance(60_000);
    expect(titles(two.view({ noun: 'task' }).rows)).toEqual(['c', 'b', 'a']);
  });

  test('hear of a refusal, and of what becomes of it', async () => {
    const { one, three, world } = await threeTabs();
    world.server.maxRows = 0;
    const { answered, operationId } = three.act('task.create', { title: 'Milk' });
    await settle();
    expect(await answered).toMatchObject({ refused: { kind: 'refused' } });
    expect(one.refused()).toHaveLength(1);
    expect(three.status.get()).toMatchObject({ refused: 1, waiting: 0 });
    await one.forget(operationId);
    await settle();
    expect(three.refused()).toEqual([]);
  });

  test('go on when the leader is closed', async () => {
    const { one, two, three, networks } = await threeTabs();
    await one.close();
    three.act('task.create', { title: 'Milk' });
    await settle();
    expect(two.status.get()).toMatchObject({ isLeader: true, waiting: 0, seq: 1 });
    expect(three.status.get().seq).toBe(1);
    expect(networks[1]?.count.push).toBe(1);
  });

  test('go on when the leader is closed while it sends', async () => {
    const { one, two, three, networks, world } = await threeTabs();
    const [first] = networks;
    if (first)
      first.onAnswer = (name) => (name === 'push' ? new Promise<void>(() => {}) : undefined);
    three.act('task.create', { title: 'Milk' });
    await settle();
    expect(world.server.seq).toBe(1);
    await one.close();
    await world.advance(1_000);
    expect(two.status.get()).toMatchObject({ isLeader: true, waiting: 0, seq: 1 });
    expect(world.server.seq).toBe(1);
  });

  test('take the lead from a leader that is frozen; woken, it agrees', async () => {
    const { one, two, networks, clocks, world, newTab, disk } = await threeTabs();
    const [network] = networks;
    const [clock] = clocks;
    // Frozen in the middle of a push: its timers, its messages and its answers stand still.
    const thawed = Promise.withResolvers<void>();
    if (network) network.onAnswer = () => thawed.promise;
    if (clock) clock.isFrozen = true;
    const frozen = { pings: 0 };
    const deaf = newTab();
    deaf.channel.subscribe(({ type }) => void (frozen.pings += Number(type === 'ping')));
    void disk;
    two.act('task.create', { uid: 'a', title: 'a' });
    await world.advance(1_000);
    expect(two.status.get()).toMatchObject({ waiting: 1, isLeader: false });
    expect(frozen.pings).toBe(0);
    thawed.resolve();
    if (clock) clock.isFrozen = false;
    await world.advance(10_000);
    expect(one.status.get()).toMatchObject({ waiting: 0, seq: 1 });
  });
});

test('a frozen leader: the lock is stolen, nothing is lost or done twice', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const network = newNetwork();
  const clock = world.time.clock();
  const frozenTabs = newTab();
  let isFrozen = false;
  const later: (() => void)[] = [];
  const whenAwake = (work: () => void) => (isFrozen ? void later.push(work) : work());
  const frozen = await world.open({
    disk,
    network,
    clock,
    tabs: {
      ...frozenTabs,
      channel: {
        ...frozenTabs.channel,
        post: (message) => whenAwake(() => frozenTabs.channel.post(message)),
        subscribe: (listener) =>
          frozenTabs.channel.subscribe((message) => whenAwake(() => listener(message))),
      },
    },
  });
  const other = await world.open({ disk, tabs: newTab() });
  network.onAnswer = (name) =>
    name === 'push' ? new Promise<void>((resolve) => whenAwake(resolve)) : undefined;
  isFrozen = true;
  clock.isFrozen = true;
  frozen.act('task.create', { uid: 'a', title: 'a' });
  other.act('task.create', { uid: 'b', title: 'b' });
  await world.advance(2_000);
  expect(other.status.get().isLeader).toBe(false);
  await world.advance(3_000);
  expect(other.status.get()).toMatchObject({ isLeader: true, waiting: 0 });
  other.act('task.update', { id: 'a', completed: true });
  await world.advance(1_000);
  expect(world.server.seq).toBe(3);
  isFrozen = false;
  clock.isFrozen = false;
  for (const work of later.splice(0)) work();
  await world.advance(60_000);
  expect(frozen.status.get()).toMatchObject({ isLeader: false, waiting: 0, seq: 3 });
  expect(frozen.view({ noun: 'task' }).rows).toEqual(other.view({ noun: 'task' }).rows);
  expect(world.server.seq).toBe(3);
  expect((await disk.read({ outbox: 'keys' })).outbox).toEqual([]);
  await other.close();
  await world.advance(0);
  expect(frozen.status.get().isLeader).toBe(true);
});

test('a leader that is awake keeps the lead while the server is away', async () => {
  const { one, two, networks, world } = await threeTabs();
  for (const network of networks) network.isCut = true;
  const leads = new Set<boolean>();
  two.status.subscribe(() => leads.add(two.status.get().isLeader));
  two.act('task.create', { title: 'a' });
  await world.advance(120_000);
  expect(leads).toEqual(new Set([false]));
  expect([one, two].map((tab) => tab.status.get().isLeader)).toEqual([true, false]);
});

test('a message that is lost costs time only', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const mute = () => {
    const tabs = newTab();
    return { ...tabs, channel: { ...tabs.channel, post: () => {} } };
  };
  const leader = await world.open({ disk, tabs: mute() });
  const follower = await world.open({ disk, tabs: { ...mute(), isVisible: () => false } });
  follower.act('task.create', { title: 'Milk' });
  await settle();
  expect(world.server.seq).toBe(0);
  await world.advance(70_000);
  leader.wake();
  await world.advance(70_000);
  expect(world.server.seq).toBe(1);
  expect(follower.status.get()).toMatchObject({ waiting: 0, seq: 1 });
});

test('without locks every tab sends, and nothing is done twice', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const tabs = await Promise.all(
    [1, 2, 3].map(() => world.open({ disk, tabs: { ...newTab(), locks: undefined } })),
  );
  for (const [index, tab] of tabs.entries()) {
    for (let nth = 0; nth < 10; nth += 1)
      tab.act('task.create', { uid: `${index}-${nth}`, title: 'x' });
    tab.act('task.update', { id: `${index}-0`, title: 'y' });
  }
  await world.advance(120_000);
  expect(world.server.operations.map(({ id }) => id)).toHaveLength(33);
  expect(new Set(world.server.operations.map(({ id }) => id)).size).toBe(33);
  for (const tab of tabs) {
    expect(tab.status.get()).toMatchObject({ waiting: 0, refused: 0, seq: 33, isLeader: true });
    expect(
      tab.view({ noun: 'task' }).rows.toSorted((one, two) => (one.uid < two.uid ? -1 : 1)),
    ).toEqual(world.server.all('task'));
  }
  expect((await disk.read({ outbox: 'keys', sent: 'keys' })).outbox).toEqual([]);
});

test('without locks a tab that is hidden does not watch', async () => {
  const world = newWorld();
  const network = newNetwork();
  let isVisible = false;
  let wake = () => {};
  const tabs = {
    ...newBrowser().newTab(),
    locks: undefined,
    isVisible: () => isVisible,
    onChange: (listener: () => void) => ((wake = listener), () => {}),
  };
  await world.open({ network, tabs });
  expect(network.count.watch).toBe(0);
  isVisible = true;
  wake();
  await settle();
  expect(network.count.watch).toBe(1);
  isVisible = false;
  wake();
  isVisible = true;
  wake();
  expect(network.count.watch).toBe(2);
});

test('a watch that ends is begun again, later and later', async () => {
  const world = newWorld();
  const network = newNetwork();
  await world.open({ network });
  const [hidden, visible] = [newNetwork(), newNetwork()];
  hidden.isCut = true;
  visible.isCut = true;
  await world.open({ network: hidden, tabs: { ...memoryTabs()(), isVisible: () => false } });
  await world.open({ network: visible });
  await world.advance(120_000);
  expect(hidden.count.watch).toBeGreaterThan(5);
  expect(hidden.count.watch).toBeLessThan(15);
  // Somebody waits for it.
  expect(visible.count.watch).toBeGreaterThan(20);
  expect(visible.count.watch).toBeLessThan(35);
  expect(network.count.watch).toBe(1);
});

test('a watch that ends often, as behind some proxies, is begun again soon', async () => {
  const world = newWorld();
  let watches = 0;
  await world.open({
    api: {
      ...world.server.api(),
      watch({ onHead, onEnd }) {
        watches += 1;
        queueMicrotask(() => onHead({ seq: 0, retentionDays: null }));
        queueMicrotask(onEnd);
        return () => {};
      },
    },
  });
  await world.advance(60_000);
  expect(watches).toBeGreaterThan(30);
});

test('two tabs that store one page: one is first, the other reads what it wrote', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const errors: string[] = [];
  const network = newNetwork();
  const deaf = newTab();
  const slow = await world.open({
    network,
    tabs: {
      ...deaf,
      locks: undefined,
      channel: { ...deaf.channel, subscribe: () => () => {} },
    },
    disk: {
      ...disk,
      write: (writes) =>
        disk.write(writes).catch((error: Error) => {
          errors.push(error.name);
          throw error;
        }),
    },
  });
  const fast = await world.open({ disk, tabs: { ...newTab(), locks: undefined } });
  const held = Promise.withResolvers<void>();
  network.onAnswer = (name) => (name === 'since' ? held.promise : undefined);
  const other = await world.open();
  other.act('task.create', { title: 'a' });
  await settle();
  expect([slow, fast].map((tab) => tab.status.get().seq)).toEqual([0, 1]);
  held.resolve();
  await settle();
  expect(errors).toEqual(['ConstraintError']);
  expect(slow.status.get().seq).toBe(1);
  expect(titles(slow.view({ noun: 'task' }).rows)).toEqual(['a']);
});

test('a refusal is not forgotten for what was read before it', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const held = Promise.withResolvers<void>();
  let isHeld = false;
  const replica = await world.open({
    tabs: newTab(),
    disk: {
      ...disk,
      async read(reads) {
        const found = await disk.read(reads);
        if (isHeld && reads.refused) await held.promise;
        return found;
      },
    },
  });
  world.server.maxRows = 0;
  isHeld = true;
  replica.wake();
  replica.act('task.create', { title: 'a' });
  await settle();
  expect(replica.refused()).toHaveLength(1);
  held.resolve();
  await settle();
  expect(replica.refused()).toHaveLength(1);
});

test('a refusal that two tabs were told of is there once', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const held = Promise.withResolvers<void>();
  const slow = await world.open({
    tabs: { ...newTab(), locks: undefined },
    disk: {
      ...disk,
      async write(writes, isStrict) {
        const keys = await disk.write(writes, isStrict);
        if (writes.some(({ store }) => store === 'refused')) await held.promise;
        return keys;
      },
    },
  });
  const fast = await world.open({ disk, tabs: { ...newTab(), locks: undefined } });
  world.server.maxRows = 0;
  slow.act('task.create', { title: 'a' });
  await settle();
  expect([slow, fast].map((tab) => tab.refused().length)).toEqual([1, 1]);
  held.resolve();
  await settle();
  expect([slow, fast].map((tab) => tab.refused().length)).toEqual([1, 1]);
});

test('a person who leaves is gone from all tabs of the device', async () => {
  const { one, two, world } = await threeTabs();
  two.act('task.create', { title: 'Milk' });
  await settle();
  await two.leave();
  await settle();
  expect(one.status.get()).toMatchObject({ disk: 'closed', isLeader: false });
  expect(two.status.get().disk).toBe('closed');
  await world.advance(60_000);
});
