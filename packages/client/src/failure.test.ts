// Failures over real sockets: which error a call rejects with, and when it is retried.
import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { shortOrLong } from '@tydo/db/testing';
import { errorStatus } from '@tydo/schemas/error';
import { describe, expect, test } from 'vitest';
import { createTydoClient, result, type TydoClient, type TydoError } from './client.ts';
import {
  closeConnection,
  closeMidResponse,
  type Handler,
  neverFinish,
  neverRespond,
  respond,
  respondWithError,
  startFakeServer,
} from './testing/fake-server.ts';

const token = 'the-session-token';
const account = { name: 'Ann', email: 'ann@example.com', password: 'the password' };

/** The error of a call, which shows no secret. */
async function failing(call: Promise<unknown>): Promise<TydoError> {
  const outcome = await result(call);
  if (outcome.ok) expect.fail('it did not fail');
  const shown = inspect(outcome.error, { depth: 20, showHidden: true });
  for (const secret of [token, account.password]) expect(shown).not.toContain(secret);
  return outcome.error;
}

/** Milliseconds. */
async function durationOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const html = respond(200, '<!doctype html><title>Welcome</title>');
const empty = { result: { data: { items: [], nextCursor: null } } };

describe.concurrent('a read', () => {
  test.for<[string, Handler]>([
    ['gets SERVICE_UNAVAILABLE', respondWithError('SERVICE_UNAVAILABLE', 503)],
    ['gets TOO_MANY_REQUESTS', respondWithError('TOO_MANY_REQUESTS', 429)],
    ['loses its connection', closeConnection],
    ['loses its connection in the middle of the response', closeMidResponse],
    ['gets 502 from a proxy', respond(502, '<h1>Bad Gateway</h1>')],
    ['gets 504 from a proxy, as JSON', respond(504, { message: 'Endpoint request timed out' })],
    ['gets 429 from a proxy', respond(429, 'Slow down')],
  ])('that %s is retried', async ([, bad]) => {
    await using server = await startFakeServer(bad, bad, respond(200, empty));
    const { task } = createTydoClient({ url: server.url, token });
    expect(await task.list.query()).toEqual(empty.result.data);
    expect(server.requests).toHaveLength(3);
  });

  test('fails after four attempts, within seconds', async () => {
    await using server = await startFakeServer(closeConnection);
    const { task } = createTydoClient({ url: server.url, token });
    const time = await durationOf(async () => {
      expect(await failing(task.list.query())).toMatchObject({
        code: 'NO_ANSWER',
        data: undefined,
        message: expect.stringContaining(server.url),
      });
    });
    expect(server.requests).toHaveLength(4);
    expect(time).toBeGreaterThan(1_700);
    expect(time).toBeLessThan(shortOrLong(60_000, 8_000));
  });

  test('is retried after Retry-After', async () => {
    const later = respondWithError('SERVICE_UNAVAILABLE', 503, { 'retry-after': '1' });
    await using server = await startFakeServer(later, respond(200, empty));
    const { task } = createTydoClient({ url: server.url });
    expect(await durationOf(() => task.list.query())).toBeGreaterThan(990);
  });

  test.each(['3600', new Date(Date.now() + 3_600_000).toUTCString()])(
    'fails at once where Retry-After is %s, and says when to retry',
    async (date) => {
      const later = respondWithError('TOO_MANY_REQUESTS', 429, { 'retry-after': date });
      await using server = await startFakeServer(later);
      const error = await failing(createTydoClient({ url: server.url }).task.list.query());
      expect(error.code).toBe('TOO_MANY_REQUESTS');
      expect(error.retryAfter).toBeGreaterThan(3_500);
      expect(error.retryAfter).toBeLessThanOrEqual(3_600);
      expect(server.requests).toHaveLength(1);
    },
  );

  const final = Object.entries(errorStatus).filter(([, status]) => ![429, 503].includes(status));
  test.for(final)('that gets %s is not retried', async ([code, status]) => {
    await using server = await startFakeServer(respondWithError(code, status));
    const { task } = createTydoClient({ url: server.url });
    const expected = { code, message: `said ${code}`, data: { code, httpStatus: status } };
    expect(await failing(task.list.query())).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
  });

  test('is batched again with the calls that it failed with', async () => {
    await using server = await startFakeServer(closeConnection, respond(200, empty));
    const { task } = createTydoClient({ url: server.url });
    await Promise.all([1, 2, 3, 4, 5].map(() => result(task.list.query())));
    expect(server.requests.map(({ calls }) => calls)).toEqual([5, 5]);
  });
});

describe.concurrent('a write', () => {
  const done = respond(200, { result: { data: { deleted: 1, left: 0 } } });
  test.for<[string, Handler]>([
    ['gets SERVICE_UNAVAILABLE', respondWithError('SERVICE_UNAVAILABLE', 503)],
    ['gets TOO_MANY_REQUESTS', respondWithError('TOO_MANY_REQUESTS', 429)],
    ['loses its connection', closeConnection],
    ['loses its connection in the middle of the response', closeMidResponse],
  ])('that %s is retried with the same operationId', async ([, bad]) => {
    await using server = await startFakeServer(bad, bad, done);
    const { task } = createTydoClient({ url: server.url, token });
    expect(await task.clearCompleted.mutate()).toEqual({ deleted: 1, left: 0 });
    const [first = '', ...again] = server.requests.map(({ body }) => body);
    expect(JSON.parse(first)).toEqual({
      0: { operationId: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
    expect(again).toEqual([first, first]);
  });

  test('has an operationId of its own, or the one that its caller gave it', async () => {
    await using server = await startFakeServer(done);
    const { task } = createTydoClient({ url: server.url, token });
    const operationId = crypto.randomUUID();
    for (const input of [undefined, undefined, { operationId }, { operationId: undefined }]) {
      await task.clearCompleted.mutate(input);
    }
    const names = server.requests.map(({ body }) => JSON.parse(body)[0].operationId);
    expect(names[2]).toBe(operationId);
    expect(new Set(names).size).toBe(4);
  });

  test('that cannot be JSON is rejected and not sent', async () => {
    await using server = await startFakeServer(done);
    const { task, signIn } = createTydoClient({ url: server.url });
    const circle: Record<string, unknown> = { title: 'x' };
    circle['circle'] = circle;
    for (const input of [circle, { title: 1n }] as never[]) {
      for (const call of [task.create.mutate(input), signIn(input)]) {
        expect(await failing(call)).toMatchObject({ code: 'UNKNOWN', mayBeDone: false });
      }
    }
    const strange = Object.defineProperty({ title: '' }, 'title', {
      enumerable: true,
      get: () => expect.fail('strange'),
    });
    expect(await failing(task.create.mutate(strange))).toMatchObject({ message: 'strange' });
    expect(server.requests).toEqual([]);
  });

  test('to an account is never retried', async () => {
    await using server = await startFakeServer(closeConnection);
    const client = createTydoClient({ url: server.url, token });
    const writes = [
      () => client.signOut(),
      () => client.signIn(account),
      () => client.signUp(account),
    ];
    for (const write of writes) expect((await failing(write())).code).toBe('NO_ANSWER');
    expect(server.requests).toHaveLength(3);
  });
});

describe.concurrent('a server that does not respond', () => {
  test.for<[string, Handler]>([
    ['at all', neverRespond],
    ['or does not finish', neverFinish],
  ])('%s ends in TIMEOUT', async ([, silent]) => {
    await using server = await startFakeServer(silent);
    const calls: ((client: TydoClient) => Promise<unknown>)[] = [
      (client) => client.signIn(account),
      (client) => client.signOut(),
    ];
    await Promise.all(
      calls.map(async (call) => {
        const client = createTydoClient({ url: server.url, token, timeout: 300 });
        const time = await durationOf(async () => {
          const { code, message } = await failing(call(client));
          expect({ code, message }).toEqual({
            code: 'TIMEOUT',
            message: `No answer from ${server.url} within 300 ms.`,
          });
        });
        expect(time).toBeGreaterThan(290);
        expect(time).toBeLessThan(shortOrLong(60_000, 3_000));
      }),
    );
    await expect.poll(() => server.requests.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test('gets retries, until three times the time-out', async () => {
    await using server = await startFakeServer(neverRespond);
    const { task } = createTydoClient({ url: server.url, timeout: 1_000 });
    const time = await durationOf(async () => {
      const calls = [task.list.query(), task.create.mutate({ title: 'slow' })].map(failing);
      for (const call of calls) expect((await call).code).toBe('TIMEOUT');
    });
    expect(server.requests).toHaveLength(4);
    expect(time).toBeLessThan(shortOrLong(60_000, 4_000));
  });
});

describe.concurrent('an aborted call', () => {
  test('rejects at once, while the rest of the batch is answered', async () => {
    await using server = await startFakeServer(
      async (_request, res) =>
        void setTimeout(() => res.end(JSON.stringify([empty, empty])), 1_500),
    );
    const { task } = createTydoClient({ url: server.url });
    const leaving = new AbortController();
    const [left, stayed] = [
      failing(task.list.query(undefined, { signal: leaving.signal })),
      task.list.query(),
    ];
    setTimeout(() => leaving.abort('enough'), 100);
    const time = await durationOf(async () => {
      expect(await left).toMatchObject({ code: 'ABORTED', cause: 'enough' });
    });
    expect(time).toBeLessThan(shortOrLong(60_000, 1_200));
    expect(await stayed).toEqual(empty.result.data);
    expect(server.requests.map(({ calls, aborted }) => [calls, aborted])).toEqual([[2, false]]);
  });

  test('closes the connection when no other call uses it', async () => {
    await using server = await startFakeServer(neverRespond);
    const client = createTydoClient({ url: server.url });
    const signal = AbortSignal.timeout(200);
    const calls = [
      client.task.create.mutate({ title: 'never mind' }, { signal }),
      client.signIn(account, { signal }),
    ];
    const ends = await Promise.all(calls.map(async (call) => (await failing(call)).code));
    expect(ends).toEqual(['ABORTED', 'ABORTED']);
    await expect.poll(() => server.requests.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test('is not sent where its signal was aborted before, in a batch neither', async () => {
    await using server = await startFakeServer(respond(200, [empty]));
    const { task } = createTydoClient({ url: server.url });
    const signal = AbortSignal.abort();
    const [never] = await Promise.all([
      failing(task.create.mutate({ title: 'never' }, { signal })),
      task.create.mutate({ title: 'sent' }),
    ]);
    expect(never).toMatchObject({ code: 'ABORTED', mayBeDone: false });
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
      { 0: { title: 'sent', operationId: expect.any(String) } },
    ]);
  });

  test('is not retried', async () => {
    await using server = await startFakeServer(
      respondWithError('SERVICE_UNAVAILABLE', 503, { 'retry-after': '9' }),
    );
    const { task } = createTydoClient({ url: server.url });
    const time = await durationOf(async () => {
      const call = task.list.query(undefined, { signal: AbortSignal.timeout(300) });
      expect((await failing(call)).code).toBe('ABORTED');
    });
    expect(time).toBeLessThan(shortOrLong(60_000, 3_000));
    expect(server.requests).toHaveLength(1);
  });

  test('is not sent again with the others of its batch', async () => {
    const later = respondWithError('SERVICE_UNAVAILABLE', 503);
    await using server = await startFakeServer(
      (request, res) => void setTimeout(() => later(request, res), 400),
      respond(200, empty),
    );
    const { task } = createTydoClient({ url: server.url });
    const aborted = failing(task.list.query(undefined, { signal: AbortSignal.timeout(100) }));
    expect(await task.list.query()).toEqual(empty.result.data);
    expect((await aborted).code).toBe('ABORTED');
    expect(server.requests.map(({ calls }) => calls)).toEqual([2, 1]);
  });

  test('leaves no listener on its signal', async () => {
    await using server = await startFakeServer(respond(200, empty));
    const { task } = createTydoClient({ url: server.url });
    const { signal } = new AbortController();
    for (let calls = 0; calls < 3; calls += 1) await task.list.query(undefined, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

test('a client keeps its session until its user has confirmed the address', async () => {
  await using server = await startFakeServer(
    respond(200, { token: null, user: {} }),
    respond(403, { code: 'EMAIL_NOT_VERIFIED', message: 'Email not verified' }),
    respond(200, { token: 'another-token', user: {} }),
  );
  const client = createTydoClient({ url: server.url, token });
  expect(await client.signUp(account)).toEqual({ signedIn: false });
  const { code, message } = await failing(client.signIn(account));
  expect([code, message]).toEqual(['FORBIDDEN', 'Email not verified']);
  expect(client.token).toBe(token);
  expect(await client.signUp(account)).toEqual({ signedIn: true });
  expect(client.token).toBe('another-token');
});

describe.concurrent('an answer that is not from a Tydo server', () => {
  test.for<[string, Handler]>([
    ['an HTML page', html],
    ['an HTML page with status 404', respond(404, '<h1>Not found</h1>')],
    ['a text with status 500', respond(500, 'Oops')],
    ['an empty body', respond(200)],
    ['other JSON', respond(200, { hello: 'world' })],
    ['a list of other JSON', respond(200, [1, 2])],
    ['an empty list', respond(200, [])],
    ['an error of another kind', respond(400, { error: 'bad request' })],
    ['an error with an unknown code', respondWithError('TEAPOT', 418)],
  ])('is UNEXPECTED_ANSWER and not retried: %s', async ([, foreign]) => {
    await using server = await startFakeServer(foreign);
    const client = createTydoClient({ url: server.url, token });
    const { task } = client;
    for (const call of [() => task.list.query(), () => task.create.mutate({ title: 'x' })]) {
      expect(await failing(call())).toMatchObject({ code: 'UNEXPECTED_ANSWER', data: undefined });
    }
    expect(server.requests).toHaveLength(2);
    expect((await failing(client.signIn(account))).code).toBe('UNEXPECTED_ANSWER');
    // A sign-in that fails keeps the session.
    expect(client.token).toBe(token);
  });

  test.for<[string, Handler, string]>([
    ['a proxy', respond(504, { message: 'timed out' }), 'NO_ANSWER'],
    ['a proxy with a code', respond(502, { code: 'BAD_GATEWAY', message: 'x' }), 'NO_ANSWER'],
    ['another API', respond(400, { message: 'Missing Authentication Token' }), 'UNEXPECTED_ANSWER'],
  ])('is no refusal of a sign-up: %s', async ([, answer, code]) => {
    await using server = await startFakeServer(answer);
    const { signUp } = createTydoClient({ url: server.url });
    expect(await failing(signUp(account))).toMatchObject({ code, mayBeDone: true });
  });

  test('may renew a token, which is in no error', async () => {
    const cookie = { 'set-cookie': `session=${token}`, 'x-request-id': 'r' };
    await using server = await startFakeServer(
      respondWithError('CONFLICT', 409, cookie),
      respond(200, '', cookie),
    );
    const { task } = createTydoClient({ url: server.url });
    expect((await failing(task.list.query())).code).toBe('CONFLICT');
    expect((await failing(task.list.query())).code).toBe('UNEXPECTED_ANSWER');
  });

  test('cannot give a token that is no header value', async () => {
    await using server = await startFakeServer(respond(200, { token: 'two\nlines' }));
    const client = createTydoClient({ url: server.url });
    expect((await failing(client.signIn(account))).code).toBe('UNEXPECTED_ANSWER');
  });

  test.for([301, 302, 303, 307, 308])(
    'is a redirect with %i, which is not followed',
    async (status) => {
      await using elsewhere = await startFakeServer(respond(200, empty));
      await using server = await startFakeServer((request, res) =>
        respond(status, empty, { location: `${elsewhere.url}${request.url}` })(request, res),
      );
      const client = createTydoClient({ url: server.url, token });
      const calls = [
        () => client.task.list.query(),
        () => client.task.create.mutate({ title: 'x' }),
        () => client.signOut(),
        () => client.signIn(account),
      ];
      for (const call of calls) expect((await failing(call())).code).toBe('UNEXPECTED_ANSWER');
      expect(server.requests).toHaveLength(4);
      expect(elsewhere.requests).toEqual([]);
    },
  );

  test('is NO_ANSWER where the connection is refused', async () => {
    const gone = await startFakeServer();
    await gone[Symbol.asyncDispose]();
    const { code, message } = await failing(createTydoClient({ url: gone.url }).signOut());
    expect({ code, message }).toEqual({
      code: 'NO_ANSWER',
      message: `No answer from ${gone.url} (ECONNREFUSED).`,
    });
  });
});
