import { describe, expect, test } from 'vitest';
import { newNetwork, newWorld } from './testing/world.ts';

/** Two devices that have the same task, the second without a network. */
async function apart() {
  const world = newWorld();
  const network = newNetwork();
  const one = await world.open();
  const other = await world.open({ network });
  one.act('task.create', { uid: 'u', title: 'Milk', description: 'two' });
  await world.advance(0);
  network.isCut = true;
  const meet = async () => {
    network.isCut = false;
    await world.advance(60_000);
  };
  return { world, one, other, network, meet };
}

describe('a text that was changed on two devices', () => {
  test('is not sent: both texts are offered', async () => {
    const { world, one, other, meet } = await apart();
    one.act('task.update', { id: 'u', title: 'Oat milk' });
    const { answered, operationId } = other.act('task.update', { id: 'u', title: 'Soy milk' });
    await meet();
    expect(await answered).toMatchObject({
      refused: { kind: 'conflict', noun: 'task', key: 'u', row: { title: 'Oat milk' } },
    });
    expect(other.refused()).toMatchObject([
      { entry: { seen: { title: 'Milk' }, input: { title: 'Soy milk' } } },
    ]);
    expect(world.server.all('task')).toMatchObject([{ title: 'Oat milk' }]);
    expect(other.row('task', 'u')?.title).toBe('Oat milk');
    // The person wants theirs.
    other.restore(operationId);
    await meet();
    expect(world.server.all('task')).toMatchObject([{ title: 'Soy milk' }]);
    expect(one.row('task', 'u')?.title).toBe('Soy milk');
    expect(other.refused()).toEqual([]);
  });

  test('to the same is none', async () => {
    const { one, other, meet } = await apart();
    one.act('task.update', { id: 'u', title: 'Oat milk' });
    const { answered } = other.act('task.update', { id: 'u', title: 'Oat milk' });
    await meet();
    expect(await answered).toEqual({ seq: null });
    expect(other.refused()).toEqual([]);
  });

  test('is compared with what the person saw when they began to write', async () => {
    const { one, other, network, meet } = await apart();
    network.isCut = false;
    one.act('task.update', { id: 'u', title: 'Oat milk' });
    await meet();
    // It was open since before that.
    other.act('task.update', { id: 'u', title: 'Soy milk' }, { seen: { title: 'Milk' } });
    await meet();
    expect(other.refused()).toMatchObject([{ why: { kind: 'conflict' } }]);
  });
});

test('a tick on one device and a new title on another are both kept', async () => {
  const { world, one, other, meet } = await apart();
  one.act('task.update', { id: 'u', completed: true });
  other.act('task.update', { id: 'u', title: 'Oat milk' });
  await meet();
  expect(world.server.all('task')).toMatchObject([{ title: 'Oat milk', completed: true }]);
  expect(other.refused()).toEqual([]);
});

test('different texts of one task are both kept', async () => {
  const { world, one, other, meet } = await apart();
  one.act('task.update', { id: 'u', description: 'three' });
  other.act('task.update', { id: 'u', title: 'Oat milk' });
  await meet();
  expect(world.server.all('task')).toMatchObject([{ title: 'Oat milk', description: 'three' }]);
});

test('one’s own edits before it are no change elsewhere', async () => {
  const { world, other, network, meet } = await apart();
  for (const title of ['a', 'b', 'c']) other.act('task.update', { id: 'u', title });
  other.act('task.create', { uid: 'new', title: 'x' });
  other.act('task.update', { id: 'new', title: 'y' });
  network.count.push = 0;
  await meet();
  expect(world.server.all('task').map((row) => (row as { title?: string }).title)).toEqual([
    'y',
    'c',
  ]);
  expect(other.refused()).toEqual([]);
});

test('a row that changed while the text was on its way is looked at again', async () => {
  const { world, one, other, network, meet } = await apart();
  let isLate = true;
  network.onRequest = async (name) => {
    if (name !== 'push' || !isLate) return;
    isLate = false;
    one.act('task.update', { id: 'u', completed: true });
    await one.settled();
  };
  other.act('task.update', { id: 'u', title: 'Oat milk' });
  await meet();
  expect(world.server.all('task')).toMatchObject([{ title: 'Oat milk', completed: true }]);
  isLate = true;
  network.onRequest = async (name) => {
    if (name !== 'push' || !isLate) return;
    isLate = false;
    one.act('task.update', { id: 'u', title: 'Rice milk' });
    await one.settled();
  };
  other.act('task.update', { id: 'u', title: 'Soy milk' });
  await meet();
  expect(other.refused()).toMatchObject([
    { why: { kind: 'conflict', row: { title: 'Rice milk' } } },
  ]);
});

test('a text for a row that is gone is kept; undoing the deletion brings the row back as it was edited', async () => {
  const { world, one, other, meet } = await apart();
  other.act('task.update', { id: 'u', title: 'Oat milk' });
  one.act('task.update', { id: 'u', description: 'three' });
  one.act('task.delete', { id: 'u' });
  await world.advance(0);
  await meet();
  expect(other.refused()).toMatchObject([{ why: { kind: 'conflict', key: 'u' } }]);
  expect(other.refused()[0]?.why).toHaveProperty('row', undefined);
  one.undo();
  await meet();
  expect(world.server.all('task')).toMatchObject([{ title: 'Milk', description: 'three' }]);
  expect(other.row('task', 'u')).toMatchObject({ description: 'three' });
});

test('what is no text goes by the order in which it arrives', async () => {
  const { world, one, other, meet } = await apart();
  one.act('task.update', { id: 'u', completed: true });
  other.act('task.update', { id: 'u', completed: false });
  other.act('task.update', { id: 'u', completed: true });
  other.act('task.update', { id: 'u', completed: false });
  await meet();
  expect(world.server.all('task')).toMatchObject([{ completed: false }]);
  expect(one.row('task', 'u')?.completed).toBe(false);
});

describe('a row that is deleted on one device and changed on another', () => {
  test('is deleted, the person is told, and an undo brings it back as it was changed', async () => {
    const { world, one, other, meet } = await apart();
    other.act('task.update', { id: 'u', description: 'mine' });
    const { operationId } = other.act('task.delete', { id: 'u' });
    one.act('task.update', { id: 'u', completed: true });
    await world.advance(1_000);
    await meet();
    expect(world.server.all('task')).toEqual([]);
    expect(other.refused()).toMatchObject([
      {
        entry: { operationId },
        why: { kind: 'overrode', row: { title: 'Milk', completed: true } },
      },
    ]);
    expect(other.status.get().waiting).toBe(0);
    other.act('operation.undo', { id: operationId });
    await meet();
    expect(world.server.all('task')).toMatchObject([{ description: 'mine', completed: true }]);
  });

  test('is told of where the rows come by a snapshot, too', async () => {
    const { world, one, other, meet } = await apart();
    const { operationId } = other.act('task.delete', { id: 'u' });
    one.act('task.update', { id: 'u', completed: true });
    await world.advance(1_000);
    // The journal does not go on from what the device has.
    world.server.prune(world.server.seq);
    await meet();
    expect(world.server.all('task')).toEqual([]);
    expect(other.refused()).toMatchObject([
      { entry: { operationId }, why: { kind: 'overrode', row: { completed: true } } },
    ]);
  });

  test('is told of after a snapshot without a call for each of many deletions', async () => {
    const { world, one, other, network, meet } = await apart();
    const uids = Array.from({ length: 30 }, (_, nth) => `t${nth}`);
    for (const uid of uids) one.act('task.create', { uid, title: uid });
    await meet();
    network.isCut = true;
    for (const id of uids) other.act('task.delete', { id });
    one.act('task.update', { id: 't7', completed: true });
    await world.advance(1_000);
    world.server.prune(world.server.seq);
    const before = network.count.since;
    await meet();
    expect(other.refused()).toMatchObject([{ why: { kind: 'overrode', row: { uid: 't7' } } }]);
    expect(network.count.since - before).toBeLessThan(6);
  });

  test('is not told of where only the device itself has changed it', async () => {
    const { world, other, meet } = await apart();
    other.act('task.update', { id: 'u', title: 'Oat milk', completed: true });
    other.act('task.delete', { id: 'u' });
    other.act('task.create', { uid: 'new', title: 'x' });
    other.act('task.delete', { id: 'new' });
    await meet();
    expect(world.server.all('task')).toEqual([]);
    expect(other.refused()).toEqual([]);
  });
});

describe('a command over rows with a value', () => {
  async function cleared() {
    const setting = await apart();
    const { one, other, network } = setting;
    network.isCut = false;
    one.act('task.create', { uid: 'v', title: 'Bread' });
    await setting.world.advance(60_000);
    for (const id of ['u', 'v']) one.act('task.update', { id, completed: true });
    await setting.world.advance(60_000);
    network.isCut = true;
    const clear = () =>
      other.act('task.deleteMany', { ids: ['u', 'v'] }, { where: { completed: true } });
    return { ...setting, clear };
  }

  test('leaves out those that have another by now', async () => {
    const { world, one, other, meet, clear } = await cleared();
    const { answered } = clear();
    await world.advance(10_000);
    one.act('task.update', { id: 'u', completed: false });
    await meet();
    expect(await answered).toMatchObject({ seq: world.server.seq });
    expect(world.server.all('task')).toMatchObject([{ title: 'Milk', completed: false }]);
    expect(other.row('task', 'u')).toMatchObject({ completed: false });
    expect(other.row('task', 'v')).toBeUndefined();
  });

  test('does nothing where all have another', async () => {
    const { world, one, other, meet, clear } = await cleared();
    for (const id of ['u', 'v']) one.act('task.update', { id, completed: false });
    await world.advance(0);
    // It has not tried before it is back.
    clear();
    await meet();
    expect(world.server.all('task')).toHaveLength(2);
    expect(other.status.get()).toMatchObject({ waiting: 0, refused: 0 });
    expect(other.row('task', 'v')).toMatchObject({ completed: false });
  });

  test('has those that the device itself has just given it', async () => {
    const { world, one, other, meet, clear } = await cleared();
    one.act('task.update', { id: 'u', completed: false });
    await world.advance(0);
    other.act('task.update', { id: 'u', completed: true });
    clear();
    await meet();
    expect(world.server.all('task')).toEqual([]);
    expect(other.refused()).toEqual([]);
  });
});
