// Which calls are sent in one request, and as whom.
import { maxBatchSize, maxBodyBytes } from '@tydo/schemas/wire';
import { describe, expect, test } from 'vitest';
import { createTydoClient, result } from './client.ts';
import { type FakeServer, type Handler, respond, startFakeServer } from './testing/fake-server.ts';

const page = respond(200, { result: { data: { items: [], nextCursor: null } } });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const sent = ({ requests }: FakeServer) =>
  requests.map(({ method, calls }) => `${method} ${calls}`).toSorted();

test('calls of one turn of the event loop are sent in one request, at most 20, reads apart from writes', async () => {
  await using server = await startFakeServer(page);
  const { task } = createTydoClient({ url: server.url });
  await Promise.all([
    ...times(45, () => task.list.query()),
    ...times(21, () => task.create.mutate({ title: 'x' })),
  ]);
  expect(sent(server)).toEqual(['GET 20', 'GET 20', 'GET 5', 'POST 1', 'POST 20']);
});

test('a batch is split before its URL is too long for proxies', async () => {
  await using server = await startFakeServer(page);
  const { task } = createTydoClient({ url: server.url });
  // The longest input of a list, and shorter ones.
  const cursor = 'x'.repeat(200);
  const longest = { completed: false, search: '😀'.repeat(200), limit: 100, cursor };
  await Promise.all(
    [longest, ...times(19, (index) => ({ search: 'ü'.repeat(index * 8) })), longest].map((input) =>
      task.list.query(input),
    ),
  );
  const lengths = server.requests.map(({ url }) => server.url.length + url.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(4_000);
  expect(server.requests.length).toBeLessThan(10);
});

const operationId = crypto.randomUUID();

test.for([
  ['of the largest batched size', 13_080, 1],
  ['just too large to be batched', 13_088, maxBatchSize],
] as const)('20 writes %s fit into the limit of a body', async ([, size, requests]) => {
  await using server = await startFakeServer(page);
  const { task } = createTydoClient({ url: server.url });
  const rest = JSON.stringify({ title: 'x', description: '', operationId });
  const input = { title: 'x', description: 'x'.repeat(size - rest.length), operationId };
  await Promise.all(times(maxBatchSize, () => task.create.mutate(input)));
  expect(server.requests).toHaveLength(requests);
  const largest = Math.max(...server.requests.map(({ body }) => body.length));
  expect(largest).toBeLessThanOrEqual(maxBodyBytes);
});

/** Answers the first call of a batch; the others do not fit into the response. */
const firstOfBatch: Handler = ({ url, calls }, res) => {
  const names = url.split('?', 1)[0]?.split('/').at(-1)?.split(',') ?? [];
  const data = { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, outcome: 'unknown' };
  const envelopes = names.map((path, place) =>
    place === 0
      ? { result: { data: { id: calls } } }
      : { error: { code: -32013, message: 'too large', data: { ...data, path } } },
  );
  respond(207, url.includes('batch=1') ? envelopes : envelopes[0])(Object(undefined), res);
};

test('calls that did not fit into the response of their batch are sent again, with the same operationId', async () => {
  await using server = await startFakeServer(firstOfBatch);
  const { task, operation } = createTydoClient({ url: server.url });
  const reads = await Promise.all(times(4, () => operation.list.query({ limit: 1 })));
  expect(reads).toHaveLength(4);
  const writes = times(3, (nth) => ({ ids: [nth + 1], completed: true }));
  await Promise.all(writes.map((input) => task.updateMany.mutate(input)));
  expect(sent(server)).toEqual(['GET 1', 'GET 2', 'GET 3', 'GET 4', 'POST 1', 'POST 2', 'POST 3']);
  const bodies = server.requests.flatMap(({ method, body }) => (method === 'POST' ? [body] : []));
  const names = bodies.map((body) => new Set(body.match(/[\da-f-]{36}/g)));
  expect(names.map((set) => set.size)).toEqual([3, 2, 1]);
  const repeated = names.slice(1).flatMap((set) => [...set]);
  expect(repeated.every((name) => names[0]?.has(name))).toBe(true);
});

test('a call that never fits is sent again at most 20 times', async () => {
  const data = { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, path: 'task.counts' };
  const envelope = { error: { code: -32013, message: 'too large', data } };
  await using server = await startFakeServer(respond(413, [envelope]));
  const { task } = createTydoClient({ url: server.url });
  const outcome = await result(task.counts.query());
  expect(outcome.ok || outcome.error.code).toBe('PAYLOAD_TOO_LARGE');
  expect(server.requests).toHaveLength(1 + maxBatchSize);
});

test('a call that is too large by itself is rejected and not sent', async () => {
  await using server = await startFakeServer(page);
  const { task } = createTydoClient({ url: server.url });
  // The second is one byte too large, in UTF-8.
  const fits = 'ü'.repeat((maxBodyBytes - JSON.stringify({ title: '', operationId }).length) / 2);
  const outcomes = await Promise.all([
    result(task.create.mutate({ title: fits, operationId })),
    result(task.create.mutate({ title: `${fits}xx`, operationId })),
    result(task.list.query({ search: 'x'.repeat(4_000) })),
  ]);
  expect(outcomes.map((outcome) => outcome.ok || outcome.error.code)).toEqual([
    true,
    'PAYLOAD_TOO_LARGE',
    'PAYLOAD_TOO_LARGE',
  ]);
  expect(server.requests).toHaveLength(1);
});

test('a client sends its token and no cookies', async () => {
  await using server = await startFakeServer(page);
  const inits: (RequestInit | undefined)[] = [];
  const client = createTydoClient({
    url: server.url,
    token: 'abc',
    fetch: (input, init) => {
      inits.push(init);
      return fetch(input, init);
    },
  });
  await client.task.list.query();
  await client.signOut();
  expect(inits).toMatchObject([{ credentials: 'omit' }, { credentials: 'omit' }]);
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer abc',
    'Bearer abc',
  ]);
  expect(client.token).toBeUndefined();
});

test('a sign-out that is answered late keeps the session of a later sign-in', async () => {
  const late = respond(200, { success: true });
  await using server = await startFakeServer(
    (request, res) => void setTimeout(() => late(request, res), 300),
    respond(200, { token: 'bo' }),
  );
  const client = createTydoClient({ url: server.url, token: 'ann' });
  const signOut = client.signOut();
  await expect.poll(() => server.requests.length).toBe(1);
  await client.signIn({ email: 'bo@example.com', password: 'his' });
  await signOut;
  expect(client.token).toBe('bo');
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer ann',
    undefined,
  ]);
});

describe('createTydoClient throws at', () => {
  test.for([
    '',
    'localhost:3000',
    '/trpc',
    'ftp://example.com',
    'file:///srv/tydo',
    'http://example.com/trpc',
    'http://example.com/?a=1',
    'http://example.com/#a',
    'https://ann:s3cret@example.com',
  ])('the url %j', (url) => {
    const make = () => createTydoClient({ url });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/^url must be the origin of a Tydo server/);
    expect(make).not.toThrow(/s3cret/);
  });

  test.for(['', ' ', 'abc\n', 'a b', 'clé'])('the token %j', (token) => {
    const make = () => createTydoClient({ url: 'http://localhost:3000', token });
    expect(make).toThrow(/^token is not a session token/);
  });

  test.for([0, -1, Number.NaN, Infinity, 2 ** 31])('the time-out %d', (timeout) => {
    const make = () => createTydoClient({ url: 'http://localhost:3000', timeout });
    expect(make).toThrow(/^timeout must be a number of milliseconds/);
  });

  test('no origin, in whatever form it is written', () => {
    for (const url of ['http://localhost:3000/', 'HTTPS://Example.COM:443', 'http://[::1]:3000']) {
      expect(createTydoClient({ url }).token).toBeUndefined();
    }
  });
});
