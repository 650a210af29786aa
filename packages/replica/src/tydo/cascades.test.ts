// What a command does to other rows, and what is left of it when those rows change elsewhere.
import { describe, expect, test } from 'vitest';
import type { Replica } from '../replica.ts';
import { newNetwork, newWorld, type World } from '../testing/world.ts';
import { taskViews } from './task-views.ts';
import { type TydoModel, tydo } from './tydo.ts';

type Tydo = Replica<TydoModel>;

/** Two devices that have the same rows, the second without a network until they meet: it comes second. */
async function apart(prepare: (replica: Tydo) => void) {
  const world = newWorld();
  const network = newNetwork();
  const one = await world.open();
  const other = await world.open({ network });
  prepare(one);
  await world.advance(0);
  network.isCut = true;
  const meet = async () => {
    await world.advance(0);
    network.isCut = false;
    await world.advance(60_000);
    expectSame(world, one, other);
  };
  return { world, one, other, meet };
}

function expectSame(world: World, ...replicas: Tydo[]): void {
  for (const noun of ['list', 'section', 'label', 'filter', 'task'] as const) {
    const stored = world.server.all(noun);
    for (const replica of replicas) {
      const { rows } = replica.view({ noun });
      const keyed = rows.toSorted((one, two) => (String(keyOf(one)) < String(keyOf(two)) ? -1 : 1));
      expect(keyed).toEqual(stored);
    }
  }
}
const keyOf = (row: object) => ('uid' in row ? row.uid : 'id' in row ? row.id : '');

const titles = (replica: Tydo) => replica.view({ noun: 'task' }).rows.map(({ title }) => title);

const withList = (replica: Tydo) => {
  replica.act('list.create', { id: 'home', name: 'Home' });
  replica.act('section.create', { id: 'kitchen', listId: 'home', name: 'Kitchen' });
  replica.act('label.create', { id: 'phone', name: 'phone' });
  replica.act('task.create', {
    uid: 'tap',
    title: 'Fix tap',
    sectionId: 'kitchen',
    labelIds: ['phone'],
  });
  replica.act('task.create', { uid: 'call', title: 'Call plumber', parentUid: 'tap' });
};

describe('a list', () => {
  test('takes its sections and tasks with it, and all of it comes back', async () => {
    const world = newWorld();
    const replica = await world.open();
    withList(replica);
    replica.act('task.create', { uid: 'milk', title: 'Milk' });
    await world.advance(0);
    replica.act('list.delete', { id: 'home' });
    expect(titles(replica)).toEqual(['Milk']);
    expect(replica.row('section', 'kitchen')).toBeUndefined();
    replica.undo();
    expect(titles(replica)).toEqual(['Milk', 'Call plumber', 'Fix tap']);
    await world.advance(1_000);
    expectSame(world, replica);
    expect(replica.row('task', 'call')).toMatchObject({ listId: 'home', sectionId: 'kitchen' });
  });

  test('that is deleted elsewhere while a task is put into it: the task is refused, its text kept', async () => {
    const { one, other, meet } = await apart(withList);
    const { answered } = other.act('task.create', { title: 'Paint', listId: 'home' });
    const moved = other.act('task.update', { id: 'call', title: 'Call Bo' });
    one.act('list.delete', { id: 'home' });
    expect(titles(other)).toContain('Paint');
    await meet();
    expect(titles(other)).toEqual([]);
    expect(await answered).toMatchObject({ refused: { data: { code: 'NOT_FOUND' } } });
    expect(await moved.answered).toMatchObject({ refused: { kind: 'conflict', row: undefined } });
    expect(other.refused().map(({ entry }) => entry.input)).toMatchObject([
      { title: 'Paint' },
      { title: 'Call Bo' },
    ]);
  });

  test('that is deleted here takes what others put into it before that arrives', async () => {
    const { one, other, meet } = await apart(withList);
    one.act('task.create', { uid: 'paint', title: 'Paint', listId: 'home' });
    other.act('list.delete', { id: 'home' });
    await meet();
    expect([titles(one), titles(other)]).toEqual([[], []]);
    expect(other.refused()).toEqual([]);
  });

  test('that is gone is deleted again without a word', async () => {
    const { one, other, meet } = await apart(withList);
    one.act('list.delete', { id: 'home' });
    const { answered } = other.act('list.delete', { id: 'home' });
    const moved = other.act('list.move', { id: 'home' });
    const archived = other.act('list.archive', { id: 'home', archived: true });
    await meet();
    const answers = [await answered, await moved.answered, await archived.answered];
    expect(answers).toEqual([{ seq: null }, { seq: null }, { seq: null }]);
  });

  test('is archived and taken out again, once each', async () => {
    const { one, other, meet } = await apart(withList);
    other.act('list.archive', { id: 'home', archived: true });
    const at = other.row('list', 'home')?.archivedAt;
    expect(at).not.toBeNull();
    other.act('list.archive', { id: 'home', archived: true });
    other.act('list.update', { id: 'home', name: 'House' });
    expect(other.row('list', 'home')).toMatchObject({ name: 'House', archivedAt: at });
    await meet();
    expect(one.row('list', 'home')?.archivedAt).toBe(at);
    other.act('list.archive', { id: 'home', archived: false });
    expect(other.row('list', 'home')?.archivedAt).toBeNull();
  });

  test('whose id is taken shows nothing, and is refused', async () => {
    const { other, meet } = await apart(withList);
    const { answered } = other.act('list.create', { id: 'home', name: 'Other' });
    expect(other.row('list', 'home')?.name).toBe('Home');
    await meet();
    expect(await answered).toMatchObject({ refused: { data: { code: 'CONFLICT' } } });
  });

  test('stands where it was moved to, also before the server knows', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    const order = () => replica.view({ noun: 'list' }).rows.map(({ id }) => id);
    for (const id of ['a', 'b', 'c']) replica.act('list.create', { id, name: id });
    await world.advance(0);
    network.isCut = true;
    replica.act('list.create', { id: 'd', name: 'd', before: 'b' });
    replica.act('list.move', { id: 'a', after: 'b' });
    replica.act('list.move', { id: 'c', before: 'd' });
    replica.act('list.create', { id: 'e', name: 'e', before: 'gone' });
    expect(order()).toEqual(['c', 'd', 'b', 'a', 'e']);
    replica.act('list.move', { id: 'b' });
    expect(order()).toEqual(['c', 'd', 'a', 'e', 'b']);
    replica.act('list.move', { id: 'd', before: 'd' });
    expect(order()).toEqual(['c', 'd', 'a', 'e', 'b']);
  });
});

describe('a section', () => {
  test('leaves its tasks in the list when it is deleted', async () => {
    const { world, one, other, meet } = await apart(withList);
    other.act('section.delete', { id: 'kitchen' });
    expect(other.row('task', 'call')).toMatchObject({ listId: 'home', sectionId: null });
    one.act('task.create', { uid: 'sink', title: 'Sink', sectionId: 'kitchen' });
    await meet();
    expect(world.server.all('task')).toMatchObject([
      { sectionId: null },
      { uid: 'sink', sectionId: null },
      { sectionId: null },
    ]);
  });

  test('of a list that is not there shows nothing', async () => {
    const { other } = await apart(withList);
    other.act('section.create', { id: 's', listId: 'gone', name: 'S' });
    other.act('task.create', { uid: 't', title: 'T', listId: 'gone' });
    other.act('task.create', { uid: 't', title: 'T', sectionId: 's' });
    other.act('task.create', { uid: 't', title: 'T', labelIds: ['gone'] });
    // The page names tasks by their uids.
    other.act('task.update', { id: 1, title: 'T' });
    expect(other.row('task', 'tap')?.title).toBe('Fix tap');
    expect([other.row('section', 's'), other.row('task', 't')]).toEqual([undefined, undefined]);
  });
});

describe('a label', () => {
  test('comes off its tasks when it is deleted', async () => {
    const { one, other, meet } = await apart(withList);
    other.act('label.delete', { id: 'phone' });
    expect(other.row('task', 'tap')?.labelIds).toEqual([]);
    one.act('task.updateMany', { ids: ['call'], addLabelIds: ['phone'] });
    await meet();
    expect(one.row('task', 'call')?.labelIds).toEqual([]);
    other.undo();
    expect(other.row('task', 'call')?.labelIds).toEqual(['phone']);
    await meet();
  });

  test('that is deleted elsewhere is left out of what is added', async () => {
    const { one, other, meet } = await apart((replica) => {
      withList(replica);
      replica.act('label.create', { id: 'town', name: 'town' });
    });
    one.act('label.delete', { id: 'phone' });
    const ids = ['tap', 'call'];
    other.act('task.updateMany', { ids, addLabelIds: ['phone', 'town'] });
    const only = other.act('task.updateMany', { ids, removeLabelIds: ['phone'] });
    await meet();
    expect(one.row('task', 'call')?.labelIds).toEqual(['town']);
    expect(await only.answered).toEqual({ seq: null });
    expect(other.refused()).toEqual([]);
  });

  test('has a name of its own, whatever the case', async () => {
    const { other } = await apart(withList);
    other.act('label.create', { id: 'b', name: 'PHONE' });
    expect(other.row('label', 'b')).toBeUndefined();
    other.act('label.create', { id: 'b', name: 'shop' });
    other.act('label.update', { id: 'b', name: 'Phone' });
    expect(other.row('label', 'b')?.name).toBe('shop');
    other.act('label.update', { id: 'phone', name: 'Phone', color: 'red' });
    expect(other.row('label', 'phone')).toMatchObject({ name: 'Phone', color: 'red' });
  });

  test('that two devices make with one name is refused to the second', async () => {
    const { one, other, meet } = await apart(withList);
    one.act('label.create', { id: 'a', name: 'shop' });
    const { answered } = other.act('label.create', { id: 'b', name: 'Shop' });
    other.act('task.updateMany', { ids: ['call'], addLabelIds: ['b'] });
    await meet();
    expect(await answered).toMatchObject({ refused: { kind: 'refused' } });
    expect(other.row('task', 'call')?.labelIds).toEqual([]);
  });
});

describe('a filter', () => {
  test('follows the names that it has when a row is renamed, once its rules are loaded', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    network.isCut = true;
    withList(replica);
    replica.act('filter.create', { id: 'f', name: 'F', query: '#Home & @phone & /Kitchen' });
    replica.act('list.update', { id: 'home', name: 'House & garden' });
    expect(replica.row('filter', 'f')?.query).toBe('#Home & @phone & /Kitchen');
    await tydo.loadLate();
    await world.advance(0);
    expect(replica.row('filter', 'f')?.query).toBe('#"House & garden" & @phone & /Kitchen');
    replica.act('label.update', { id: 'phone', name: 'call' });
    replica.act('section.update', { id: 'kitchen', name: 'Bath' });
    expect(replica.row('filter', 'f')?.query).toBe('#"House & garden" & @call & /Bath');
    for (let nth = 0; nth < 3; nth += 1) replica.undo();
    expect(replica.row('filter', 'f')?.query).toBe('#Home & @phone & /Kitchen');
    network.isCut = false;
    await world.advance(60_000);
    expectSame(world, replica);
  });

  test('that does not parse shows nothing', async () => {
    const { other } = await apart(withList);
    await tydo.loadLate();
    other.act('filter.create', { id: 'f', name: 'F', query: '#Home &' });
    await Promise.resolve();
    expect(other.row('filter', 'f')).toBeUndefined();
    other.act('filter.create', { id: 'g', name: 'F', query: '#Home' });
    other.act('filter.update', { id: 'g', query: '(' });
    other.act('filter.update', { id: 'g', color: 'red' });
    expect(other.row('filter', 'g')).toMatchObject({ query: '#Home', color: 'red' });
  });

  test('that was changed on two devices offers both queries', async () => {
    const { one, other, meet } = await apart((replica) =>
      replica.act('filter.create', { id: 'f', name: 'F', query: 'p1' }),
    );
    one.act('filter.update', { id: 'f', query: 'p2' });
    const { answered } = other.act('filter.update', { id: 'f', query: 'p3' });
    await meet();
    expect(await answered).toMatchObject({ refused: { kind: 'conflict', row: { query: 'p2' } } });
  });
});

test('settings are one row, from the first change on', async () => {
  const { one, other, meet } = await apart(() => {});
  expect(one.row('settings', 'settings')).toBeUndefined();
  one.act('settings.update', {});
  one.act('settings.update', { zone: 'Europe/Berlin' });
  other.act('settings.update', { weekStart: 7 });
  await meet();
  expect(other.row('settings', 'settings')).toMatchObject({ zone: 'Europe/Berlin', weekStart: 7 });
  expect(one.row('settings', 'settings')).toEqual(other.row('settings', 'settings'));
});

describe('a task', () => {
  test('is completed with what is under it, and opened with what is above', async () => {
    const { world, one, other, meet } = await apart(withList);
    other.act('task.update', { id: 'tap', completed: true });
    expect(other.row('task', 'call')).toMatchObject({ completed: true });
    one.act('task.create', { uid: 'pay', title: 'Pay', parentUid: 'call' });
    await meet();
    expect(world.server.all('task')).toMatchObject([{}, { uid: 'pay', completed: true }, {}]);
    const at = other.row('task', 'tap')?.completedAt;
    expect(at).toBe(other.row('task', 'pay')?.completedAt);
    other.act('task.update', { id: 'pay', completed: false });
    expect(other.row('task', 'tap')).toMatchObject({ completed: false, completedAt: null });
    await meet();
  });

  test('that is deleted while a part of it is completed elsewhere is gone', async () => {
    const { one, other, meet } = await apart(withList);
    one.act('task.delete', { id: 'tap' });
    const { answered } = other.act('task.update', { id: 'call', completed: true });
    other.act('task.deleteMany', { ids: ['call', 'tap'] });
    await meet();
    expect([titles(one), titles(other)]).toEqual([[], []]);
    expect(await answered).toMatchObject({ refused: { data: { code: 'NOT_FOUND' } } });
  });

  test('moves with what is under it, beside the task that is named', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    withList(replica);
    for (const uid of ['a', 'b', 'c']) {
      replica.act('task.create', { uid, title: uid });
      await world.advance(1);
    }
    network.isCut = true;
    const inbox = () => replica.view(taskViews.list(null)).rows.map(({ uid }) => uid);
    expect(inbox()).toEqual(['a', 'b', 'c']);
    replica.act('task.move', { ids: ['tap'], listId: null, after: 'a' });
    expect(inbox()).toEqual(['call', 'a', 'tap', 'b', 'c']);
    replica.act('task.move', { ids: ['c', 'b'], before: 'a' });
    replica.act('task.createMany', {
      tasks: ['x', 'y'].map((uid) => ({ uid, title: uid, after: 'a' })),
    });
    const roots = () => inbox().filter((uid) => !replica.row('task', uid)?.parentUid);
    expect(roots()).toEqual(['c', 'b', 'a', 'y', 'x', 'tap']);
    replica.act('task.move', { ids: ['c'] });
    replica.act('task.create', { uid: 'z', title: 'z', before: 'call' });
    expect(roots()).toEqual(['b', 'a', 'y', 'x', 'tap', 'c']);
    expect(replica.row('task', 'z')).toMatchObject({ parentUid: 'tap' });
    replica.act('task.move', { ids: ['a', 'c'], parentUid: 'call' });
    expect(replica.view(taskViews.children('call')).rows.map(({ uid }) => uid)).toEqual(['a', 'c']);
    replica.act('task.move', { ids: ['tap'], parentUid: 'a' });
    expect(replica.row('task', 'tap')?.parentUid).toBeNull();
  });

  test('is not undone where that would break a rule: the server is left to say so', async () => {
    const { other } = await apart(withList);
    other.act('list.create', { id: 'work', name: 'Work' });
    other.act('task.create', { uid: 'mail', title: 'Mail', listId: 'work' });
    other.act('label.create', { id: 'b', name: 'shop' });
    const before = titles(other);
    // The list that is to go has a task since; the label's old name is another's.
    const { operationId } = other.act('label.update', { id: 'b', name: 'town' });
    other.act('label.create', { id: 'c', name: 'shop' });
    other.act('operation.undo', { id: operationId });
    expect(other.row('label', 'b')?.name).toBe('town');
    const completed = other.act('task.update', { id: 'tap', completed: true });
    const opened = other.act('task.update', { id: 'tap', completed: false });
    other.act('task.update', { id: 'call', completed: false });
    other.act('operation.undo', { id: opened.operationId });
    expect(other.row('task', 'tap')?.completed).toBe(false);
    other.act('operation.undo', { id: completed.operationId });
    expect(titles(other)).toEqual(before);
    const child = other.act('task.create', { uid: 'kid', title: 'Kid', parentUid: 'mail' });
    other.act('task.create', { uid: 'grandkid', title: 'Grandkid', parentUid: 'kid' });
    other.act('operation.undo', { id: child.operationId });
    expect(other.row('task', 'kid')).toBeDefined();
  });
});
