import { expect, test } from 'vitest';
import { Mutex } from './mutex.ts';

test('callers acquire it in order, and a second release does nothing', async () => {
  const mutex = new Mutex();
  const order: string[] = [];
  const release = await mutex.acquire(1_000);
  const second = mutex.acquire(1_000).then((next) => {
    order.push('second');
    return next;
  });
  const third = mutex.acquire(1_000).then(() => order.push('third'));
  release();
  release();
  const releaseSecond = await second;
  await expect(mutex.acquire(20)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(order).toEqual(['second']);
  releaseSecond();
  await third;
  expect(order).toEqual(['second', 'third']);
});

test('a caller whose time is over is passed over', async () => {
  const mutex = new Mutex();
  const release = await mutex.acquire(1_000);
  await expect(mutex.acquire(10)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  const waiting = mutex.acquire(1_000);
  release();
  await waiting;
});
