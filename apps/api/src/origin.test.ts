// Which pages may call, and which cookies count.
import { engines } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from './testing/caller.ts';
import { newAccount, startTestServer, type TestServer } from './testing/server.ts';

describe.each(engines)('origins on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine, env: { TRUSTED_ORIGINS: 'https://friend.example' } });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  describe('with a cookie', () => {
    const create = (cookie: string, headers: Record<string, string>) =>
      call.post('/trpc/task.create', { title: 'x' }, { ...json, cookie, ...headers });

    test.each([
      ['our own origin', () => ({ origin: server.url }), 200],
      [
        'our own origin by address',
        () => ({ origin: server.url.replace('localhost', '127.0.0.1') }),
        200,
      ],
      ['a trusted origin', () => ({ origin: 'https://friend.example' }), 200],
      ['no origin', () => ({}), 401],
      ['another origin', () => ({ origin: 'https://evil.example' }), 403],
      ['our host on another port', () => ({ origin: 'http://localhost:1' }), 403],
      ['a hidden origin', () => ({ origin: 'null' }), 403],
      ['a cross-site request without origin', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ])('a change from %s', async (_name, headers, status) => {
      const { cookie, bearer } = await call.signUp();
      expect((await create(cookie, headers())).status).toBe(status);
      expect(await call.count(bearer)).toEqual({ active: status === 200 ? 1 : 0, completed: 0 });
    });

    test('a page of another origin cannot sign anybody in or out', async () => {
      const { cookie, bearer } = await call.signUp();
      const evil = { ...json, origin: 'https://evil.example' };
      expect((await call.post('/api/auth/sign-in/email', newAccount(), evil)).status).toBe(403);
      expect((await call.post('/api/auth/sign-out', {}, { ...evil, cookie })).status).toBe(403);
      expect(await call.count(bearer)).toEqual({ active: 0, completed: 0 });
    });

    test('only trusted origins may read the answers', async () => {
      const friend = await call.get('/healthz', { origin: 'https://friend.example' });
      expect(friend.headers.get('access-control-allow-origin')).toBeNull();
      const asked = await call.get('/trpc/task.list', { origin: 'https://friend.example' });
      expect(asked.headers.get('access-control-allow-origin')).toBe('https://friend.example');
      const evil = await call.get('/trpc/task.list', { origin: 'https://evil.example' });
      expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    });
  });
});
