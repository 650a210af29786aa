import { seeded } from '@tydo/api/testing/random';
import { describe, expect, test } from 'vitest';
import { ServerError } from './testing/fake-server.ts';
import { lost, newBrowser, newNetwork, newWorld } from './testing/world.ts';

const hour = 3_600_000;
const titles = (rows: readonly object[]) => rows.map((row) => (row as { title: string }).title);

describe('a command is done once', () => {
  test('when its answer is lost', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    let losses = 2;
    network.onAnswer = (name) => {
      if (name === 'push' && (losses -= 1) >= 0) lost();
    };
    const { answered } = replica.act('task.create', { uid: 'u', title: 'Milk' });
    await world.advance(5_000);
    // Reading shows that it was done.
    expect(await answered).toEqual({ seq: 1 });
    expect(network.count.push).toBe(1);
    const same = replica.act('task.update', { id: 'u', completed: false });
    await world.advance(5_000);
    // What changed nothing is told by its receipt.
    expect(await same.answered).toEqual({ seq: null });
    expect(network.count.push).toBe(3);
    expect(titles(world.server.all('task'))).toEqual(['Milk']);
    expect(replica.status.get()).toMatchObject({ waiting: 0, seq: 1 });
  });

  test('soon after the server is back while the tab is visible, however long it was away', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    network.isCut = true;
    replica.act('task.create', { title: 'Milk' });
    await world.advance(hour);
    network.isCut = false;
    await world.advance(6_000);
    expect(replica.status.get()).toMatchObject({ waiting: 0, isOnline: true, seq: 1 });
  });

  test('when its request is lost', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    network.isCut = true;
    replica.act('task.create', { title: 'Milk' });
    await world.advance(2_000);
    expect(replica.status.get()).toMatchObject({ waiting: 1, isOnline: false, seq: 0 });
    network.isCut = false;
    await world.advance(10_000);
    expect(replica.status.get()).toMatchObject({ waiting: 0, isOnline: true, seq: 1 });
  });

  test('in its order, over a network that loses a tenth of all requests and more of the answers', async () => {
    const random = seeded(20_261_130);
    const world = newWorld();
    const network = newNetwork();
    network.onRequest = () => (random.chance(0.1) ? lost() : undefined);
    network.onAnswer = () => (random.chance(0.15) ? lost() : undefined);
    const replica = await world.open({ network });
    for (let nth = 0; nth < 60; nth += 1) {
      replica.act('task.create', { title: `${nth}` });
      await world.advance(random.between(0, 800));
    }
    await world.advance(hour);
    const created = world.server.operations.map(
      ({ changes }) => titles([changes[0]?.after ?? {}])[0],
    );
    expect(created).toEqual(Array.from({ length: 60 }, (_, nth) => `${nth}`));
    expect(replica.status.get()).toMatchObject({ waiting: 0, refused: 0, seq: 60 });
  });

  test('also when the tab is killed after it was sent', async () => {
    const world = newWorld();
    const browser = newBrowser();
    const network = newNetwork();
    const killed = await world.open({ disk: browser.disk, tabs: browser.newTab(), network });
    network.onAnswer = (name) => (name === 'push' ? new Promise<void>(() => {}) : undefined);
    killed.act('task.create', { title: 'Milk' });
    await world.advance(0);
    expect(world.server.seq).toBe(1);
    const replica = await world.open({ disk: browser.disk, tabs: newBrowser().newTab() });
    await world.advance(1_000);
    expect(world.server.seq).toBe(1);
    expect(replica.status.get()).toMatchObject({ waiting: 0, seq: 1 });
  });
});

test('what is sent is on the disk before it leaves: a repeat by another tab is the same', async () => {
  const world = newWorld();
  const { disk, newTab } = newBrowser();
  const network = newNetwork();
  const replica = await world.open({ disk, tabs: newTab(), network });
  const stored: number[] = [];
  network.onRequest = async (name) => {
    if (name === 'push') stored.push((await disk.read({ sent: 'keys' })).sent.length);
  };
  replica.act('task.create', { uid: 'u', title: 'Milk' });
  await world.advance(0);
  replica.act('task.update', { id: 'u', title: 'Oat milk' });
  await world.advance(0);
  expect(stored).toEqual([1, 1]);
});

test('1,000 commands made offline leave in ten requests, and progress shows', async () => {
  const world = newWorld();
  const network = newNetwork();
  const replica = await world.open({ network });
  network.isCut = true;
  for (let nth = 0; nth < 1_000; nth += 1) replica.act('task.create', { title: `${nth}` });
  await world.advance(0);
  const waiting = new Set<number>();
  replica.status.subscribe(() => waiting.add(replica.status.get().waiting));
  network.isCut = false;
  network.count.push = 0;
  await world.advance(60_000);
  expect(network.count.push).toBe(10);
  expect(world.server.seq).toBe(1_000);
  expect([...waiting].filter((count) => count % 100 === 0)).toHaveLength(11);
  const shown = replica.view({ noun: 'task' }).rows;
  expect(titles(shown.slice(0, 2))).toEqual(['999', '998']);
});

test('a push is no larger than a request may be', async () => {
  const world = newWorld();
  const network = newNetwork();
  const replica = await world.open({ network });
  network.isCut = true;
  for (let nth = 0; nth < 200; nth += 1) {
    replica.act('task.create', { title: 'x', description: '😀'.repeat(1_000) });
  }
  await world.advance(0);
  const sizes: number[] = [];
  const push = world.server.push.bind(world.server);
  world.server.push = (calls) => {
    sizes.push(new TextEncoder().encode(JSON.stringify({ calls })).length);
    return push(calls);
  };
  network.isCut = false;
  await world.advance(60_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
  expect(Math.max(...sizes)).toBeGreaterThan(250 * 1024);
  expect(world.server.seq).toBe(200);
});

describe('a server that is busy', () => {
  test('is asked again after as long as it says, and not before', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    world.server.before = () => {
      throw new ServerError('TOO_MANY_REQUESTS', { retryAfter: 40 });
    };
    replica.act('task.create', { title: 'Milk' });
    await world.advance(0);
    replica.act('task.create', { title: 'Bread' });
    await world.advance(39_000);
    expect(network.count.push).toBe(1);
    world.server.before = () => {};
    await world.advance(2_000);
    expect(world.server.seq).toBe(2);
    expect(replica.status.get().isOnline).toBe(true);
  });

  test('stops at a command; those before it are done, those after it wait', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    network.isCut = true;
    for (const title of ['a', 'b', 'c']) replica.act('task.create', { title });
    await world.advance(0);
    let failures = 1;
    world.server.before = ({ input }) => {
      if ((input as { title?: string }).title === 'b' && (failures -= 1) >= 0) {
        throw new ServerError('SERVICE_UNAVAILABLE');
      }
    };
    network.isCut = false;
    replica.wake();
    await world.advance(0);
    expect(world.server.seq).toBe(1);
    expect(replica.status.get().waiting).toBe(2);
    await world.advance(1_000);
    expect(world.server.seq).toBe(3);
  });

  test('waits longer from time to time, but not when the person does something', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    network.isCut = true;
    replica.act('task.create', { title: 'a' });
    await world.advance(10 * 60_000);
    const before = network.count.push;
    expect(before).toBeLessThan(35);
    await world.advance(20_000);
    expect(network.count.push - before).toBeLessThan(2);
    network.isCut = false;
    replica.act('task.create', { title: 'b' });
    await world.advance(0);
    expect(world.server.seq).toBe(2);
  });
});

describe('a command that fails again and again', () => {
  test('holds nothing up, and can be sent again', async () => {
    const world = newWorld();
    const replica = await world.open();
    let isBroken = true;
    world.server.before = ({ input }) => {
      if (isBroken && (input as { title?: string }).title === 'bad') {
        throw new ServerError('INTERNAL_SERVER_ERROR', { requestId: 'r-1' });
      }
    };
    const { operationId, answered } = replica.act('task.create', { title: 'bad' });
    replica.act('task.create', { title: 'good' });
    await world.advance(60_000);
    expect(titles(world.server.all('task'))).toEqual(['good']);
    expect(await answered).toMatchObject({
      refused: { kind: 'failed', data: { requestId: 'r-1' } },
    });
    expect(replica.status.get()).toMatchObject({ refused: 1, waiting: 0 });
    expect(titles(replica.view({ noun: 'task' }).rows)).toEqual(['good']);
    isBroken = false;
    const again = replica.restore(operationId);
    expect(again?.operationId).toBe(operationId);
    await world.advance(0);
    expect(titles(world.server.all('task')).toSorted()).toEqual(['bad', 'good']);
    expect(replica.status.get().refused).toBe(0);
  });

  test('is not given up when the failures lie far apart', async () => {
    const world = newWorld();
    const replica = await world.open();
    world.server.before = () => {
      throw new ServerError('INTERNAL_SERVER_ERROR', { retryAfter: 20 });
    };
    replica.act('task.create', { title: 'a' });
    await world.advance(200_000);
    expect(replica.status.get()).toMatchObject({ refused: 0, waiting: 1 });
  });
});

describe('a command that is refused', () => {
  test('takes along what was built on it, and the texts are kept', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    network.isCut = true;
    const { answered } = replica.act('task.create', { uid: 'u', title: 'Milk' });
    replica.act('task.update', { id: 'u', title: 'Oat milk' });
    const kept = replica.act('task.create', { title: 'Bread' });
    await world.advance(0);
    world.server.before = ({ input }) => {
      if ((input as { uid?: string }).uid === 'u') throw new ServerError('BAD_REQUEST');
    };
    network.isCut = false;
    await world.advance(10_000);
    expect(await answered).toMatchObject({ refused: { kind: 'refused' } });
    expect(await kept.answered).toEqual({ seq: 1 });
    expect(replica.refused().map(({ entry: { input } }) => input)).toMatchObject([
      { title: 'Milk' },
      { title: 'Oat milk' },
    ]);
    expect(titles(replica.view({ noun: 'task' }).rows)).toEqual(['Bread']);
    expect(replica.undo()).toHaveLength(1);
    expect(replica.undo()).toBeUndefined();
  });

  test('can be given again, as a new command, or forgotten', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const replica = await world.open({ disk, tabs: newTab() });
    world.server.maxRows = 0;
    const [first, second] = ['a', 'b'].map((title) => replica.act('task.create', { title }));
    await world.advance(0);
    expect(replica.refused()).toHaveLength(2);
    world.server.maxRows = 9;
    const again = replica.restore(first?.operationId ?? '');
    expect(again?.operationId).not.toBe(first?.operationId);
    await world.advance(0);
    await replica.forget(second?.operationId ?? '');
    expect(replica.refused()).toEqual([]);
    expect(titles(world.server.all('task'))).toEqual(['a']);
    expect(replica.restore('x')).toBeUndefined();
    await replica.close();
    expect((await world.open({ disk, tabs: newTab() })).refused()).toEqual([]);
  });

  test('is found alone where it spoils the whole request', async () => {
    const world = newWorld();
    const network = newNetwork();
    const replica = await world.open({ network });
    network.isCut = true;
    for (const title of ['a', 'bad', 'c']) replica.act('task.create', { title });
    await world.advance(0);
    const push = world.server.push.bind(world.server);
    world.server.push = (calls) => {
      if (JSON.stringify(calls).includes('bad')) throw new ServerError('PAYLOAD_TOO_LARGE');
      return push(calls);
    };
    network.isCut = false;
    await world.advance(10_000);
    expect(titles(world.server.all('task'))).toEqual(['a', 'c']);
    expect(replica.refused()).toMatchObject([{ why: { data: { code: 'PAYLOAD_TOO_LARGE' } } }]);
  });
});

describe('a task that was deleted elsewhere', () => {
  const twoDevices = async () => {
    const world = newWorld();
    const network = newNetwork();
    const one = await world.open();
    const other = await world.open({ network });
    for (const uid of ['a', 'b', 'c']) one.act('task.create', { uid, title: uid });
    await world.advance(0);
    network.isCut = true;
    return { world, one, other, network };
  };

  test('is deleted: deleting it here is done', async () => {
    const { world, one, other, network } = await twoDevices();
    one.act('task.delete', { id: 'a' });
    const { answered } = other.act('task.delete', { id: 'a' });
    await world.advance(0);
    network.isCut = false;
    await world.advance(10_000);
    expect(await answered).toEqual({ seq: null });
    expect(other.status.get()).toMatchObject({ refused: 0, waiting: 0 });
  });

  test('is left out of what is done with many', async () => {
    const { world, one, other, network } = await twoDevices();
    one.act('task.delete', { id: 'b' });
    other.act('task.updateMany', { ids: ['a', 'b'], completed: true });
    other.act('task.deleteMany', { ids: ['b', 'c'] });
    other.act('task.deleteMany', { ids: ['b'] });
    await world.advance(0);
    network.isCut = false;
    await world.advance(10_000);
    expect(other.status.get()).toMatchObject({ refused: 0, waiting: 0 });
    expect(world.server.all('task')).toMatchObject([{ uid: 'a', completed: true }]);
    expect(other.view({ noun: 'task' }).rows).toMatchObject([{ uid: 'a', completed: true }]);
  });

  test('does not take a new text: that is refused, and kept', async () => {
    const { world, one, other, network } = await twoDevices();
    one.act('task.delete', { id: 'a' });
    other.act('task.update', { id: 'a', title: 'new' });
    await world.advance(0);
    network.isCut = false;
    await world.advance(10_000);
    expect(other.refused()).toMatchObject([{ entry: { input: { title: 'new' } } }]);
  });

  test('is refused where the server says so of a task that is there', async () => {
    const { world, other, network } = await twoDevices();
    other.act('task.deleteMany', { ids: ['a'] });
    world.server.before = () => {
      throw new ServerError('NOT_FOUND');
    };
    network.isCut = false;
    await world.advance(10_000);
    expect(other.refused()).toMatchObject([{ why: { data: { code: 'NOT_FOUND' } } }]);
  });
});

describe('a command whose receipt the server may have forgotten', () => {
  test('is not sent again: the person decides', async () => {
    const world = newWorld();
    const { disk, newTab } = newBrowser();
    const network = newNetwork();
    world.server.retentionDays = 90;
    const replica = await world.open({ disk, tabs: newTab(), network });
    network.onAnswer = (name) => (name === 'push' ? lost() : undefined);
    const { operationId } = replica.act('task.create', { title: 'Milk' });
    await world.advance(0);
    network.isCut = true;
    replica.act('task.create', { title: 'Bread' });
    world.time.ms += 89.5 * 24 * hour;
    world.server.prune(1);
    network.isCut = false;
    network.onAnswer = () => {};
    await world.advance(60_000);
    expect(replica.refused()).toMatchObject([{ why: { kind: 'expired' }, entry: { operationId } }]);
    expect(titles(replica.view({ noun: 'task' }).rows).toSorted()).toEqual(['Bread', 'Milk']);
    const again = replica.restore(operationId);
    await world.advance(0);
    // It had been done, as the person could see.
    expect(await again?.answered).toMatchObject({ refused: { data: { code: 'CONFLICT' } } });
  });

  test('is sent, however old, where it never was', async () => {
    const world = newWorld();
    const network = newNetwork();
    world.server.retentionDays = 90;
    const replica = await world.open({ network });
    network.isCut = true;
    await world.advance(60_000);
    replica.act('task.create', { title: 'Milk' });
    await world.advance(60_000);
    expect(network.count.push).toBe(0);
    world.time.ms += 120 * 24 * hour;
    network.isCut = false;
    await world.advance(60_000);
    expect(replica.status.get()).toMatchObject({ waiting: 0, refused: 0, seq: 1 });
  });
});

test('a command may bring its own operation id; one that there is not is a mistake of the caller', async () => {
  const world = newWorld();
  const replica = await world.open();
  const operationId = '0190a3c0-0000-7000-8000-000000000001';
  const act = replica.act('task.create', { title: 'Milk', operationId });
  expect(act.operationId).toBe(operationId);
  await world.advance(0);
  expect(world.server.operations.map(({ id }) => id)).toEqual([operationId]);
  expect(replica.row('task', 'x')).toBeUndefined();
  expect(() => replica.act('task.clear' as 'task.create', { title: 'x' })).toThrow(/no command/);
  expect(() => replica.act('task.create', { title: '' })).toThrow(/Write something/);
});

test('answers that are missing were not begun: the rest is sent at once', async () => {
  const world = newWorld();
  const network = newNetwork();
  const replica = await world.open({ network });
  network.isCut = true;
  for (let nth = 0; nth < 5; nth += 1) replica.act('task.create', { title: `${nth}` });
  await world.advance(0);
  const push = world.server.push.bind(world.server);
  world.server.push = (calls) => push(calls.slice(0, 2));
  network.isCut = false;
  replica.wake();
  await world.advance(0);
  expect(world.server.seq).toBe(5);
});

test('a person who is signed out is told, and what waits is sent when they are back', async () => {
  const world = newWorld();
  const network = newNetwork();
  const replica = await world.open({ network });
  network.onRequest = () => {
    throw new ServerError('UNAUTHORIZED');
  };
  replica.act('task.create', { title: 'Milk' });
  await world.advance(20_000);
  expect(replica.status.get()).toMatchObject({ signedOut: true, waiting: 1, isOnline: true });
  expect(network.count.push).toBeLessThan(3);
  network.onRequest = () => {};
  replica.wake();
  await world.advance(0);
  expect(replica.status.get()).toMatchObject({ signedOut: false, waiting: 0 });
});
