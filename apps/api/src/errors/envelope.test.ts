// The errors of the contract's table, read as clients read them.
import { TRPCError } from '@trpc/server';
import { engines, execute } from '@tydo/db/testing';
import { maxBodyBytes } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json, refusalIn, refusalsIn } from '../testing/caller.ts';
import { newAccount, startTestServer, type TestServer } from '../testing/server.ts';
import { toPublicError } from './envelope.ts';

const missing = 2 ** 31 - 1;
const large = 'x'.repeat(maxBodyBytes + 1);
const counts = (length: number) => Array(length).fill('task.counts').join(',');

/** Subsets of a list, the empty one too. */
const subsets = <T>(list: T[]): T[][] =>
  list.reduce<T[][]>((all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);

describe.each(engines)('errors on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  let person: Awaited<ReturnType<Caller['signUp']>>;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
    person = await call.signUp();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const create = async (title: string): Promise<{ id: number }> => {
    const response = await call.post('/trpc/task.create', { title }, person.bearer);
    return ((await response.json()) as { result: { data: { id: number } } }).result.data;
  };

  describe('have tRPC’s envelope', () => {
    test.each<[string, string, () => Promise<Response>]>([
      ['no session', 'UNAUTHORIZED', () => call.get('/trpc/task.list')],
      ['an unknown procedure', 'NOT_FOUND', () => call.get('/trpc/task.nothing')],
      ['no procedure at all', 'NOT_FOUND', () => call.get('/trpc')],
      ['a name from Object.prototype', 'NOT_FOUND', () => call.get('/trpc/__proto__')],
      ['a nested name', 'NOT_FOUND', () => call.get('/trpc/a/b/task.list', person.bearer)],
      ['a name after another host', 'NOT_FOUND', () => call.get('/trpc//a:b@c/task.list')],
      ['a query by POST', 'METHOD_NOT_SUPPORTED', () => call.post('/trpc/task.list', {})],
      ['a mutation by GET', 'METHOD_NOT_SUPPORTED', () => call.get('/trpc/task.create')],
      ['another method', 'METHOD_NOT_SUPPORTED', () => method('DELETE', '/trpc/task.list')],
      ['a POST of text', 'UNSUPPORTED_MEDIA_TYPE', () => typed('text/plain')],
      ['no content type', 'UNSUPPORTED_MEDIA_TYPE', () => call.post('/trpc/task.create', '', {})],
      [
        'a charset other than UTF-8',
        'UNSUPPORTED_MEDIA_TYPE',
        () => typed(`${jsonType}; charset=x`),
      ],
      ['a compressed body', 'UNSUPPORTED_MEDIA_TYPE', () => compressed()],
      [
        'a body that is too large',
        'PAYLOAD_TOO_LARGE',
        () => call.post('/trpc/task.create', large),
      ],
      ['a page of another origin', 'FORBIDDEN', () => call.get('/trpc/task.list', evil)],
      ['a name that cannot be decoded', 'BAD_REQUEST', () => call.get('/trpc/%zz')],
      ['too many calls', 'BAD_REQUEST', () => call.get(`/trpc/${counts(21)}?batch=1`)],
      ['a mixed batch', 'BAD_REQUEST', () => call.get('/trpc/task.list,task.create?batch=1')],
      ['connection parameters', 'BAD_REQUEST', () => call.get('/trpc/task.list?connectionParams=')],
      ['an input that is not JSON', 'BAD_REQUEST', () => call.get(`/trpc/task.list?input={`, me())],
    ])('%s: %s', async (_name, code, request) => {
      const response = await request();
      const data = await refusalIn(response);
      expect(data).toMatchObject({ code, httpStatus: response.status });
      expect(data.requestId).toBe(response.headers.get('x-request-id'));
    });

    const evil = { origin: 'https://evil.example' };
    const jsonType = 'application/json';
    const me = () => person.bearer;
    const method = (name: string, path: string) =>
      fetch(`${server.url}${path}`, { method: name, headers: me() });
    const typed = (type: string) =>
      call.post('/trpc/task.create', { title: 'x' }, { ...me(), 'content-type': type });
    const compressed = () =>
      call.post('/trpc/task.create', { title: 'x' }, { ...me(), 'content-encoding': 'gzip' });

    test.each([
      ['not JSON', '{"title":'],
      ['empty', ''],
      ['an array', '[]'],
      ['an object with an unknown field', '{"title":"x","owner":"x"}'],
      ['an object with a field __proto__', '{"title":"x","__proto__":{"completed":true}}'],
      ['a text with NUL', '{"title":"a\\u0000b"}'],
      ['a text with a lone surrogate', '{"title":"a\\ud800"}'],
      ['an object with a number', '{"title":1e999}'],
      ['deeply nested', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ])('a body that is %s: BAD_REQUEST', async (_name, body) => {
      const response = await call.post('/trpc/task.create', body, person.bearer);
      expect((await refusalIn(response)).code).toBe('BAD_REQUEST');
    });

    test('and change nothing', async () => {
      expect(await call.count(person.bearer)).toEqual({ active: 0, completed: 0 });
    });
  });

  test('of an invalid input name the fields and their problems', async () => {
    const body = { title: ' ', owner: 'x' };
    const data = await refusalIn(await call.post('/trpc/task.create', body, person.bearer));
    expect(data.zodError).toEqual({
      formErrors: ['Unrecognized key: "owner"'],
      fieldErrors: { title: ['Write something here.'] },
    });
  });

  test('of a missing task and of another person’s task have the same bytes', async () => {
    const stranger = await call.signUp();
    const { id } = await create('mine');
    const get = async (taskId: number) => {
      const headers = { ...stranger.bearer, 'x-request-id': 'one' };
      return (await call.get(call.query('task.get', { id: taskId }), headers)).text();
    };
    expect(await get(id)).toBe(await get(missing));
    expect(await get(id)).toContain('NOT_FOUND');
  });

  test('of a change based on an older version contain the current task', async () => {
    const task = await create('as it is');
    const change = { id: task.id, title: 'late', ifUpdatedAt: '2020-01-01T00:00:00.000Z' };
    const response = await call.post('/trpc/task.update', change, person.bearer);
    expect(await refusalIn(response)).toMatchObject({ code: 'CONFLICT', current: task });
  });

  test.each([
    ['a batch', {}],
    ['a batch that accepts a stream', { accept: 'application/jsonl' }],
  ])(
    'of the calls in %s are separate, in plain JSON, with the request id',
    async (_name, headers) => {
      const path = `/trpc/task.get,task.get,task.nothing?batch=1&input={"0":{"id":${missing}}}`;
      const response = await call.get(path, { ...person.bearer, ...headers });
      expect(response.headers.get('content-type')).toBe('application/json');
      const refusals = refusalsIn(await response.text());
      const codes = refusals.map((data) => data.code).toSorted();
      expect(codes).toEqual(['BAD_REQUEST', 'NOT_FOUND', 'NOT_FOUND']);
      const ids = new Set(refusals.map((data) => data.requestId));
      expect([...ids]).toEqual([response.headers.get('x-request-id')]);
    },
  );

  describe('come from the first check that fails', () => {
    const chain = ['origin', 'type', 'size', 'session', 'input', 'task'];
    const codes = [
      'FORBIDDEN',
      'UNSUPPORTED_MEDIA_TYPE',
      'PAYLOAD_TOO_LARGE',
      'UNAUTHORIZED',
      'BAD_REQUEST',
      'NOT_FOUND',
    ];
    const post = async (path: string, wrong: string[], fields: object) => {
      const body =
        JSON.stringify(fields) + (wrong.includes('size') ? ' '.repeat(maxBodyBytes) : '');
      return call.post(path, body, {
        ...(wrong.includes('session') ? json : person.bearer),
        ...(wrong.includes('type') && { 'content-type': 'text/plain' }),
        ...(wrong.includes('origin') && { origin: 'https://evil.example' }),
      });
    };

    test('in every combination', async () => {
      const { id } = await create('unchanged');
      for (const wrong of subsets(chain)) {
        const response = await post('/trpc/task.update', wrong, {
          id: wrong.includes('task') ? missing : id,
          title: wrong.includes('input') ? '\0' : 'unchanged',
        });
        const first = codes[chain.findIndex((check) => wrong.includes(check))];
        const code = response.ok ? undefined : (await refusalIn(response)).code;
        expect([wrong, code]).toEqual([wrong, first]);
      }
    });

    test('also for accounts', async () => {
      for (const wrong of subsets(['origin', 'type', 'size'])) {
        const response = await post('/api/auth/sign-in/email', wrong, newAccount());
        const first = codes[chain.findIndex((check) => wrong.includes(check))];
        expect([wrong, await response.json()]).toEqual([
          wrong,
          expect.objectContaining({ code: first ?? 'INVALID_EMAIL_OR_PASSWORD' }),
        ]);
      }
    });
  });
});

test('a SyntaxError is a client error only while the input is parsed', () => {
  const cause = new SyntaxError('Unexpected token');
  const response = toPublicError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }));
  expect(response.code).toBe('INTERNAL_SERVER_ERROR');
  expect(response.message).not.toContain('token');
});

test('a change whose result cannot be sent after COMMIT fails with the outcome unknown', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  await call.post('/trpc/task.create', { title: 'x' }, bearer);
  // A year beyond the contract's date format.
  await execute(server.databaseUrl, `update task set created_at = 253402300800000`);
  const response = await call.post('/trpc/task.update', { id: 1, title: 'done' }, bearer);
  expect(await refusalIn(response)).toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    outcome: 'unknown',
  });
  const rows = await execute(server.databaseUrl, 'select title from task');
  expect(rows).toEqual([{ title: 'done' }]);
  const read = await refusalIn(await call.get('/trpc/task.get?input={"id":1}', bearer));
  expect([read.code, read.outcome]).toEqual(['INTERNAL_SERVER_ERROR', undefined]);
});

describe.each(engines)('a database that was changed by hand, on %s', (engine) => {
  test('gives a CONFLICT without the values, and an internal error without details', async () => {
    await using server = await startTestServer({ engine });
    const call = callerOf(server);
    const { bearer } = await call.signUp();
    await execute(server.databaseUrl, 'create unique index by_title on task (user_id, title)');
    const create = () => call.post('/trpc/task.create', { title: 'hunter2' }, bearer);
    expect((await create()).status).toBe(200);
    const twice = await create();
    expect(await twice.clone().text()).not.toContain('hunter2');
    expect((await refusalIn(twice)).code).toBe('CONFLICT');

    await execute(server.databaseUrl, 'alter table task rename column title to heading');
    for (const response of [await create(), await call.get('/trpc/task.list', bearer)]) {
      const requestId = response.headers.get('x-request-id');
      const path = new URL(response.url).pathname.replace('/trpc/', '');
      expect(await response.json()).toEqual({
        error: {
          message:
            'Something went wrong on the server. If it happens again, report the request id.',
          code: -32603,
          data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, requestId, path },
        },
      });
      const logged = server.logged.find((line) =>
        line.includes(`"requestId":"${requestId}","path`),
      );
      expect(logged).toMatch(/column.*title.*stack/);
    }
  });
});
