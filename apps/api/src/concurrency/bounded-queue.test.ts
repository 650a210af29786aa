import { setImmediate as breathe } from 'node:timers/promises';
import { Refusal } from '@tydo/db';
import { expect, test } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

const here = () => false;

test('never more run at once than may, nor do more wait, and the others are told to come back', async () => {
  const queue = createBoundedQueue({ concurrency: 3, maxQueueLength: 20, timeoutMs: 10_000 });
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (running += 1));
    await breathe();
    running -= 1;
  };
  const ended = await Promise.allSettled(Array.from({ length: 50 }, () => queue(here, work)));
  expect(most).toBe(3);
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(23);
  expect(ended.at(-1)).toMatchObject({
    reason: { code: 'SERVICE_UNAVAILABLE', retryAfter: 5, message: expect.stringMatching(/Many/) },
  });
  await expect(queue(here, async () => 'later')).resolves.toBe('later');
});

test('for whoever has gone while he waited nothing is done', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxQueueLength: 5, timeoutMs: 10_000 });
  const first = Promise.withResolvers<void>();
  let gone = false;
  let done = false;
  const waiting = queue(here, () => first.promise);
  const left = queue(
    () => gone,
    async () => (done = true),
  );
  gone = true;
  first.resolve();
  await waiting;
  await expect(left).rejects.toThrow('gone');
  expect(done).toBe(false);
});

test('nobody waits longer than is bearable, and nothing is done for whoever did', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxQueueLength: 5, timeoutMs: 20 });
  const first = Promise.withResolvers<void>();
  const running = queue(here, () => first.promise);
  const waiting = queue(here, () => expect.fail('he was told to come back'));
  await expect(waiting).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 });
  first.resolve();
  // Its turn had come in time.
  await running;
  await expect(queue(here, async () => 'next')).resolves.toBe('next');
});

test('when the database is away, those who wait learn it at once', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxQueueLength: 5, timeoutMs: 10_000 });
  const away = queue(here, () => Promise.reject(new Refusal('SERVICE_UNAVAILABLE', 'away')));
  const waiting = queue(here, () => expect.fail('it would wait in vain'));
  await expect(away).rejects.toThrow('away');
  await expect(waiting).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  // A mistake of one is nobody else's.
  const wrong = queue(here, () => Promise.reject(new Error('wrong')));
  const next = queue(here, async () => 'next');
  await expect(wrong).rejects.toThrow('wrong');
  await expect(next).resolves.toBe('next');
});
