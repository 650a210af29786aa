import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withDeadline } from '../connection/deadline.ts';
import { createBatchLoader } from './batch-loader.ts';

const away = { code: 'SERVICE_UNAVAILABLE' };

test('what is asked at the same time is asked at once, and each gets their own', async () => {
  const asked: (readonly number[])[] = [];
  const ask = createBatchLoader<number, string>(60_000, async (keys) => {
    asked.push(keys);
    return keys.map((key) => (key % 3 === 0 ? undefined : `of ${key}`));
  });
  expect(await Promise.all([1, 2, 3, 2].map(ask))).toEqual(['of 1', 'of 2', undefined, 'of 2']);
  expect(await ask(4)).toBe('of 4');
  expect(asked).toEqual([[1, 2, 3, 2], [4]]);
});

test('three statements are under way at most, however much is asked', async () => {
  let [now, most] = [0, 0];
  const ask = createBatchLoader<number, number>(60_000, async (keys) => {
    most = Math.max(most, (now += 1));
    await sleep(20);
    now -= 1;
    return [...keys];
  });
  const askTwice = async (key: number) => [await ask(key), await ask(key)];
  const keys = Array.from({ length: 5_000 }, (_, key) => key);
  expect(await Promise.all(keys.map(askTwice))).toEqual(keys.map((key) => [key, key]));
  expect(most).toBe(3);
});

test('each waits as long as their own call may, and nobody is cut short by another', async () => {
  const held = Promise.withResolvers<void>();
  const ask = createBatchLoader<string, string>(60_000, async (keys) => {
    await held.promise;
    return [...keys];
  });
  const within = (limit: number) => withDeadline(() => ask('x'), limit);
  const patient = within(60_000);
  // While nothing is answered yet.
  await expect(within(50)).rejects.toMatchObject(away);
  held.resolve();
  expect(await patient).toBe('x');
});

test('a failure is told to all who asked, and is over with it', async () => {
  let fails = true;
  const ask = createBatchLoader<string, string>(60_000, (keys) =>
    fails ? Promise.reject(new Error('away')) : Promise.resolve([...keys]),
  );
  const told = await Promise.allSettled([ask('a'), ask('b')]);
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await ask('c')).toBe('c');
});

test('who comes when too many wait is refused at once', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ask = createBatchLoader<number, number>(60_000, async (keys) => {
    await promise;
    return [...keys];
  });
  const waiting = Array.from({ length: 10_000 }, (_, key) => ask(key));
  await expect(ask(0)).rejects.toMatchObject(away);
  resolve();
  await Promise.all(waiting);
  expect(await ask(1)).toBe(1);
});
