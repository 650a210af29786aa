import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withDeadline } from '../connection/deadline.ts';
import { createBatchLoader } from './batch-loader.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };

test('keys that are loaded at the same time share a batch, and each gets its own result', async () => {
  const batches: (readonly number[])[] = [];
  const load = createBatchLoader<number, string>(60_000, async (keys) => {
    batches.push(keys);
    return keys.map((key) => (key % 3 === 0 ? undefined : `of ${key}`));
  });
  expect(await Promise.all([1, 2, 3, 2].map(load))).toEqual(['of 1', 'of 2', undefined, 'of 2']);
  expect(await load(4)).toBe('of 4');
  expect(batches).toEqual([[1, 2, 3, 2], [4]]);
});

test('at most three statements run at a time', async () => {
  let [running, most] = [0, 0];
  const load = createBatchLoader<number, number>(60_000, async (keys) => {
    most = Math.max(most, (running += 1));
    await sleep(20);
    running -= 1;
    return [...keys];
  });
  const loadTwice = async (key: number) => [await load(key), await load(key)];
  const keys = Array.from({ length: 5_000 }, (_, key) => key);
  expect(await Promise.all(keys.map(loadTwice))).toEqual(keys.map((key) => [key, key]));
  expect(most).toBe(3);
});

test('each lookup has the deadline of its own call', async () => {
  const held = Promise.withResolvers<void>();
  const load = createBatchLoader<string, string>(60_000, async (keys) => {
    await held.promise;
    return [...keys];
  });
  const within = (timeoutMs: number) => withDeadline(() => load('x'), timeoutMs);
  const long = within(60_000);
  await expect(within(50)).rejects.toMatchObject(away);
  held.resolve();
  expect(await long).toBe('x');
});

test('a failed batch rejects all its lookups, and no later one', async () => {
  let fails = true;
  const load = createBatchLoader<string, string>(60_000, (keys) =>
    fails ? Promise.reject(new Error('away')) : Promise.resolve([...keys]),
  );
  const results = await Promise.allSettled([load('a'), load('b')]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await load('c')).toBe('c');
});

test('a lookup is refused at once when the queue is full', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const load = createBatchLoader<number, number>(60_000, async (keys) => {
    await promise;
    return [...keys];
  });
  const waiting = Array.from({ length: 10_000 }, (_, key) => load(key));
  await expect(load(0)).rejects.toMatchObject(away);
  resolve();
  await Promise.all(waiting);
  expect(await load(1)).toBe(1);
});
