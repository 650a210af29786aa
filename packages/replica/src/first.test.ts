import { expect, test } from 'vitest';
import type { Disk } from './disk.ts';
import type { Replica } from './replica.ts';
import { settle } from './testing/fake-clock.ts';
import { newBrowser, newNetwork, newWorld, type World } from './testing/world.ts';
import { taskCounts, taskViews } from './tydo/task-views.ts';
import type { TydoModel } from './tydo/tydo.ts';
import type { View } from './view.ts';

type TaskReplica = Replica<TydoModel>;

const cut = () => Object.assign(newNetwork(), { isCut: true });
const titles = ({ rows }: View) => rows.map((row) => row['title']);

/** What a page shows: the tasks that are not completed, and the counts. */
function show(replica: TaskReplica) {
  const all = replica.view({ noun: 'task' });
  const active = replica.view({ noun: 'task', where: { completed: false } });
  const done = replica.view({ noun: 'task', where: { completed: true } });
  const lists = replica.counts(taskCounts.lists());
  for (const view of [all, active, done, lists]) view.subscribe(() => {});
  void active.rows;
  return { active, counts: () => [all.count, done.count, lists.get(null)] };
}

/** The disk as it is while the chunks are read. */
function slowChunks(disk: Disk): Disk & { release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    ...disk,
    async read(reads) {
      if (reads.chunk) await promise;
      return disk.read(reads);
    },
    release: resolve,
  };
}

/** A device that has 1,500 tasks, every third completed, and was left. */
async function leftDevice(world: World) {
  const writer = await world.open();
  for (let nth = 0; nth < 15; nth += 1) {
    const tasks = Array.from({ length: 100 }, (_, at) => ({ title: `${nth * 100 + at}` }));
    writer.act('task.createMany', { tasks });
  }
  await world.advance(5_000);
  const done = writer.view({ noun: 'task' }).rows.filter((_, at) => at % 3 === 0);
  for (let at = 0; at < done.length; at += 100) {
    const ids = done.slice(at, at + 100).map(({ uid }) => uid);
    writer.act('task.updateMany', { ids, completed: true });
  }
  await world.advance(5_000);
  const browser = newBrowser();
  const open = (disk = browser.disk) =>
    world.open({ disk, tabs: browser.newTab(), network: cut() });
  const replica = await world.open({ disk: browser.disk, tabs: browser.newTab() });
  const shown = show(replica);
  await world.advance(5_000);
  return { writer, browser, replica, shown, open };
}

test('the first rows and the counts are there before the chunks are read', async () => {
  const world = newWorld();
  const { replica, shown, open, browser } = await leftDevice(world);
  const before = titles(shown.active);
  await replica.close();
  const slow = slowChunks(browser.disk);
  const again = await open(slow);
  const now = show(again);
  expect(again.status.get().isLoaded).toBe(false);
  expect(titles(now.active).slice(0, 100)).toEqual(before.slice(0, 100));
  expect(now.counts()).toEqual([1_500, 500, 1_000]);
  const early = now.active.rows[0];
  slow.release();
  await world.advance(0);
  await settle(50);
  expect(again.status.get().isLoaded).toBe(true);
  expect(titles(now.active)).toEqual(before);
  expect(now.counts()).toEqual([1_500, 500, 1_000]);
  // The same object, so that nothing is drawn again.
  expect(now.active.rows[0]).toBe(early);
});

test('the chunks are read when the first rows are on the screen', async () => {
  const world = newWorld();
  const { replica, browser } = await leftDevice(world);
  await replica.close();
  const { promise, resolve } = Promise.withResolvers<void>();
  const [tabs, whenShown] = [browser.newTab(), () => promise];
  const again = await world.open({ disk: browser.disk, tabs, network: cut(), whenShown });
  const now = show(again);
  await world.advance(1_000);
  expect(again.status.get().isLoaded).toBe(false);
  expect(now.active.rows.length).toBeLessThan(300);
  again.act('task.create', { title: 'meanwhile' });
  resolve();
  await settle(50);
  expect(again.status.get().isLoaded).toBe(true);
  expect(now.counts()).toEqual([1_501, 500, 1_001]);
});

test('what was done and came after the page was kept is in the first rows and the counts', async () => {
  const world = newWorld();
  const { writer, replica, open, browser } = await leftDevice(world);
  const [oldest] = writer.view({ noun: 'task' }).rows.slice(-1);
  const kept = await browser.disk.read({ meta: ['first'] });
  writer.act('task.create', { title: 'elsewhere' });
  writer.act('task.delete', { id: oldest?.uid ?? '' });
  await world.advance(500);
  const [newest] = replica.view({ noun: 'task', where: { completed: false } }).rows.slice(1);
  await replica.close();
  const offline = await open();
  await settle(50);
  await offline.act('task.create', { title: 'offline' }).stored;
  await offline.act('task.update', { id: newest?.uid ?? '', completed: true }).stored;
  await offline.close();
  // As a tab that was killed leaves it.
  const [first] = kept.meta;
  if (first) await browser.disk.write([{ store: 'meta', key: 'first', put: first.value }]);
  const slow = slowChunks(browser.disk);
  const again = await open(slow);
  const { active, counts } = show(again);
  expect(titles(active).slice(0, 2)).toEqual(['offline', 'elsewhere']);
  expect(counts()).toEqual([1_501, 501, 1_000]);
  slow.release();
  await settle(50);
  expect([again.status.get().isLoaded, ...counts()]).toEqual([true, 1_501, 501, 1_000]);
});

test('what waited when the page was kept is counted once', async () => {
  const world = newWorld();
  const { replica, open, browser } = await leftDevice(world);
  await replica.close();
  const offline = await open();
  const shown = show(offline);
  await settle(50);
  // Far below the first rows.
  const last = shown.active.rows.at(-1)?.['uid'];
  await offline.act('task.update', { id: String(last), completed: true }).stored;
  await offline.act('task.create', { title: 'offline' }).stored;
  await world.advance(2_000);
  expect(shown.counts()).toEqual([1_501, 501, 1_000]);
  await offline.close();
  const again = await open(slowChunks(browser.disk));
  expect(show(again).counts()).toEqual([1_501, 501, 1_000]);
});

test('what another tab brings while the chunks are read stays', async () => {
  const world = newWorld();
  const { writer, replica, open, browser } = await leftDevice(world);
  const slow = slowChunks(browser.disk);
  const follower = await open(slow);
  const { active, counts } = show(follower);
  const first = active.rows[0]?.['uid'];
  writer.act('task.update', { id: String(first), title: 'changed' });
  writer.act('task.delete', { id: writer.view({ noun: 'task' }).rows.at(-1)?.uid ?? '' });
  await world.advance(1_000);
  replica.wake();
  await world.advance(1_000);
  expect(titles(active)[0]).toBe('changed');
  expect(counts()[0]).toBe(1_499);
  slow.release();
  await settle(50);
  expect([titles(active)[0], ...counts()].slice(0, 2)).toEqual(['changed', 1_499]);
  expect(follower.view({ noun: 'task' }).rows).toEqual(replica.view({ noun: 'task' }).rows);
});

test('rows that are in no chunk yet stay', async () => {
  const world = newWorld();
  const browser = newBrowser();
  const replica = await world.open({ disk: browser.disk, tabs: browser.newTab() });
  const { active } = show(replica);
  await world.advance(1_000);
  replica.act('task.create', { title: 'one' });
  replica.act('task.create', { title: 'two' });
  await world.advance(5_000);
  expect(titles(active)).toEqual(['two', 'one']);
  await replica.close();
  const again = await world.open({ disk: browser.disk, tabs: browser.newTab(), network: cut() });
  await settle(50);
  expect(again.status.get().isLoaded).toBe(true);
  expect(titles(show(again).active)).toEqual(['two', 'one']);
});

test('what was kept of other rows than those of the disk is passed over', async () => {
  const world = newWorld();
  const { replica, open, browser } = await leftDevice(world);
  await replica.close();
  const { meta } = await browser.disk.read({ meta: ['first'] });
  const first = meta[0]?.value.first;
  expect(first?.rows.length).toBeGreaterThan(99);
  for (const wrong of [{ base: 'other' }, { seq: 3 }, { seq: 1_000 }]) {
    const put = first && { first: { ...first, ...wrong } };
    if (put) await browser.disk.write([{ store: 'meta', key: 'first', put }]);
    const slow = slowChunks(browser.disk);
    const opening = open(slow);
    await settle(20);
    slow.release();
    const again = await opening;
    await settle(50);
    expect(show(again).counts()).toEqual([1_500, 500, 1_000]);
    await again.close();
  }
});

test('a count that has changed with the clock since it was kept is not known until the rows are read', async () => {
  const world = newWorld();
  const writer = await world.open();
  writer.act('task.create', { title: 'Tomorrow', due: '2026-12-01' });
  await world.advance(5_000);
  const browser = newBrowser();
  const replica = await world.open({ disk: browser.disk, tabs: browser.newTab() });
  const [upcoming, overdue] = [taskViews.upcoming(), taskViews.overdue()].map((spec) => {
    const view = replica.view(spec);
    view.subscribe(() => {});
    return view;
  });
  expect([upcoming?.rows.length, overdue?.count]).toEqual([1, 0]);
  await world.advance(5_000);
  await replica.close();
  async function countAfter(ms: number) {
    world.time.ms += ms;
    const again = await world.open({
      disk: slowChunks(browser.disk),
      tabs: browser.newTab(),
      network: cut(),
    });
    const { count } = again.view(taskViews.overdue());
    await again.close();
    return count;
  }
  const hour = 3_600_000;
  expect(await countAfter(hour)).toBe(0);
  // At midnight.
  expect(await countAfter(14 * hour)).toBeUndefined();
});
