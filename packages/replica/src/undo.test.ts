import { describe, expect, test } from 'vitest';
import { boxes } from './testing/boxes.ts';
import { settle } from './testing/fake-clock.ts';
import { newBrowser, newNetwork, newWorld, World } from './testing/world.ts';

const shown = (replica: { view: (spec: { noun: 'task' }) => { rows: readonly object[] } }) =>
  replica.view({ noun: 'task' }).rows.map((row) => (row as { title: string }).title);

test('the history has what was confirmed and what waits, the latest first', async () => {
  const world = newWorld();
  const network = newNetwork();
  const replica = await world.open({ network });
  const { operationId } = replica.act('task.create', { uid: 'u', title: 'Milk' });
  await settle();
  network.isCut = true;
  replica.act('task.update', { id: 'u', completed: true });
  replica.undo();
  await settle();
  expect(replica.history()).toMatchObject([
    { seq: null, kind: 'operation.undo', undoes: expect.any(String) },
    { seq: null, kind: 'task.update', undoes: null, changes: [{ after: { completed: true } }] },
    { id: operationId, seq: 1, kind: 'task.create', changes: [{ key: 'u', before: null }] },
  ]);
});

describe('undo', () => {
  test('takes back the last act, and the one before it; redo does them again', async () => {
    const world = newWorld();
    const replica = await world.open();
    replica.act('task.create', { uid: 'u', title: 'Milk' });
    replica.act('task.update', { id: 'u', title: 'Oat milk' });
    replica.act('task.delete', { id: 'u' });
    await settle();
    const states = [shown(replica)];
    for (let nth = 0; nth < 3; nth += 1) {
      replica.undo();
      states.push(shown(replica));
      await settle();
    }
    expect(replica.undo()).toBeUndefined();
    for (let nth = 0; nth < 3; nth += 1) {
      replica.redo();
      states.push(shown(replica));
      await settle();
    }
    expect(replica.redo()).toBeUndefined();
    expect(states).toEqual([[], ['Oat milk'], ['Milk'], [], ['Milk'], ['Oat milk'], []]);
    expect(world.server.operations).toHaveLength(9);
    expect(replica.refused()).toEqual([]);
    expect(world.server.all('task')).toEqual([]);
  });

  test('works offline, of acts that were sent and of acts that were not', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    replica.act('task.create', { uid: 'u', title: 'Milk' });
    await settle();
    network.isCut = true;
    replica.act('task.update', { id: 'u', title: 'Oat milk' });
    replica.undo();
    expect(shown(replica)).toEqual(['Milk']);
    replica.undo();
    expect(shown(replica)).toEqual([]);
    replica.redo();
    expect(shown(replica)).toEqual(['Milk']);
    await world.advance(1_000);
    network.isCut = false;
    await world.advance(60_000);
    expect(replica.status.get()).toMatchObject({ waiting: 0, refused: 0 });
    expect(world.server.all('task')).toMatchObject([{ uid: 'u', id: 1, title: 'Milk' }]);
    expect(replica.row('task', 'u')).toEqual(world.server.all('task')[0]);
  });

  test('goes on after a reload, also offline', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const network = newNetwork();
    const open = () => world.open({ disk, tabs: newTab(), network, tab: 'tab' });
    const first = await open();
    first.act('task.create', { uid: 'a', title: 'a' });
    await settle();
    first.act('task.update', { id: 'a', title: 'b' });
    await settle();
    network.isCut = true;
    first.undo();
    await first.close();
    const second = await open();
    expect(shown(second)).toEqual(['a']);
    second.redo();
    expect(shown(second)).toEqual(['b']);
    second.undo();
    second.undo();
    expect(shown(second)).toEqual([]);
    await second.close();
    network.isCut = false;
    const third = await open();
    await world.advance(60_000);
    expect(world.server.all('task')).toEqual([]);
    expect(third.status.get()).toMatchObject({ waiting: 0, refused: 0 });
  });

  test('takes back all acts of a group, which is one step', async () => {
    const world = newWorld();
    const replica = await world.open();
    replica.act('task.createMany', {
      tasks: ['a', 'b', 'c'].map((title) => ({ uid: title, title })),
    });
    const count = replica.group(() => {
      replica.act('task.deleteMany', { ids: ['a', 'b'] });
      replica.act('task.deleteMany', { ids: ['c'] });
      return 2;
    });
    expect(count).toBe(2);
    await settle();
    expect(shown(replica)).toEqual([]);
    expect(replica.undo()).toHaveLength(2);
    expect(shown(replica)).toEqual(['c', 'b', 'a']);
    replica.redo();
    expect(shown(replica)).toEqual([]);
    replica.undo();
    replica.undo();
    await settle();
    expect(world.server.all('task')).toEqual([]);
    expect(replica.refused()).toEqual([]);
  });

  test('is emptied of redo by a new act, and belongs to one tab', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const [one, other] = [
      await world.open({ disk, tabs: newTab() }),
      await world.open({ disk, tabs: newTab() }),
    ];
    one.act('task.create', { title: 'a' });
    await settle();
    expect(other.undo()).toBeUndefined();
    one.undo();
    one.act('task.create', { title: 'b' });
    expect(one.redo()).toBeUndefined();
  });

  test('that is blocked shows nothing, and the refusal is kept', async () => {
    const world = newWorld();
    const [one, other] = [await world.open(), await world.open()];
    one.act('task.create', { uid: 'u', title: 'Milk' });
    one.act('task.update', { id: 'u', title: 'Oat milk' });
    await settle();
    other.act('task.update', { id: 'u', title: 'Soy milk' });
    await settle();
    const acts = one.undo();
    expect(shown(one)).toEqual(['Soy milk']);
    await settle();
    expect(await acts?.[0]?.answered).toMatchObject({ refused: { data: { code: 'CONFLICT' } } });
    expect(one.refused()).toMatchObject([{ entry: { name: 'operation.undo' } }]);
    // There is nothing to redo of it.
    expect(one.redo()).toBeUndefined();
  });

  test('leaves what was changed of other fields', async () => {
    const world = newWorld();
    const network = newNetwork();
    const [one, other] = [await world.open({ network }), await world.open()];
    one.act('task.create', { uid: 'u', title: 'Milk' });
    one.act('task.update', { id: 'u', title: 'Oat milk' });
    await settle();
    network.isCut = true;
    one.undo();
    other.act('task.update', { id: 'u', completed: true });
    await settle();
    network.isCut = false;
    await world.advance(60_000);
    expect(one.row('task', 'u')).toMatchObject({ title: 'Milk', completed: true });
    expect(one.row('task', 'u')).toEqual(world.server.all('task')[0]);
  });

  test('of an operation that is not known here is left to the server', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const first = await world.open({ disk, tabs: newTab(), tab: 'tab' });
    first.act('task.create', { uid: 'u', title: 'Milk' });
    await settle();
    await first.close();
    const tail = (await disk.read({ tail: 'all' })).tail;
    expect(tail).toHaveLength(1);
    const fresh = newBrowser();
    const steps = (await disk.read({ step: ['tab'] })).step[0]?.value ?? { done: [], undone: [] };
    await fresh.disk.write([{ store: 'step', key: 'tab', put: steps }]);
    const second = await world.open({ ...fresh, tabs: fresh.newTab(), tab: 'tab' });
    await settle();
    expect(shown(second)).toEqual(['Milk']);
    second.undo();
    expect(shown(second)).toEqual(['Milk']);
    await settle();
    expect(shown(second)).toEqual([]);
  });
});

test('an operation can be undone as long as its rows are as it left them', async () => {
  const world = newWorld();
  const replica = await world.open();
  replica.act('task.create', { uid: 'u', title: 'Milk' });
  const [created] = replica.history();
  expect(replica.canUndo(created?.changes ?? [])).toBe(true);
  replica.act('task.update', { id: 'u', title: 'Oat milk' });
  expect(replica.canUndo(created?.changes ?? [])).toBe(false);
});

test('a second noun: what a deletion takes along comes back with it', async () => {
  const world = new World(boxes);
  const [one, other] = [await world.open(), await world.open()];
  one.act('box.create', { id: 'a', name: 'A' });
  one.act('box.create', { id: 'b', name: 'B' });
  for (const id of ['1', '2']) one.act('thing.create', { id, boxId: 'a', name: id });
  await settle();
  other.act('box.delete', { id: 'a' });
  expect(other.view({ noun: 'thing' }).count).toBe(0);
  one.act('thing.move', { id: '2', boxId: 'b' });
  await settle();
  other.undo();
  await settle();
  for (const device of [one, other]) {
    expect(device.view({ noun: 'box' }).rows).toEqual(world.server.all('box'));
    expect(device.view({ noun: 'thing' }).rows).toEqual(world.server.all('thing'));
    expect(device.status.get().waiting).toBe(0);
  }
  expect(one.view({ noun: 'box' }).count).toBe(2);
  const third = await world.open();
  expect(third.view({ noun: 'thing' }).rows).toEqual(one.view({ noun: 'thing' }).rows);
});
