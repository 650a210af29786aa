// What travels in one request, and who it is sent to.
import { maxBatchSize, maxBodyBytes } from '@tydo/schemas/wire';
import { describe, expect, test } from 'vitest';
import { createTydoClient, result } from './client.ts';
import { type Front, type Play, say, startFront } from './testing/front.ts';

const page = say(200, { result: { data: { items: [], nextCursor: null } } });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const sent = ({ seen }: Front) => seen.map(({ method, calls }) => `${method} ${calls}`).toSorted();

test('calls of one turn travel together, at most 20, and reads never with writes', async () => {
  await using front = await startFront(page);
  const { task } = createTydoClient({ url: front.url });
  await Promise.all([
    ...times(45, () => task.list.query()),
    ...times(21, () => task.create.mutate({ title: 'x' })),
  ]);
  expect(sent(front)).toEqual(['GET 20', 'GET 20', 'GET 5', 'POST 1', 'POST 20']);
});

test('long addresses are parted before a proxy cuts them off', async () => {
  await using front = await startFront(page);
  const { task } = createTydoClient({ url: front.url });
  // The longest that a list may ask for, and shorter ones.
  const cursor = 'x'.repeat(200);
  const longest = { completed: false, search: '😀'.repeat(200), limit: 100, cursor };
  await Promise.all(
    [longest, ...times(19, (index) => ({ search: 'ü'.repeat(index * 8) })), longest].map((input) =>
      task.list.query(input),
    ),
  );
  const lengths = front.seen.map(({ url }) => front.url.length + url.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(4_000);
  expect(front.seen.length).toBeLessThan(10);
});

const operationId = crypto.randomUUID();

test.for([
  ['each of which just shares', 13_080, 1],
  ['each of which is just too large to share', 13_088, maxBatchSize],
] as const)('20 writes, %s, fit', async ([, size, requests]) => {
  await using front = await startFront(page);
  const { task } = createTydoClient({ url: front.url });
  const rest = JSON.stringify({ title: 'x', description: '', operationId });
  const input = { title: 'x', description: 'x'.repeat(size - rest.length), operationId };
  await Promise.all(times(maxBatchSize, () => task.create.mutate(input)));
  expect(front.seen).toHaveLength(requests);
  const largest = Math.max(...front.seen.map(({ body }) => body.length));
  expect(largest).toBeLessThanOrEqual(maxBodyBytes);
});

/** Answers the first call of a batch, and says of the others that they did not fit. */
const oneAtATime: Play = ({ url, calls }, res) => {
  const names = url.split('?', 1)[0]?.split('/').at(-1)?.split(',') ?? [];
  const data = { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, outcome: 'unknown' };
  const envelopes = names.map((path, place) =>
    place === 0
      ? { result: { data: { id: calls } } }
      : { error: { code: -32013, message: 'too large', data: { ...data, path } } },
  );
  say(207, url.includes('batch=1') ? envelopes : envelopes[0])(Object(undefined), res);
};

test('what does not fit into the answer of its batch is asked for again, under the same name', async () => {
  await using front = await startFront(oneAtATime);
  const { task, operation } = createTydoClient({ url: front.url });
  const reads = await Promise.all(times(4, () => operation.list.query({ limit: 1 })));
  expect(reads).toHaveLength(4);
  const writes = times(3, (nth) => ({ ids: [nth + 1], completed: true }));
  await Promise.all(writes.map((input) => task.updateMany.mutate(input)));
  expect(sent(front)).toEqual(['GET 1', 'GET 2', 'GET 3', 'GET 4', 'POST 1', 'POST 2', 'POST 3']);
  const bodies = front.seen.flatMap(({ method, body }) => (method === 'POST' ? [body] : []));
  const names = bodies.map((body) => new Set(body.match(/[\da-f-]{36}/g)));
  expect(names.map((set) => set.size)).toEqual([3, 2, 1]);
  const repeated = names.slice(1).flatMap((set) => [...set]);
  expect(repeated.every((name) => names[0]?.has(name))).toBe(true);
});

test('a server that says so of every call is asked no more than 20 times', async () => {
  const data = { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413, path: 'task.counts' };
  const envelope = { error: { code: -32013, message: 'too large', data } };
  await using front = await startFront(say(413, [envelope]));
  const { task } = createTydoClient({ url: front.url });
  const end = await result(task.counts.query());
  expect(end.ok || end.error.code).toBe('PAYLOAD_TOO_LARGE');
  expect(front.seen).toHaveLength(1 + maxBatchSize);
});

test('a call that is too large by itself is refused without being sent', async () => {
  await using front = await startFront(page);
  const { task } = createTydoClient({ url: front.url });
  // In UTF-8 the two are one byte apart.
  const fits = 'ü'.repeat((maxBodyBytes - JSON.stringify({ title: '', operationId }).length) / 2);
  const ends = await Promise.all([
    result(task.create.mutate({ title: fits, operationId })),
    result(task.create.mutate({ title: `${fits}xx`, operationId })),
    result(task.list.query({ search: 'x'.repeat(4_000) })),
  ]);
  expect(ends.map((end) => end.ok || end.error.code)).toEqual([
    true,
    'PAYLOAD_TOO_LARGE',
    'PAYLOAD_TOO_LARGE',
  ]);
  expect(front.seen).toHaveLength(1);
});

test('a client is who its token says: it takes no cookie along', async () => {
  await using front = await startFront(page);
  const inits: (RequestInit | undefined)[] = [];
  const client = createTydoClient({
    url: front.url,
    token: 'abc',
    fetch: (input, init) => {
      inits.push(init);
      return fetch(input, init);
    },
  });
  await client.task.list.query();
  await client.signOut();
  expect(inits).toMatchObject([{ credentials: 'omit' }, { credentials: 'omit' }]);
  expect(front.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer abc',
    'Bearer abc',
  ]);
  expect(client.token).toBeUndefined();
});

test('a sign-out that is answered late signs out nobody else', async () => {
  const late = say(200, { success: true });
  await using front = await startFront(
    (seen, res) => void setTimeout(() => late(seen, res), 300),
    say(200, { token: 'bo' }),
  );
  const client = createTydoClient({ url: front.url, token: 'ann' });
  const end = client.signOut();
  await expect.poll(() => front.seen.length).toBe(1);
  await client.signIn({ email: 'bo@example.com', password: 'his' });
  await end;
  expect(client.token).toBe('bo');
  expect(front.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer ann', undefined]);
});

describe('what cannot be right is refused when the client is made:', () => {
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
    expect(make).toThrow(/^token is no session token/);
  });

  test.for([0, -1, Number.NaN, Infinity, 2 ** 31])('the time-out %d', (timeout) => {
    const make = () => createTydoClient({ url: 'http://localhost:3000', timeout });
    expect(make).toThrow(/^timeout must be a number of milliseconds/);
  });

  test('but an origin may be written in several ways', () => {
    for (const url of ['http://localhost:3000/', 'HTTPS://Example.COM:443', 'http://[::1]:3000']) {
      expect(createTydoClient({ url }).token).toBeUndefined();
    }
  });
});
