// What a program is told when things go wrong, over real sockets.
import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { shortOrLong } from '@tydo/db/testing';
import { errorStatus } from '@tydo/schemas/error';
import { describe, expect, test } from 'vitest';
import { createTydoClient, result, type TydoClient, type TydoError } from './client.ts';
import {
  dribbles,
  hangUp,
  hangUpInTheMiddle,
  type Play,
  refuse,
  say,
  saysNothing,
  startFront,
} from './testing/front.ts';

const token = 'the-token-of-somebody';
const account = { name: 'Ann', email: 'ann@example.com', password: 'a password of hers' };

async function failing(call: Promise<unknown>): Promise<TydoError> {
  const ended = await result(call);
  if (ended.ok) expect.fail('it did not fail');
  const told = inspect(ended.error, { depth: 20, showHidden: true });
  for (const secret of [token, account.password]) expect(told).not.toContain(secret);
  return ended.error;
}

/** How many milliseconds it lasts. */
async function lasting(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const html = say(200, '<!doctype html><title>Welcome</title>');
const empty = { result: { data: { items: [], nextCursor: null } } };

describe.concurrent('a read', () => {
  test.for<[string, Play]>([
    ['is refused with SERVICE_UNAVAILABLE', refuse('SERVICE_UNAVAILABLE', 503)],
    ['is refused with TOO_MANY_REQUESTS', refuse('TOO_MANY_REQUESTS', 429)],
    ['is cut off', hangUp],
    ['is cut off in the middle of the answer', hangUpInTheMiddle],
    ['meets a proxy that reaches nobody', say(502, '<h1>Bad Gateway</h1>')],
    ['meets a proxy that says so in JSON', say(504, { message: 'Endpoint request timed out' })],
    ['meets a proxy that has had enough', say(429, 'Slow down')],
  ])('that %s is tried again', async ([, bad]) => {
    await using front = await startFront(bad, bad, say(200, empty));
    const { task } = createTydoClient({ url: front.url, token });
    expect(await task.list.query()).toEqual(empty.result.data);
    expect(front.seen).toHaveLength(3);
  });

  test('fails after four tries, within seconds', async () => {
    await using front = await startFront(hangUp);
    const { task } = createTydoClient({ url: front.url, token });
    const time = await lasting(async () => {
      expect(await failing(task.list.query())).toMatchObject({
        code: 'NO_ANSWER',
        data: undefined,
        message: expect.stringContaining(front.url),
      });
    });
    expect(front.seen).toHaveLength(4);
    expect(time).toBeGreaterThan(1_700);
    expect(time).toBeLessThan(shortOrLong(60_000, 8_000));
  });

  test('waits as long as the server asks for', async () => {
    const later = refuse('SERVICE_UNAVAILABLE', 503, { 'retry-after': '1' });
    await using front = await startFront(later, say(200, empty));
    const { task } = createTydoClient({ url: front.url });
    expect(await lasting(() => task.list.query())).toBeGreaterThan(990);
  });

  test.each(['3600', new Date(Date.now() + 3_600_000).toUTCString()])(
    'that should wait until %s fails at once and tells when',
    async (date) => {
      const later = refuse('TOO_MANY_REQUESTS', 429, { 'retry-after': date });
      await using front = await startFront(later);
      const error = await failing(createTydoClient({ url: front.url }).task.list.query());
      expect(error.code).toBe('TOO_MANY_REQUESTS');
      expect(error.retryAfter).toBeGreaterThan(3_500);
      expect(error.retryAfter).toBeLessThanOrEqual(3_600);
      expect(front.seen).toHaveLength(1);
    },
  );

  const final = Object.entries(errorStatus).filter(([, status]) => ![429, 503].includes(status));
  test.for(final)('that is refused with %s is not', async ([code, status]) => {
    await using front = await startFront(refuse(code, status));
    const { task } = createTydoClient({ url: front.url });
    const expected = { code, message: `said ${code}`, data: { code, httpStatus: status } };
    expect(await failing(task.list.query())).toMatchObject(expected);
    expect(front.seen).toHaveLength(1);
  });

  test('travels with those it failed with', async () => {
    await using front = await startFront(hangUp, say(200, empty));
    const { task } = createTydoClient({ url: front.url });
    await Promise.all([1, 2, 3, 4, 5].map(() => result(task.list.query())));
    expect(front.seen.map(({ calls }) => calls)).toEqual([5, 5]);
  });
});

describe.concurrent('a write', () => {
  const done = say(200, { result: { data: { deleted: 1, left: 0 } } });
  test.for<[string, Play]>([
    ['is refused', refuse('SERVICE_UNAVAILABLE', 503)],
    ['comes too often', refuse('TOO_MANY_REQUESTS', 429)],
    ['is cut off', hangUp],
    ['is cut off in the middle', hangUpInTheMiddle],
  ])('that %s is tried again under the same name', async ([, bad]) => {
    await using front = await startFront(bad, bad, done);
    const { task } = createTydoClient({ url: front.url, token });
    expect(await task.clearCompleted.mutate()).toEqual({ deleted: 1, left: 0 });
    const [first = '', ...again] = front.seen.map(({ body }) => body);
    expect(JSON.parse(first)).toEqual({
      0: { operationId: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
    expect(again).toEqual([first, first]);
  });

  test('has a name of its own, or the one that its caller gave it', async () => {
    await using front = await startFront(done);
    const { task } = createTydoClient({ url: front.url, token });
    const operationId = crypto.randomUUID();
    for (const input of [undefined, undefined, { operationId }, { operationId: undefined }]) {
      await task.clearCompleted.mutate(input);
    }
    const names = front.seen.map(({ body }) => JSON.parse(body)[0].operationId);
    expect(names[2]).toBe(operationId);
    expect(new Set(names).size).toBe(4);
  });

  test('that is no JSON rejects, and nothing is sent', async () => {
    await using front = await startFront(done);
    const { task, signIn } = createTydoClient({ url: front.url });
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
    expect(front.seen).toEqual([]);
  });

  test('of accounts is never tried again', async () => {
    await using front = await startFront(hangUp);
    const client = createTydoClient({ url: front.url, token });
    const writes = [
      () => client.signOut(),
      () => client.signIn(account),
      () => client.signUp(account),
    ];
    for (const write of writes) expect((await failing(write())).code).toBe('NO_ANSWER');
    expect(front.seen).toHaveLength(3);
  });
});

describe.concurrent('a server that is silent', () => {
  test.for<[string, Play]>([
    ['from the start', saysNothing],
    ['in the middle of an answer', dribbles],
  ])('%s is given up after the time-out', async ([, silent]) => {
    await using front = await startFront(silent);
    const calls: ((client: TydoClient) => Promise<unknown>)[] = [
      (client) => client.signIn(account),
      (client) => client.signOut(),
    ];
    await Promise.all(
      calls.map(async (call) => {
        const client = createTydoClient({ url: front.url, token, timeout: 300 });
        const time = await lasting(async () => {
          const { code, message } = await failing(call(client));
          expect({ code, message }).toEqual({
            code: 'TIMEOUT',
            message: `No answer from ${front.url} within 300 ms.`,
          });
        });
        expect(time).toBeGreaterThan(290);
        expect(time).toBeLessThan(shortOrLong(60_000, 3_000));
      }),
    );
    await expect.poll(() => front.seen.map(({ hungUp }) => hungUp)).toEqual([true, true]);
  });

  test('is asked again by calls, which end within three time-outs', async () => {
    await using front = await startFront(saysNothing);
    const { task } = createTydoClient({ url: front.url, timeout: 1_000 });
    const time = await lasting(async () => {
      const calls = [task.list.query(), task.create.mutate({ title: 'slow' })].map(failing);
      for (const call of calls) expect((await call).code).toBe('TIMEOUT');
    });
    expect(front.seen).toHaveLength(4);
    expect(time).toBeLessThan(shortOrLong(60_000, 4_000));
  });
});

describe.concurrent('a caller who gives up', () => {
  test('is let go at once, while the rest of the batch is answered', async () => {
    await using front = await startFront(
      async (_seen, res) => void setTimeout(() => res.end(JSON.stringify([empty, empty])), 1_500),
    );
    const { task } = createTydoClient({ url: front.url });
    const leaving = new AbortController();
    const [left, stayed] = [
      failing(task.list.query(undefined, { signal: leaving.signal })),
      task.list.query(),
    ];
    setTimeout(() => leaving.abort('enough'), 100);
    const time = await lasting(async () => {
      expect(await left).toMatchObject({ code: 'ABORTED', cause: 'enough' });
    });
    expect(time).toBeLessThan(shortOrLong(60_000, 1_200));
    expect(await stayed).toEqual(empty.result.data);
    expect(front.seen.map(({ calls, hungUp }) => [calls, hungUp])).toEqual([[2, false]]);
  });

  test('hangs up, when nobody else waits for the answer', async () => {
    await using front = await startFront(saysNothing);
    const client = createTydoClient({ url: front.url });
    const signal = AbortSignal.timeout(200);
    const calls = [
      client.task.create.mutate({ title: 'never mind' }, { signal }),
      client.signIn(account, { signal }),
    ];
    const ends = await Promise.all(calls.map(async (call) => (await failing(call)).code));
    expect(ends).toEqual(['ABORTED', 'ABORTED']);
    await expect.poll(() => front.seen.map(({ hungUp }) => hungUp)).toEqual([true, true]);
  });

  test('before it began sends nothing, in a batch neither', async () => {
    await using front = await startFront(say(200, [empty]));
    const { task } = createTydoClient({ url: front.url });
    const signal = AbortSignal.abort();
    const [never] = await Promise.all([
      failing(task.create.mutate({ title: 'never' }, { signal })),
      task.create.mutate({ title: 'sent' }),
    ]);
    expect(never).toMatchObject({ code: 'ABORTED', mayBeDone: false });
    expect(front.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { 0: { title: 'sent', operationId: expect.any(String) } },
    ]);
  });

  test('waits for no further try', async () => {
    await using front = await startFront(
      refuse('SERVICE_UNAVAILABLE', 503, { 'retry-after': '9' }),
    );
    const { task } = createTydoClient({ url: front.url });
    const time = await lasting(async () => {
      const call = task.list.query(undefined, { signal: AbortSignal.timeout(300) });
      expect((await failing(call)).code).toBe('ABORTED');
    });
    expect(time).toBeLessThan(shortOrLong(60_000, 3_000));
    expect(front.seen).toHaveLength(1);
  });

  test('is not asked for again with those who stay', async () => {
    const later = refuse('SERVICE_UNAVAILABLE', 503);
    await using front = await startFront(
      (seen, res) => void setTimeout(() => later(seen, res), 400),
      say(200, empty),
    );
    const { task } = createTydoClient({ url: front.url });
    const left = failing(task.list.query(undefined, { signal: AbortSignal.timeout(100) }));
    expect(await task.list.query()).toEqual(empty.result.data);
    expect((await left).code).toBe('ABORTED');
    expect(front.seen.map(({ calls }) => calls)).toEqual([2, 1]);
  });

  test('may do so with one signal for many calls: none of them holds on to it', async () => {
    await using front = await startFront(say(200, empty));
    const { task } = createTydoClient({ url: front.url });
    const { signal } = new AbortController();
    for (let calls = 0; calls < 3; calls += 1) await task.list.query(undefined, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

test('who must confirm an address first is told so, and the client stays whose it was', async () => {
  await using front = await startFront(
    say(200, { token: null, user: {} }),
    say(403, { code: 'EMAIL_NOT_VERIFIED', message: 'Email not verified' }),
    say(200, { token: 'another-token', user: {} }),
  );
  const client = createTydoClient({ url: front.url, token });
  expect(await client.signUp(account)).toEqual({ signedIn: false });
  const { code, message } = await failing(client.signIn(account));
  expect([code, message]).toEqual(['FORBIDDEN', 'Email not verified']);
  expect(client.token).toBe(token);
  expect(await client.signUp(account)).toEqual({ signedIn: true });
  expect(client.token).toBe('another-token');
});

describe.concurrent('what is no Tydo server', () => {
  test.for<[string, Play]>([
    ['a page', html],
    ['a page that is not found', say(404, '<h1>Not found</h1>')],
    ['a page that failed', say(500, 'Oops')],
    ['nothing', say(200)],
    ['other JSON', say(200, { hello: 'world' })],
    ['no object', say(200, [1, 2])],
    ['an empty list', say(200, [])],
    ['an error of another kind', say(400, { error: 'bad request' })],
    ['an error with a code that is not ours', refuse('TEAPOT', 418)],
  ])('answers with %s, and that is told once', async ([, foreign]) => {
    await using front = await startFront(foreign);
    const client = createTydoClient({ url: front.url, token });
    const { task } = client;
    for (const call of [() => task.list.query(), () => task.create.mutate({ title: 'x' })]) {
      expect(await failing(call())).toMatchObject({ code: 'UNEXPECTED_ANSWER', data: undefined });
    }
    expect(front.seen).toHaveLength(2);
    expect((await failing(client.signIn(account))).code).toBe('UNEXPECTED_ANSWER');
    // A sign-in that fails takes nothing away.
    expect(client.token).toBe(token);
  });

  test.for<[string, Play, string]>([
    ['a proxy that reaches nobody', say(504, { message: 'timed out' }), 'NO_ANSWER'],
    ['one with a code of its own', say(502, { code: 'BAD_GATEWAY', message: 'x' }), 'NO_ANSWER'],
    ['another API', say(400, { message: 'Missing Authentication Token' }), 'UNEXPECTED_ANSWER'],
  ])('is not taken at its word when one signs up: %s', async ([, answer, code]) => {
    await using front = await startFront(answer);
    const { signUp } = createTydoClient({ url: front.url });
    expect(await failing(signUp(account))).toMatchObject({ code, mayBeDone: true });
  });

  test('may hand out a token anew, which no error tells', async () => {
    const cookie = { 'set-cookie': `session=${token}`, 'x-request-id': 'r' };
    await using front = await startFront(refuse('CONFLICT', 409, cookie), say(200, '', cookie));
    const { task } = createTydoClient({ url: front.url });
    expect((await failing(task.list.query())).code).toBe('CONFLICT');
    expect((await failing(task.list.query())).code).toBe('UNEXPECTED_ANSWER');
  });

  test('cannot make a token that breaks the next call', async () => {
    await using front = await startFront(say(200, { token: 'two\nlines' }));
    const client = createTydoClient({ url: front.url });
    expect((await failing(client.signIn(account))).code).toBe('UNEXPECTED_ANSWER');
  });

  test.for([301, 302, 303, 307, 308])('redirects with %i, and is not followed', async (status) => {
    await using elsewhere = await startFront(say(200, empty));
    await using front = await startFront((seen, res) =>
      say(status, empty, { location: `${elsewhere.url}${seen.url}` })(seen, res),
    );
    const client = createTydoClient({ url: front.url, token });
    const calls = [
      () => client.task.list.query(),
      () => client.task.create.mutate({ title: 'x' }),
      () => client.signOut(),
      () => client.signIn(account),
    ];
    for (const call of calls) expect((await failing(call())).code).toBe('UNEXPECTED_ANSWER');
    expect(front.seen).toHaveLength(4);
    expect(elsewhere.seen).toEqual([]);
  });

  test('is perhaps nobody at all', async () => {
    const gone = await startFront();
    await gone[Symbol.asyncDispose]();
    const { code, message } = await failing(createTydoClient({ url: gone.url }).signOut());
    expect({ code, message }).toEqual({
      code: 'NO_ANSWER',
      message: `No answer from ${gone.url} (ECONNREFUSED).`,
    });
  });
});
