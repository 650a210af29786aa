// What was caught elsewhere, as a value of the same type.
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { expect, test } from 'vitest';
import { createTydoClient } from './client.ts';
import { asTydoError, result, TydoError } from './error.ts';
import { hangUp, refuse, say, startFront } from './testing/front.ts';

test('a client’s own error is given back as it is', () => {
  const error = new TydoError('TIMEOUT', 'too late');
  expect(asTydoError(error)).toBe(error);
  expect(String(error)).toBe('TydoError: too late');
});

test('what is nothing of Tydo’s keeps its words and is the cause', () => {
  const caught = new RangeError('out of it');
  expect(asTydoError(caught)).toMatchObject({
    code: 'UNKNOWN',
    message: 'out of it',
    cause: caught,
    data: undefined,
  });
  expect(asTydoError('just so')).toMatchObject({ code: 'UNKNOWN', message: 'just so' });
  expect(asTydoError(undefined)).toMatchObject({ code: 'UNKNOWN', message: 'undefined' });
});

test('an error of another tRPC client tells as much', async () => {
  const soon = { 'retry-after': '7' };
  await using front = await startFront(refuse('TOO_MANY_REQUESTS', 429, soon), say(200, {}));
  const other = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${front.url}/trpc` })] });
  const ends = [await result(other.task.counts.query()), await result(other.task.counts.query())];
  expect(ends).toMatchObject([
    {
      ok: false,
      error: {
        code: 'TOO_MANY_REQUESTS',
        data: { code: 'TOO_MANY_REQUESTS', httpStatus: 429 },
        retryAfter: 7,
      },
    },
    { ok: false, error: { code: 'UNEXPECTED_ANSWER' } },
  ]);
});

test('a result has the value of a call that succeeds, and never rejects', async () => {
  expect(await result(Promise.resolve(7))).toEqual({ ok: true, value: 7 });
  expect(await result(Promise.reject(new TydoError('ABORTED', 'enough')))).toMatchObject({
    ok: false,
    error: { code: 'ABORTED' },
  });
});

test('only a refusal says that nothing was done', async () => {
  const lost = { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, outcome: 'unknown' };
  await using front = await startFront(
    refuse('SERVICE_UNAVAILABLE', 503),
    say(503, { error: { code: -1, message: 'lost', data: lost } }),
    say(503, 'a proxy'),
    say(429, 'a proxy'),
    hangUp,
  );
  // Too short for a second try.
  const { task } = createTydoClient({ url: front.url, timeout: 120 });
  const told: unknown[] = [];
  for (const title of ['a', 'b', 'c', 'd', 'e']) {
    const ended = await result(task.create.mutate({ title }));
    if (!ended.ok) told.push([ended.error.code, ended.error.mayBeDone]);
  }
  expect(told).toEqual([
    ['SERVICE_UNAVAILABLE', false],
    ['SERVICE_UNAVAILABLE', true],
    ['NO_ANSWER', true],
    ['TOO_MANY_REQUESTS', false],
    ['NO_ANSWER', true],
  ]);
});

test('of several tries one is enough that may have been done', async () => {
  await using front = await startFront(hangUp, refuse('SERVICE_UNAVAILABLE', 503));
  const { task } = createTydoClient({ url: front.url, timeout: 300 });
  expect(await result(task.create.mutate({ title: 'x' }))).toMatchObject({
    error: { code: 'SERVICE_UNAVAILABLE', mayBeDone: true },
  });
  expect(front.seen).toHaveLength(2);
});

test.each([
  [' ', undefined],
  ['soon', undefined],
  ['0', 0],
  ['12', 12],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('Retry-After: %j means %s seconds', async (header, seconds) => {
  await using front = await startFront(
    refuse('SERVICE_UNAVAILABLE', 503, { 'retry-after': header }),
  );
  const other = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${front.url}/trpc` })] });
  const ended = await result(other.task.counts.query());
  expect(ended).toMatchObject({ ok: false, error: { retryAfter: seconds } });
});
