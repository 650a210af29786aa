// What the wire says, to whoever asks: no client in between.
import { engines } from '@tydo/db/testing';
import { maxBodyBytes } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, refusalIn } from './testing/caller.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

describe.each(engines)('the API on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const refusal = async (answer: Response) => {
    const data = await refusalIn(answer);
    expect(data.httpStatus).toBe(answer.status);
    // Where tRPC refuses a whole request, the header alone has it.
    expect([undefined, answer.headers.get('x-request-id')]).toContain(data.requestId);
    return data;
  };

  describe('refuses in the envelope that clients read', () => {
    test.each([
      ['no session', () => call.get('/trpc/task.list'), 'UNAUTHORIZED'],
      ['an unknown procedure', () => call.get('/trpc/task.nothing'), 'NOT_FOUND'],
      ['a query by POST', () => call.post('/trpc/task.list', {}), 'METHOD_NOT_SUPPORTED'],
      ['a mutation by GET', () => call.get('/trpc/task.create'), 'METHOD_NOT_SUPPORTED'],
      [
        'another method',
        () => fetch(`${server.url}/trpc/task.list`, { method: 'DELETE' }),
        'METHOD_NOT_SUPPORTED',
      ],
      [
        'a form',
        () => call.post('/trpc/task.create', 'a=b', { 'content-type': 'text/plain' }),
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'no content type',
        () => call.post('/trpc/task.clearCompleted', undefined, {}),
        'UNSUPPORTED_MEDIA_TYPE',
      ],
      [
        'a body too large',
        () => call.post('/trpc/task.create', 'x'.repeat(maxBodyBytes + 1)),
        'PAYLOAD_TOO_LARGE',
      ],
      [
        'more than 20 calls in a batch',
        () => call.get(`/trpc/${Array(21).fill('task.counts').join(',')}?batch=1`),
        'BAD_REQUEST',
      ],
      [
        'another origin',
        () => call.get('/trpc/task.list', { origin: 'https://evil.example' }),
        'FORBIDDEN',
      ],
    ])('%s', async (_name, ask, code) => {
      expect((await refusal(await ask())).code).toBe(code);
    });

    test.each([
      ['no JSON', '{"title":'],
      ['nothing', ''],
      ['the wrong thing', '[]'],
      ['an unknown field', '{"title":"x","owner":"somebody"}'],
      ['a field called __proto__', '{"title":"x","__proto__":{"completed":true}}'],
      ['NUL', '{"title":"a\\u0000b"}'],
      ['half a character', '{"title":"a\\ud800"}'],
      ['a number', '{"title":1e999}'],
      ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ])('a body that is %s', async (_name, body) => {
      const { bearer } = await call.signUp();
      expect((await refusal(await call.post('/trpc/task.create', body, bearer))).code).toBe(
        'BAD_REQUEST',
      );
    });
  });

  test('the checks come in order: origin, content type, size, session, input', async () => {
    const large = 'x'.repeat(maxBodyBytes + 1);
    const asked: [string, Promise<Response>][] = [
      [
        'FORBIDDEN',
        call.post('/trpc/task.create', large, { 'content-type': 'text/plain', origin: 'null' }),
      ],
      [
        'UNSUPPORTED_MEDIA_TYPE',
        call.post('/trpc/task.create', large, { 'content-type': 'text/plain' }),
      ],
      ['PAYLOAD_TOO_LARGE', call.post('/trpc/task.create', large)],
      ['UNAUTHORIZED', call.post('/trpc/task.create', '{"title":')],
    ];
    for (const [code, answer] of asked) expect((await refusal(await answer)).code).toBe(code);
  });

  test('text comes back exactly as it was sent', async () => {
    const { bearer } = await call.signUp();
    const description =
      ' \u0001\u200b\u{1F468}\u200D\u{1F469} e\u0301 \uFFFE \u{10FFFF}\r\n\t"\\ </script> ';
    const created = await call.post('/trpc/task.create', { title: 'x', description }, bearer);
    const { result } = (await created.json()) as { result: { data: { id: number } } };
    const read = await call.get(call.query('task.get', { id: result.data.id }), bearer);
    expect(await read.json()).toMatchObject({ result: { data: { description } } });
  });

  test('a batch with a failing call does the others, each in its own unit of work', async () => {
    const { bearer } = await call.signUp();
    const answer = await call.post(
      '/trpc/task.create,task.create,task.delete,task.create?batch=1',
      { 0: { title: 'one' }, 1: { title: ' ' }, 2: { id: 2147483647 }, 3: { title: 'two' } },
      bearer,
    );
    expect(answer.status).toBe(207);
    expect(await answer.json()).toMatchObject([
      { result: { data: { title: 'one' } } },
      {
        error: {
          data: { code: 'BAD_REQUEST', zodError: { fieldErrors: { title: [expect.any(String)] } } },
        },
      },
      { error: { data: { code: 'NOT_FOUND' } } },
      { result: { data: { title: 'two' } } },
    ]);
    expect(await call.count(bearer)).toEqual({ active: 2, completed: 0 });
  });

  test('a mutation without input needs no body', async () => {
    const { bearer } = await call.signUp();
    const cleared = await call.post('/trpc/task.clearCompleted', undefined, bearer);
    expect(await cleared.json()).toEqual({ result: { data: { deleted: 0 } } });
  });

  test('every answer carries a request id: the caller’s own, if it is a plain one', async () => {
    const given = await call.get('/healthz', { 'x-request-id': 'from-the-caller' });
    expect(given.headers.get('x-request-id')).toBe('from-the-caller');
    const odd = await call.get('/trpc/task.list', { 'x-request-id': 'a b"c' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });

  test('health, and nothing where nothing is', async () => {
    expect((await call.get('/healthz')).status).toBe(200);
    expect((await call.get('/readyz')).status).toBe(200);
    for (const path of ['/assets/none.js', '/api/nothing', '/api/auth/nothing', '/trpc']) {
      const answer = await call.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get('content-type') ?? '').not.toContain('html');
    }
  });

  test('one line a request, with the person and without what they searched for', async () => {
    const { bearer } = await call.signUp();
    await call.get(call.query('task.list', { search: 'a secret wish' }), {
      ...bearer,
      'x-request-id': 'traced',
    });
    const line = server.logged
      .map((text) => JSON.parse(text))
      .find((entry) => entry.requestId === 'traced');
    expect(line).toMatchObject({
      req: 'GET /trpc/task.list',
      res: 200,
      person: expect.any(String),
    });
    expect(server.logged.join()).not.toMatch(/secret(%20| )wish/);
  });
});
