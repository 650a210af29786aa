import { describe, expect, test } from 'vitest';
import type { Row } from './model.ts';
import { settle } from './testing/fake-clock.ts';
import { newBrowser, newNetwork, newWorld } from './testing/world.ts';

const titles = (rows: readonly object[]) => rows.map((row) => (row as { title: string }).title);

describe('what another device did', () => {
  test('appears when the watch tells of it, without a timer', async () => {
    const world = newWorld();
    const [one, other] = [await world.open(), await world.open()];
    one.act('task.create', { uid: 'u', title: 'Milk' });
    one.act('task.update', { id: 'u', completed: true });
    await settle();
    expect(other.row('task', 'u')).toMatchObject({ id: 1, completed: true });
    one.act('task.delete', { id: 'u' });
    await settle();
    expect(other.row('task', 'u')).toBeUndefined();
    expect(other.version.get()).toBeGreaterThan(1);
  });

  test('appears within a minute where there is no watch, or at once on the way back', async () => {
    const world = newWorld();
    const network = newNetwork();
    const wakes: (() => void)[] = [];
    const tabs = {
      ...newBrowser().newTab(),
      onChange: (wake: () => void) => (wakes.push(wake), () => {}),
    };
    const api = world.server.api();
    const one = await world.open();
    const other = await world.open({
      network,
      tabs,
      api: { ...api, watch: ({ onEnd }) => (queueMicrotask(onEnd), () => {}) },
    });
    one.act('task.create', { title: 'Milk' });
    await world.advance(59_000);
    expect(other.view({ noun: 'task' }).count).toBe(0);
    await world.advance(2_000);
    expect(other.view({ noun: 'task' }).count).toBe(1);
    one.act('task.create', { title: 'Bread' });
    await settle();
    for (const wake of wakes) wake();
    await settle();
    expect(other.view({ noun: 'task' }).count).toBe(2);
  });

  test('comes as a snapshot where it is more than 2,000 operations', async () => {
    const world = newWorld();
    const network = newNetwork();
    const [one, other] = [await world.open(), await world.open({ network })];
    network.isCut = true;
    for (let nth = 0; nth < 2_100; nth += 1) one.act('task.create', { title: `${nth}` });
    await world.advance(0);
    network.isCut = false;
    network.count.snapshot = 0;
    network.count.since = 0;
    await world.advance(60_000);
    expect(network.count.snapshot).toBe(21);
    expect(network.count.since).toBeLessThan(25);
    expect(other.status.get().seq).toBe(2_100);
    expect(other.view({ noun: 'task' }).count).toBe(2_100);
  });
});

test('an answer of `since` that comes late is not applied twice, nor with a gap', async () => {
  const world = newWorld();
  const browser = newBrowser();
  const network = newNetwork();
  const one = await world.open();
  // Two tabs without locks: both read, and store the same pages.
  const tabs = () => ({ ...browser.newTab(), locks: undefined });
  const held: (() => void)[] = [];
  const [slow, fast] = [
    await world.open({ disk: browser.disk, tabs: tabs(), network }),
    await world.open({ disk: browser.disk, tabs: tabs() }),
  ];
  network.onAnswer = (name) =>
    name === 'since' ? new Promise<void>((resolve) => held.push(resolve)) : undefined;
  for (const title of ['a', 'b']) one.act('task.create', { title });
  await settle();
  for (const title of ['c', 'd']) one.act('task.create', { title });
  await settle();
  network.onAnswer = () => {};
  for (const release of held) release();
  await world.advance(60_000);
  expect(slow.status.get().seq).toBe(4);
  expect(fast.status.get().seq).toBe(4);
  expect(titles(slow.view({ noun: 'task' }).rows)).toEqual(['d', 'c', 'b', 'a']);
  const { tail } = await browser.disk.read({ tail: 'all' });
  expect(new Set(tail.map(({ value }) => value.seq))).toEqual(new Set([1, 2, 3, 4]));
});

test('a server that leaves out operations is asked again, and nothing is skipped', async () => {
  const world = newWorld();
  const one = await world.open();
  const api = world.server.api();
  let leavesOut = true;
  const other = await world.open({
    api: {
      ...api,
      async since(input) {
        const { items } = await api.since(input);
        return { items: leavesOut ? items.slice(1) : items };
      },
    },
  });
  for (const title of ['a', 'b']) one.act('task.create', { title });
  await world.advance(1_000);
  expect(other.status.get().seq).toBe(0);
  leavesOut = false;
  await world.advance(60_000);
  expect(other.status.get().seq).toBe(2);
});

test.each([2, 150])(
  'operations on the disk that do not go on from what is here end in a snapshot',
  async (seq) => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const network = newNetwork();
    const replica = await world.open({ disk, tabs: newTab(), network });
    network.isCut = true;
    const other = await world.open();
    for (let nth = 1; nth <= 160; nth += 1) other.act('task.create', { title: `${nth}` });
    await world.advance(0);
    const base = (await disk.read({ meta: ['checkpoint'] })).meta[0]?.value.checkpoint?.base ?? '';
    const stray = { id: 'x', seq, kind: '', undoes: null, createdAt: '', changes: [] };
    await disk.write([{ store: 'tail', key: [base, seq], put: stray }]);
    network.isCut = false;
    await world.advance(60_000);
    expect(replica.status.get()).toMatchObject({ seq: 160, isLoaded: true });
    expect(replica.view({ noun: 'task' }).count).toBe(160);
  },
);

test('nouns that this version does not know are passed over', async () => {
  const world = newWorld();
  const api = world.server.api();
  const star = { id: 's', updatedAt: '2026-01-01T00:00:00.000Z' } as Row;
  const replica = await world.open({
    api: {
      ...api,
      async snapshot(input) {
        const page = await api.snapshot(input);
        return { ...page, rows: [{ noun: 'star', row: star }, ...page.rows] };
      },
      async since(input) {
        const { items } = await api.since(input);
        return {
          items: items.map((one) => {
            return {
              ...one,
              changes: [{ noun: 'star', before: null, after: star }, ...one.changes],
            };
          }),
        };
      },
    },
  });
  replica.act('task.create', { title: 'Milk' });
  await world.advance(1_000);
  expect(replica.status.get()).toMatchObject({ seq: 1, isLoaded: true });
  expect(titles(replica.view({ noun: 'task' }).rows)).toEqual(['Milk']);
});

test('a command that changed nothing leaves when all operations of that time are here', async () => {
  const world = newWorld();
  const replica = await world.open();
  replica.act('task.create', { uid: 'u', title: 'Milk' });
  const { answered } = replica.act('task.update', { id: 'u', completed: false });
  await world.advance(0);
  expect(await answered).toEqual({ seq: null });
  await replica.settled();
  expect(replica.status.get().waiting).toBe(0);
});

test('a device whose clock is wrong by years shows the same rows in the same order', async () => {
  const world = newWorld();
  const years = 5 * 365 * 24 * 3_600_000;
  const network = newNetwork();
  const clock = world.time.clock(-years);
  const early = await world.open({ clock, network });
  const late = await world.open({ clock: world.time.clock(years) });
  const right = await world.open();
  const add = (replica: typeof right, title: string) => {
    replica.act('task.create', { uid: title, title });
    return world.advance(1_000);
  };
  await add(right, 'a');
  network.isCut = true;
  await add(early, 'd');
  clock.wrongByMs -= years;
  await add(early, 'e');
  expect(titles(early.view({ noun: 'task' }).rows)).toEqual(['e', 'd', 'a']);
  await add(late, 'b');
  late.act('task.update', { id: 'a', title: 'A' });
  await add(right, 'c');
  network.isCut = false;
  await world.advance(60_000);
  early.act('task.update', { id: 'b', completed: true });
  await world.advance(60_000);
  const rows = right.view({ noun: 'task' }).rows;
  expect(titles(rows)).toEqual(['e', 'd', 'c', 'b', 'A']);
  for (const replica of [early, late]) expect(replica.view({ noun: 'task' }).rows).toEqual(rows);
});
