// /api/v1 over HTTP. That it gives the same data and codes as tRPC is in faces/faces.test.ts.
import { randomUUID } from 'node:crypto';
import { maxBodyBytes } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from '../testing/caller.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let call: Caller;
let person: Awaited<ReturnType<Caller['signUp']>>;
beforeAll(async () => {
  server = await startTestServer({ engine: 'sqlite' });
  call = callerOf(server);
  person = await call.signUp();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Of most answers. */
interface Data extends Record<string, unknown> {
  id: number;
  updatedAt: string;
}

interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}
/** @param address `POST /tasks` */
async function send(address: string, { body, headers = person.bearer }: Sent = {}) {
  const [method = '', path = ''] = address.split(' ');
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const data: Data = JSON.parse(isJson && text !== '' ? text : '{}');
  return { status: response.status, data, text, headers: response.headers };
}
const create = async (body: object) => (await send('POST /tasks', { body })).data;
const withHeaders = (headers: Record<string, string>) => ({ ...person.bearer, ...headers });
const fieldsOf = (data: Record<string, unknown>): unknown => Object(data['zodError']).fieldErrors;

describe('a task', () => {
  test('is created, read, changed and deleted at its address', async () => {
    const created = await send('POST /tasks', { body: { title: 'Call Bo' } });
    expect(created.status).toBe(201);
    const { id, updatedAt } = created.data;
    expect(Object.fromEntries(created.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      etag: `"${updatedAt}"`,
      location: `/api/v1/tasks/${id}`,
      'x-request-id': expect.any(String),
    });
    expect((await send(`GET /tasks/${id}`)).data).toEqual(created.data);
    const changed = await send(`PATCH /tasks/${id}`, {
      body: { title: 'Call Ida' },
      headers: withHeaders({ 'content-type': 'application/merge-patch+json' }),
    });
    expect([changed.status, changed.data['title']]).toEqual([200, 'Call Ida']);
    expect((await send(`DELETE /tasks/${id}`)).data).toEqual({ id });
    expect((await send(`GET /tasks/${id}`)).status).toBe(404);
    // No content type without a body.
    const { authorization } = person.bearer;
    const completed = await send('POST /tasks/clear-completed', { headers: { authorization } });
    expect([completed.status, completed.data]).toEqual([200, { deleted: 0, left: 0 }]);
  });

  test.each([
    ['42', '~42'],
    ['batch-create', 'batch-create'],
    ['move', 'move'],
    ['..', '~..'],
    ['~x', '~~x'],
    ['a/b', 'a%2Fb'],
    ['100%', '100%25'],
  ])('with the uid %s is at /tasks/%s', async (uid, segment) => {
    const { id } = await create({ title: 'x', uid });
    // As it is, without a client that removes dots.
    expect((await send(`PATCH /tasks/${segment}`, { body: { title: 'y' } })).data).toMatchObject({
      id,
      title: 'y',
    });
    expect((await send(`GET /tasks/${segment}`)).data).toMatchObject({ uid });
  });

  test('may be named by its number or its uid in a query too', async () => {
    const { id } = await create({ title: 'x', uid: '7777' });
    const of = async (query: string) =>
      (await send(`GET /operations?noun=task&${query}`)).data['items'];
    expect(await of(`id=${id}`)).toHaveLength(1);
    expect(await of('id=~7777')).toHaveLength(1);
  });
});

describe('the query', () => {
  test('has numbers and booleans only where they are written exactly so', async () => {
    const own = await call.signUp();
    const get = (query: string) => send(`GET /tasks?${query}`, { headers: own.bearer });
    await send('POST /tasks', { body: { title: 'open' }, headers: own.bearer });
    const page = await get('completed=false&limit=1');
    expect([page.status, page.data['items']]).toEqual([
      200,
      [expect.objectContaining({ title: 'open' })],
    ]);
    expect((await get('completed=true')).data['items']).toEqual([]);
    for (const query of [
      'limit=01',
      'limit=1.0',
      'limit=1e1',
      'limit=',
      'completed=1',
      'completed=FALSE',
    ]) {
      const { status, data } = await get(query);
      expect([query, status, Object.keys(Object(fieldsOf(data)))]).toEqual([
        query,
        400,
        [query.split('=')[0]],
      ]);
    }
  });

  test('refuses what is unknown, said twice, or cannot be decoded', async () => {
    for (const query of ['x=1', 'limit=1&limit=1', '__proto__=1', 'search=%zz', '%ff=1']) {
      const { status, data } = await send(`GET /tasks?${query}`);
      expect([query, status, data['code']]).toEqual([query, 400, 'BAD_REQUEST']);
    }
    const twice = await send('GET /task-view?view=today&listId=x');
    expect(fieldsOf(twice.data)).toEqual({ listId: ['This was said twice.'] });
    expect((await send('PATCH /tasks/1', { body: { id: 2, title: 'x' } })).status).toBe(400);
    expect((await send('PATCH /tasks/1?title=x', { body: {} })).status).toBe(400);
  });

  test('has a view as a text or by its key, and blanks as + or %20', async () => {
    await create({ title: 'two words' });
    expect((await send('GET /task-view?view=inbox&limit=1')).data['items']).toHaveLength(1);
    for (const query of ['query=search:+two+words', 'query=search:%20two%20words']) {
      expect((await send(`GET /task-view?${query}`)).data['items']).toHaveLength(1);
    }
    expect((await send('GET /task-view?parentUid=never-was')).status).toBe(404);
  });

  // A question mark may stand in a query as it is.
  test.each(['', '&search=?'])('links to the next page of /tasks?limit=1%s', async (query) => {
    const own = await call.signUp();
    for (const title of ['a?', 'b?', 'c?', ...(query === '' ? [] : ['d'])]) {
      await send('POST /tasks', { body: { title }, headers: own.bearer });
    }
    const titles: unknown[] = [];
    let path = `/tasks?limit=1&completed=false${query}`;
    while (path !== '') {
      const { data, headers } = await send(`GET ${path}`, { headers: own.bearer });
      titles.push(...(data['items'] as { title: string }[]).map(({ title }) => title));
      path = /^<\/api\/v1([^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(titles).toEqual(['c?', 'b?', 'a?']);
  });
});

describe('conditions', () => {
  test('a stale If-Match is a conflict with the current row', async () => {
    const { id, updatedAt } = await create({ title: 'x' });
    const patch = (match: string, title: string) =>
      send(`PATCH /tasks/${id}`, { body: { title }, headers: withHeaders({ 'if-match': match }) });
    expect((await patch(`"${updatedAt}"`, 'y')).status).toBe(200);
    const stale = await patch(`"${updatedAt}"`, 'z');
    expect([stale.status, stale.data['code']]).toEqual([409, 'CONFLICT']);
    expect(stale.data['current']).toMatchObject({ id, title: 'y' });
    expect((await patch('*', 'z')).status).toBe(200);
    for (const wrong of [`W/"${updatedAt}"`, `"${updatedAt}", "x"`, 'x', '"yesterday"']) {
      const { status, data } = await patch(wrong, 'never');
      expect([wrong, status, Object.keys(Object(fieldsOf(data)))]).toEqual([
        wrong,
        400,
        ['If-Match'],
      ]);
    }
  });

  test.each([
    ['If-Match', 'DELETE /tasks/1'],
    ['If-Match', 'GET /tasks'],
    ['If-None-Match', 'POST /tasks'],
    ['If-Unmodified-Since', 'PATCH /tasks/1'],
    ['If-Match', 'POST /tokens/revoke'],
  ])('%s on %s is refused, not ignored', async (name, address) => {
    const headers = withHeaders({ [name]: '"x"' });
    const { status, data } = await send(address, { headers });
    expect([status, Object.keys(Object(fieldsOf(data)))]).toEqual([400, [name]]);
  });

  test('If-None-Match is answered with 304, of a row and of a page', async () => {
    const { id } = await create({ title: 'x' });
    for (const address of [`GET /tasks/${id}`, 'GET /lists', `HEAD /tasks/${id}`]) {
      const tag = (await send(address)).headers.get('etag') ?? '';
      expect(tag).toMatch(address.includes('lists') ? /^W\/"/ : /^"20/);
      const headers = withHeaders({ 'if-none-match': tag, 'cache-control': 'no-cache' });
      const known = await send(address, { headers });
      expect([known.status, known.text, known.headers.get('etag')]).toEqual([304, '', tag]);
    }
  });
});

describe('Idempotency-Key', () => {
  test('makes a repeat change nothing, with the same answer', async () => {
    const headers = withHeaders({ 'idempotency-key': `"${randomUUID()}"` });
    const first = await send('POST /tasks', { body: { title: 'once' }, headers });
    const again = await send('POST /tasks', { body: { title: 'once' }, headers });
    expect([again.status, again.data]).toEqual([201, first.data]);
    const other = await send('POST /tasks', { body: { title: 'other' }, headers });
    expect([other.status, other.data['code']]).toEqual([409, 'CONFLICT']);
    const malformed = await send('POST /tasks', {
      body: { title: 'x' },
      headers: withHeaders({ 'idempotency-key': 'x' }),
    });
    expect(fieldsOf(malformed.data)).toEqual({ 'Idempotency-Key': ['Send a UUID.'] });
    const inBody = await send('POST /tasks', { body: { title: 'x', operationId: randomUUID() } });
    expect([inBody.status, Object.keys(Object(fieldsOf(inBody.data)))]).toEqual([
      400,
      ['operationId'],
    ]);
  });

  test('is the operationId of every face', async () => {
    const operationId = randomUUID();
    const input = { title: 'once in every face' };
    const headers = withHeaders({ 'idempotency-key': operationId.toUpperCase() });
    const { data } = await send('POST /tasks', { body: input, headers });
    const again = await call.post('/trpc/task.create', { ...input, operationId }, person.bearer);
    expect(await again.json()).toEqual({ result: { data } });
    const params = { name: 'task_create', arguments: { ...input, operationId } };
    const byTool = await call.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
      withHeaders({ accept: 'application/json, text/event-stream' }),
    );
    const message = /^data: (.*)$/m.exec(await byTool.text())?.[1] ?? '{}';
    expect(JSON.parse(message).result.structuredContent).toEqual({ ...data, operationId });
    expect((await send('GET /tasks?search=once+in+every+face')).data['items']).toHaveLength(1);
    // Of two people it is two things.
    const { bearer } = await call.signUp();
    const theirs = { ...bearer, 'idempotency-key': operationId };
    const other = await send('POST /tasks', { body: { title: 'theirs' }, headers: theirs });
    expect([other.status, other.data['title']]).toEqual([201, 'theirs']);
    const undone = await send(`POST /operations/${operationId}/undo`);
    expect([undone.status, Object(undone.data['operation']).undoes]).toEqual([200, operationId]);
  });
});

describe('refusals', () => {
  const large = JSON.stringify({ title: 'x'.repeat(maxBodyBytes) });
  test.each<[string, string, string, Sent?]>([
    ['no credential', 'GET /tasks', '401 UNAUTHORIZED', { headers: json }],
    [
      'no credential and a body',
      'DELETE /tasks/1',
      '401 UNAUTHORIZED',
      { body: '{}', headers: json },
    ],
    ['nothing there', 'GET /nothing', '404 NOT_FOUND'],
    ['a slash at the end', 'GET /tasks/', '404 NOT_FOUND'],
    ['another case', 'GET /Tasks', '404 NOT_FOUND'],
    ['another method', 'PATCH /tasks', '405 METHOD_NOT_SUPPORTED'],
    [
      'text',
      'POST /tasks',
      '415 UNSUPPORTED_MEDIA_TYPE',
      { body: 'x', headers: { 'content-type': 'text/plain' } },
    ],
    [
      'a merge patch in a POST',
      'POST /tasks',
      '415 UNSUPPORTED_MEDIA_TYPE',
      { body: '{}', headers: { 'content-type': 'application/merge-patch+json' } },
    ],
    ['a large body', 'POST /tasks', '413 PAYLOAD_TOO_LARGE', { body: large, headers: json }],
    ['no JSON', 'POST /tasks', '400 BAD_REQUEST', { body: '{' }],
    ['a list', 'POST /tasks', '400 BAD_REQUEST', { body: '[]' }],
    ['a body of a DELETE', 'DELETE /tasks/1', '400 BAD_REQUEST', { body: '{}' }],
    ['an id that cannot be decoded', 'GET /tasks/%zz', '400 BAD_REQUEST'],
    [
      'a page of another origin',
      'GET /tasks',
      '403 FORBIDDEN',
      { headers: { origin: 'https://evil.example' } },
    ],
  ])('%s: %s gives %s', async (_name, address, expected, sent = {}) => {
    const { status, data, headers } = await send(address, sent);
    const code = String(data['code']);
    expect(`${status} ${code}`).toBe(expected);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(headers.get('etag')).toBeNull();
    expect(data).toMatchObject({
      type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      title: expect.any(String),
      detail: expect.any(String),
      status,
      requestId: headers.get('x-request-id'),
    });
    if (status === 401) expect(headers.get('www-authenticate')).toBe('Bearer realm="tydo"');
    if (status === 405) expect(headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    const page = await call.get(String(data['type']));
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/plain; charset=utf-8',
    ]);
  });

  test('a cookie alone is nobody, and a missing scope is said before the input is read', async () => {
    const cookie = { cookie: person.cookie, origin: server.url };
    expect((await send('GET /tasks', { headers: cookie })).status).toBe(401);
    const made = await call.post(
      '/trpc/token.create',
      { name: 'x', scopes: ['read'] },
      person.bearer,
    );
    const { token } = ((await made.json()) as { result: { data: { token: string } } }).result.data;
    const reading = { ...json, authorization: `Bearer ${token}` };
    expect((await send('GET /me', { headers: reading })).data).toMatchObject({
      id: person.id,
      token: { scopes: ['read'] },
    });
    const refused = await send('POST /tasks', { body: '{', headers: reading });
    expect([refused.status, refused.data['scope']]).toEqual([403, 'write']);
    expect(refused.headers.get('www-authenticate')).toBe(
      'Bearer realm="tydo", error="insufficient_scope", scope="write"',
    );
    // Anyone may end a token.
    for (const [body, status] of [
      [{ token }, 204],
      [{ token: 'tydo_x' }, 204],
      [{}, 400],
      ['{', 400],
    ] as const) {
      expect((await send('POST /tokens/revoke', { body, headers: json })).status).toBe(status);
    }
    expect((await send('GET /me', { headers: reading })).status).toBe(401);
  });

  test('names of problems that are not there have no page', async () => {
    expect((await call.get('/problems/nothing')).status).toBe(404);
  });
});

test('OPTIONS says the methods, and every GET answers HEAD', async () => {
  const options = await send('OPTIONS /tasks/1');
  expect([options.status, options.headers.get('allow')]).toEqual([
    204,
    'GET, PATCH, DELETE, HEAD, OPTIONS',
  ]);
  const head = await send('HEAD /lists');
  expect([head.status, head.text, head.headers.get('content-type')]).toEqual([
    200,
    '',
    'application/json; charset=utf-8',
  ]);
});

test('the document is served to everyone, with an ETag', async () => {
  const { status, data, headers } = await send('GET /openapi.json', { headers: {} });
  expect([status, data['openapi']]).toEqual([200, '3.1.0']);
  const tag = headers.get('etag') ?? '';
  for (const given of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
    const known = await send('GET /openapi.json', { headers: { 'if-none-match': given } });
    expect([given, known.status]).toEqual([given, 304]);
  }
});
