// Rounds of recurring tasks on devices (DOMAIN §5, §7).
import { beforeAll, expect, test, vi } from 'vitest';
import type { Replica } from '../replica.ts';
import { settle } from '../testing/fake-clock.ts';
import { type DeviceOptions, newBrowser, newNetwork, newWorld, World } from '../testing/world.ts';
import { taskViews } from './task-views.ts';
import { type TydoModel, tydo } from './tydo.ts';

type Tydo = Replica<TydoModel>;

beforeAll(() => tydo.loadLate());

const cut = () => Object.assign(newNetwork(), { isCut: true });
const dueOf = (replica: Tydo, uid: string) => replica.row('task', uid)?.due;
const uids = (replica: Tydo) => replica.view(taskViews.logbook()).rows.map(({ uid }) => uid);

/** The clock is at 09:00 UTC on Monday 30 November 2026. */
async function withPills(world: World, options: DeviceOptions = {}): Promise<Tydo> {
  const replica = await world.open(options);
  replica.act('task.create', {
    uid: 'pills',
    title: 'Pills',
    due: '2026-11-29',
    rule: 'FREQ=DAILY',
  });
  replica.act('task.create', { uid: 'box', title: 'Box', parentUid: 'pills', due: '2026-11-29' });
  replica.act('task.update', { id: 'box', completed: true });
  await replica.settled();
  return replica;
}
/** The page sends the round that the person saw. */
const completePills = (replica: Tydo, occurrence = '2026-11-29') =>
  replica.act('task.complete', { id: 'pills', occurrence });

test('a completed round shows the next one and its copy at once, without a network, and so does the server', async () => {
  const world = newWorld();
  const network = newNetwork();
  const replica = await withPills(world, { network });
  network.isCut = true;
  completePills(replica);
  const shown = () => ['pills', 'box'].map((uid) => replica.row('task', uid));
  expect(shown()).toMatchObject([
    { due: '2026-12-01', occurrence: '2026-12-01', completed: false },
    { due: '2026-12-01', completed: false },
  ]);
  expect(replica.row('task', 'pills@2026-11-29')).toMatchObject({
    id: null,
    title: 'Pills',
    completed: true,
    completedAt: '2026-11-30T09:00:00.000Z',
    seriesUid: 'pills',
    rule: null,
    due: '2026-11-29',
  });
  const before = shown();
  await world.advance(3_600_000);
  network.isCut = false;
  await world.advance(60_000);
  expect(shown().map((row) => ({ ...row, updatedAt: '' }))).toEqual(
    before.map((row) => ({ ...row, updatedAt: '' })),
  );
  // When it was done, not when the server heard of it.
  const copy = world.server.rows.at('task', 'pills@2026-11-29');
  expect(copy).toMatchObject({ completedAt: '2026-11-30T09:00:00.000Z' });
});

test('a round is taken back as one: the copy goes, the task and what is under it are as they were', async () => {
  const world = newWorld();
  const replica = await withPills(world);
  const before = ['pills', 'box'].map((uid) => ({ ...replica.row('task', uid), updatedAt: '' }));
  completePills(replica);
  await replica.settled();
  replica.undo();
  await replica.settled();
  for (const rows of [replica.view({ noun: 'task' }).rows, world.server.all('task')]) {
    expect(rows).toHaveLength(2);
    expect(rows.map((row) => ({ ...row, updatedAt: '' }))).toEqual(expect.arrayContaining(before));
  }
  replica.redo();
  expect([dueOf(replica, 'pills'), uids(replica)]).toEqual(['2026-12-01', ['pills@2026-11-29']]);
});

test('two devices that complete the same round make one copy, and complete one round', async () => {
  const world = newWorld();
  const network = newNetwork();
  const one = await withPills(world);
  const other = await world.open({ network });
  network.isCut = true;
  completePills(one);
  await world.advance(86_400_000);
  completePills(other);
  expect(dueOf(other, 'pills')).toBe('2026-12-02');
  network.isCut = false;
  await world.advance(60_000);
  for (const replica of [one, other]) {
    expect([dueOf(replica, 'pills'), uids(replica)]).toEqual(['2026-12-01', ['pills@2026-11-29']]);
    expect(replica.refused()).toEqual([]);
  }
});

test('a round that is completed by an update, or together with others, leaves its copy too', async () => {
  const world = newWorld();
  const replica = await withPills(world);
  replica.act('task.update', { id: 'pills', due: '2026-11-30', completed: true });
  expect(replica.row('task', 'pills@2026-11-29')).toMatchObject({ due: '2026-11-30' });
  replica.act('task.updateMany', { ids: ['pills', 'box'], completed: true });
  expect([dueOf(replica, 'pills'), replica.row('task', 'box')?.completed]).toEqual([
    '2026-12-02',
    true,
  ]);
  expect(uids(replica)).toContain('pills@2026-12-01');
});

test('a skipped round leaves no copy; one that is past is left alone', async () => {
  const world = newWorld();
  const replica = await withPills(world);
  replica.act('task.skip', { id: 'pills', occurrence: '2026-11-29' });
  expect([dueOf(replica, 'pills'), uids(replica)]).toEqual(['2026-11-30', []]);
  replica.act('task.skip', { id: 'pills', occurrence: '2026-11-29' });
  expect(dueOf(replica, 'pills')).toBe('2026-11-30');
  replica.undo();
  replica.undo();
  expect(dueOf(replica, 'pills')).toBe('2026-11-29');
});

test('today is that of the settings or of the call', async () => {
  const world = newWorld();
  const replica = await withPills(world);
  replica.act('settings.update', { zone: 'Pacific/Kiritimati' });
  await world.advance(3_600_000);
  completePills(replica);
  // It is 1 December there.
  expect(dueOf(replica, 'pills')).toBe('2026-12-02');
  replica.undo();
  replica.act('task.complete', { id: 'pills', zone: 'UTC' });
  expect(dueOf(replica, 'pills')).toBe('2026-12-01');
});

test('what the server will refuse shows nothing', async () => {
  const world = newWorld();
  const replica = await withPills(world);
  completePills(replica, '2027-01-01');
  replica.act('task.update', { id: 'pills', rule: 'FREQ=NEVER' });
  replica.act('task.skip', { id: 'box' });
  replica.act('task.create', { title: 'No due', rule: 'FREQ=DAILY' });
  expect(replica.row('task', 'pills')).toMatchObject({ due: '2026-11-29', rule: 'FREQ=DAILY' });
  expect(replica.view({ noun: 'task' }).rows).toHaveLength(2);
  await replica.settled();
  expect(replica.refused()).toHaveLength(4);
});

test('a round of a task that is gone elsewhere is done', async () => {
  const world = newWorld();
  const network = newNetwork();
  const one = await withPills(world);
  const other = await world.open({ network });
  network.isCut = true;
  one.act('task.delete', { id: 'pills' });
  completePills(other);
  other.act('task.skip', { id: 'pills' });
  await world.advance(1_000);
  network.isCut = false;
  await world.advance(60_000);
  expect(other.refused()).toEqual([]);
  expect(other.view({ noun: 'task' }).rows).toEqual([]);
});

test('a device that does not know a zone shows nothing of its rounds, and leaves them to the server', async () => {
  const world = newWorld();
  const replica = await withPills(world);
  const due = '2026-11-30T08:00[Mars/Olympus_Mons]';
  const row = replica.row('task', 'pills');
  const stored = row && { ...row, due, occurrence: due, anchor: due };
  if (stored) world.server.rows.setConfirmed('task', 'pills', stored);
  const fresh = await world.open({ network: newNetwork() });
  await world.advance(60_000);
  expect(fresh.view(taskViews.today()).rows.map(({ uid }) => uid)).toEqual(['pills']);
  fresh.act('task.complete', { id: 'pills' });
  expect(dueOf(fresh, 'pills')).toBe(due);
});

/** A world in which what is loaded late comes when a test says so. */
function slowWorld() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const loadLate = vi.fn<() => Promise<void>>(() => promise);
  return { world: new World({ ...tydo, loadLate }), loadLate, resolve };
}

test('until recurrence is loaded, only what needs it waits; a recurring task begins the load', async () => {
  const { world, loadLate, resolve } = slowWorld();
  const replica = await world.open();
  replica.act('task.create', { uid: 'box', title: 'Box' });
  expect(loadLate).toHaveBeenCalledTimes(0);
  replica.act('task.create', {
    uid: 'pills',
    title: 'Pills',
    due: '2026-11-29',
    rule: 'FREQ=DAILY',
  });
  expect(loadLate).toHaveBeenCalledTimes(1);
  replica.act('task.complete', { id: 'box' });
  completePills(replica);
  expect(replica.row('task', 'box')?.completed).toBe(true);
  expect(dueOf(replica, 'pills')).toBe('2026-11-29');
  resolve();
  await settle();
  expect(dueOf(replica, 'pills')).toBe('2026-12-01');
  await replica.settled();
  const other = await world.open();
  expect(dueOf(other, 'pills')).toBe('2026-12-01');
  expect(loadLate).toHaveBeenCalledTimes(2);
});

test('a tab opens with the next round where a completed one waits, or late without it', async () => {
  const { world, resolve } = slowWorld();
  const { disk, newTab } = newBrowser();
  const first = await withPills(world, { disk, tabs: newTab() });
  await world.advance(60_000);
  await first.close();
  const offline = await world.open({ disk, tabs: newTab(), network: cut() });
  expect(dueOf(offline, 'pills')).toBe('2026-11-29');
  await completePills(offline).stored;
  await offline.close();
  let opened: Tydo | undefined;
  const open = async () => {
    opened = undefined;
    opened = await world.open({ disk, tabs: newTab(), network: cut() });
  };
  void open();
  await settle(50);
  expect(opened).toBeUndefined();
  await world.advance(1_000);
  await settle(50);
  expect(opened && dueOf(opened, 'pills')).toBe('2026-11-29');
  void open();
  await settle(50);
  expect(opened).toBeUndefined();
  resolve();
  await settle(50);
  expect(opened && dueOf(opened, 'pills')).toBe('2026-12-01');
});
