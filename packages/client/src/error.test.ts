// What an error says, and caught values as errors of the same type.
import { inspect } from 'node:util';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { expect, test } from 'vitest';
import { createTydoClient } from './client.ts';
import { asTydoError, result, TydoError } from './error.ts';
import {
  closeConnection,
  neverRespond,
  respond,
  respondWithError,
  startFakeServer,
} from './testing/fake-server.ts';

test('a TydoError is returned as it is', () => {
  const error = new TydoError('TIMEOUT', 'too late');
  expect(asTydoError(error)).toBe(error);
});

test('an error says its code, procedure and request id in one line, in strings and in consoles', async () => {
  const requestId = 'c56a4180';
  const data = { code: 'NOT_FOUND', httpStatus: 404, path: 'task.get', requestId };
  const envelope = { error: { code: -32004, message: 'No such task.', data } };
  await using server = await startFakeServer(respond(404, [envelope]), neverRespond);
  const { task, signOut } = createTydoClient({ url: server.url, timeout: 100 });
  const [notFound, timeout, noProcedure] = [
    await result(task.get.query({ id: 1 })),
    await result(task.counts.query()),
    await result(signOut()),
  ].map((outcome) => (outcome.ok ? expect.fail('it did not fail') : outcome.error));
  const line = 'TydoError [NOT_FOUND]: No such task. (task.get, request c56a4180)';
  expect(String(notFound)).toBe(line);
  expect(inspect(notFound).split('\n', 2)).toEqual([line, expect.stringMatching(/^ {4}at /)]);
  const noAnswer = `TydoError [TIMEOUT]: No answer from ${server.url} within 100 ms.`;
  expect(String(timeout)).toBe(`${noAnswer} (task.counts)`);
  expect(String(noProcedure)).toBe(noAnswer);
});

test('any other value becomes UNKNOWN, with its message, and is the cause', () => {
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

test('an error of another tRPC client becomes a TydoError', async () => {
  const soon = { 'retry-after': '7' };
  await using server = await startFakeServer(
    respondWithError('TOO_MANY_REQUESTS', 429, soon),
    respond(200, {}),
  );
  const other = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${server.url}/trpc` })] });
  const outcomes = [
    await result(other.task.counts.query()),
    await result(other.task.counts.query()),
  ];
  expect(outcomes).toMatchObject([
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

test('`result` resolves with the value or the error of a call, and never rejects', async () => {
  expect(await result(Promise.resolve(7))).toEqual({ ok: true, value: 7 });
  expect(await result(Promise.reject(new TydoError('ABORTED', 'enough')))).toMatchObject({
    ok: false,
    error: { code: 'ABORTED' },
  });
});

test('mayBeDone is false only where the server refused the call', async () => {
  const lost = { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, outcome: 'unknown' };
  await using server = await startFakeServer(
    respondWithError('SERVICE_UNAVAILABLE', 503),
    respond(503, { error: { code: -1, message: 'lost', data: lost } }),
    respond(503, 'a proxy'),
    respond(429, 'a proxy'),
    closeConnection,
  );
  // Too short for a retry.
  const { task } = createTydoClient({ url: server.url, timeout: 120 });
  const outcomes: unknown[] = [];
  for (const title of ['a', 'b', 'c', 'd', 'e']) {
    const outcome = await result(task.create.mutate({ title }));
    if (!outcome.ok) outcomes.push([outcome.error.code, outcome.error.mayBeDone]);
  }
  expect(outcomes).toEqual([
    ['SERVICE_UNAVAILABLE', false],
    ['SERVICE_UNAVAILABLE', true],
    ['NO_ANSWER', true],
    ['TOO_MANY_REQUESTS', false],
    ['NO_ANSWER', true],
  ]);
});

test('mayBeDone is true where one of several attempts may have been done', async () => {
  await using server = await startFakeServer(
    closeConnection,
    respondWithError('SERVICE_UNAVAILABLE', 503),
  );
  const { task } = createTydoClient({ url: server.url, timeout: 300 });
  expect(await result(task.create.mutate({ title: 'x' }))).toMatchObject({
    error: { code: 'SERVICE_UNAVAILABLE', mayBeDone: true },
  });
  expect(server.requests).toHaveLength(2);
});

test.each([
  [' ', undefined],
  ['soon', undefined],
  ['0', 0],
  ['12', 12],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('Retry-After %j is %s seconds', async (header, seconds) => {
  await using server = await startFakeServer(
    respondWithError('SERVICE_UNAVAILABLE', 503, { 'retry-after': header }),
  );
  const other = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${server.url}/trpc` })] });
  const outcome = await result(other.task.counts.query());
  expect(outcome).toMatchObject({ ok: false, error: { retryAfter: seconds } });
});
