import { onlineManager } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPatience } from './patience.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function refusal(code: string, more = {}) {
  const data = { code, httpStatus: 400, ...more };
  return TRPCClientError.from({ error: { code: -32000, message: '', data } });
}
const noAnswer = TRPCClientError.from(new TypeError('fetch failed'));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A server that refuses with each of `errors` in turn, each after `ms`, and then says yes. */
function server(errors: Error[], ms = 0) {
  const left = [...errors];
  return vi.fn<() => Promise<string>>(async () => {
    await wait(ms);
    const error = left.shift();
    if (error) throw error;
    return 'yes';
  });
}

/** What comes of it at last, and after how many seconds. */
async function outcome(answer: Promise<string>) {
  const begun = Date.now();
  const result = answer.then(
    (value) => ({ value, seconds: (Date.now() - begun) / 1000 }),
    (error: unknown) => ({ error, seconds: (Date.now() - begun) / 1000 }),
  );
  await vi.runAllTimersAsync();
  return result;
}

test('what passes by itself is tried again, a little later each time', async () => {
  const call = server([refusal('SERVICE_UNAVAILABLE'), noAnswer, refusal('TOO_MANY_REQUESTS')]);
  expect(await outcome(createPatience().insist(call))).toEqual({ value: 'yes', seconds: 7 });
});

test('any other refusal is told at once', async () => {
  for (const error of [refusal('NOT_FOUND'), new Error('a mistake of our own')]) {
    const call = server([error]);
    expect(await outcome(createPatience().insist(call))).toEqual({ error, seconds: 0 });
  }
});

test.each([
  ['at once', 0, 6, 15],
  ['when the server gives up', 5000, 3, 18],
  ['by a time-out', 8000, 2, 17],
])('a call that always fails %s is given up in good time', async (_, ms, tries, seconds) => {
  const call = server(
    Array.from({ length: 20 }, () => noAnswer),
    ms,
  );
  expect(await outcome(createPatience().insist(call))).toEqual({ error: noAnswer, seconds });
  expect(call).toHaveBeenCalledTimes(tries);
});

test('the next in the queue do not wait as long again, until one of them was answered', async () => {
  const patience = createPatience();
  const down = server(Array.from({ length: 20 }, () => noAnswer));
  await outcome(patience.insist(down));
  expect(await outcome(patience.insist(down))).toEqual({ error: noAnswer, seconds: 0 });
  await patience.insist(async () => 'yes');
  expect(await outcome(patience.insist(down))).toMatchObject({ seconds: 15 });
});

test('when all were told there is as much patience as before', async () => {
  const patience = createPatience();
  const down = server(Array.from({ length: 20 }, () => noAnswer));
  await outcome(patience.insist(down));
  patience.renew();
  expect(await outcome(patience.insist(down))).toMatchObject({ seconds: 15 });
});

test('what may have been done is told of, whatever is said later', async () => {
  const unknown = refusal('SERVICE_UNAVAILABLE', { outcome: 'unknown' });
  const away = refusal('SERVICE_UNAVAILABLE');
  for (const [first, times] of [
    [unknown, 1],
    [noAnswer, 1],
    [away, 0],
  ] as const) {
    const onUnanswered = vi.fn<() => void>();
    const missing = refusal('NOT_FOUND');
    const call = server([away, first, missing]);
    const end = await outcome(createPatience().insist(call, onUnanswered));
    expect(end).toMatchObject({ error: missing });
    expect(onUnanswered).toHaveBeenCalledTimes(times);
  }
});

test('without a network it waits for one, however long that takes', async () => {
  const call = server([noAnswer]);
  onlineManager.setOnline(false);
  setTimeout(() => onlineManager.setOnline(true), 3_600_000);
  expect(await outcome(createPatience().insist(call))).toEqual({ value: 'yes', seconds: 3600 });
});
