import { setImmediate as nextImmediate } from 'node:timers/promises';
import { Refusal } from '@tydo/db';
import { expect, test } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

const isConnected = () => false;

test('runs at most `concurrency` calls, queues at most `maxQueueLength`, and refuses the rest', async () => {
  const queue = createBoundedQueue({ concurrency: 3, maxQueueLength: 20, timeoutMs: 10_000 });
  let running = 0;
  let maxRunning = 0;
  const work = async () => {
    maxRunning = Math.max(maxRunning, (running += 1));
    await nextImmediate();
    running -= 1;
  };
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () => queue(isConnected, work)),
  );
  expect(maxRunning).toBe(3);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(23);
  expect(results.at(-1)).toMatchObject({
    reason: { code: 'SERVICE_UNAVAILABLE', retryAfter: 5, message: expect.stringMatching(/Many/) },
  });
  await expect(queue(isConnected, async () => 'done')).resolves.toBe('done');
});

test('skips the work of a client that disconnected while it waited', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxQueueLength: 5, timeoutMs: 10_000 });
  const first = Promise.withResolvers<void>();
  let isDisconnected = false;
  let isDone = false;
  const running = queue(isConnected, () => first.promise);
  const skipped = queue(
    () => isDisconnected,
    async () => (isDone = true),
  );
  isDisconnected = true;
  first.resolve();
  await running;
  await expect(skipped).rejects.toThrow('closed the connection');
  expect(isDone).toBe(false);
});

test('refuses a call that waits longer than `timeoutMs`, and skips its work', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxQueueLength: 5, timeoutMs: 20 });
  const first = Promise.withResolvers<void>();
  const running = queue(isConnected, () => first.promise);
  const waiting = queue(isConnected, () => expect.fail('the call was refused'));
  await expect(waiting).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 });
  first.resolve();
  // It started in time, so it may take longer.
  await running;
  await expect(queue(isConnected, async () => 'next')).resolves.toBe('next');
});

test('refuses all waiting calls at once when the database is away', async () => {
  const queue = createBoundedQueue({ concurrency: 1, maxQueueLength: 5, timeoutMs: 10_000 });
  const failing = queue(isConnected, () =>
    Promise.reject(new Refusal('SERVICE_UNAVAILABLE', 'away')),
  );
  const waiting = queue(isConnected, () => expect.fail('the call was refused'));
  await expect(failing).rejects.toThrow('away');
  await expect(waiting).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  // Other errors affect only their own call.
  const wrong = queue(isConnected, () => Promise.reject(new Error('wrong')));
  const next = queue(isConnected, async () => 'next');
  await expect(wrong).rejects.toThrow('wrong');
  await expect(next).resolves.toBe('next');
});
