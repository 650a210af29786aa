import { onlineManager } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRetrier } from './retry.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function refusal(code: string, more = {}) {
  const data = { code, httpStatus: 400, ...more };
  return TRPCClientError.from({ error: { code: -32000, message: '', data } });
}
const noResponse = TRPCClientError.from(new TypeError('fetch failed'));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A call that fails with each of `errors` in turn, each after `ms`, and then succeeds. */
function failingCall(errors: Error[], ms = 0) {
  const left = [...errors];
  return vi.fn<() => Promise<string>>(async () => {
    await wait(ms);
    const error = left.shift();
    if (error) throw error;
    return 'yes';
  });
}

/** The final value or error, and after how many seconds it arrived. */
async function outcome(call: Promise<string>) {
  const startedAt = Date.now();
  const result = call.then(
    (value) => ({ value, seconds: (Date.now() - startedAt) / 1000 }),
    (error: unknown) => ({ error, seconds: (Date.now() - startedAt) / 1000 }),
  );
  await vi.runAllTimersAsync();
  return result;
}

test('retries after a temporary failure, with growing pauses', async () => {
  const call = failingCall([
    refusal('SERVICE_UNAVAILABLE'),
    noResponse,
    refusal('TOO_MANY_REQUESTS'),
  ]);
  expect(await outcome(createRetrier().run(call))).toEqual({ value: 'yes', seconds: 7 });
});

test('throws any other error at once', async () => {
  for (const error of [refusal('NOT_FOUND'), new Error('a bug in the page')]) {
    const call = failingCall([error]);
    expect(await outcome(createRetrier().run(call))).toEqual({ error, seconds: 0 });
  }
});

test.each([
  ['at once', 0, 6, 15],
  ['after the server’s time limit', 5000, 3, 18],
  ['by a time-out', 8000, 2, 17],
])('stops retrying a call that always fails %s', async (_, ms, tries, seconds) => {
  const call = failingCall(
    Array.from({ length: 20 }, () => noResponse),
    ms,
  );
  expect(await outcome(createRetrier().run(call))).toEqual({ error: noResponse, seconds });
  expect(call).toHaveBeenCalledTimes(tries);
});

test('tries the next calls only once after the time is used up, until one succeeds', async () => {
  const retrier = createRetrier();
  const down = failingCall(Array.from({ length: 20 }, () => noResponse));
  await outcome(retrier.run(down));
  expect(await outcome(retrier.run(down))).toEqual({ error: noResponse, seconds: 0 });
  await retrier.run(async () => 'yes');
  expect(await outcome(retrier.run(down))).toMatchObject({ seconds: 15 });
});

test('retries for the full time again after a reset', async () => {
  const retrier = createRetrier();
  const down = failingCall(Array.from({ length: 20 }, () => noResponse));
  await outcome(retrier.run(down));
  retrier.reset();
  expect(await outcome(retrier.run(down))).toMatchObject({ seconds: 15 });
});

test('reports each attempt that may have been carried out', async () => {
  const unknown = refusal('SERVICE_UNAVAILABLE', { outcome: 'unknown' });
  const away = refusal('SERVICE_UNAVAILABLE');
  for (const [first, times] of [
    [unknown, 1],
    [noResponse, 1],
    [away, 0],
  ] as const) {
    const onUnanswered = vi.fn<() => void>();
    const missing = refusal('NOT_FOUND');
    const call = failingCall([away, first, missing]);
    const end = await outcome(createRetrier().run(call, onUnanswered));
    expect(end).toMatchObject({ error: missing });
    expect(onUnanswered).toHaveBeenCalledTimes(times);
  }
});

test('waits for the network without counting the time', async () => {
  const call = failingCall([noResponse]);
  onlineManager.setOnline(false);
  setTimeout(() => onlineManager.setOnline(true), 3_600_000);
  expect(await outcome(createRetrier().run(call))).toEqual({ value: 'yes', seconds: 3600 });
});
