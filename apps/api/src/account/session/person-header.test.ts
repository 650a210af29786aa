// X-Tydo-Person: if it names another person than the session's, nothing is read or written.
import { randomUUID } from 'node:crypto';
import { execute, sqliteOrBoth, watchStatements } from '@tydo/db/testing';
import { otherPersonMessage, personHeader } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf, json } from '../../testing/caller.ts';
import { rawRequest, sendRaw } from '../../testing/raw-http.ts';
import { newAccount, startTestServer, type TestServer } from '../../testing/server.ts';

const friend = 'https://friend.example';
/** Requests that the session's person is allowed to make. */
const posts = (password: string): Record<string, object> => ({
  '/trpc/task.create': { title: 'x' },
  '/trpc/task.clearCompleted': {},
  '/trpc/operation.undo': { id: randomUUID() },
  '/api/auth/sign-out': {},
  '/api/auth/sign-in/email': { email: 'ann@example.com', password: 'password' },
  '/api/auth/sign-up/email': newAccount(),
  '/api/auth/update-user': { name: 'Changed' },
  '/api/auth/change-email': { newEmail: newAccount().email, password },
  '/api/auth/change-password': { currentPassword: password, newPassword: 'another password' },
  '/api/auth/delete-user': { password },
  '/api/auth/two-factor/enable': { password },
  '/api/auth/two-factor/verify-totp': { code: '000000' },
  '/api/auth/revoke-sessions': {},
  '/api/auth/revoke-other-sessions': {},
  '/api/auth/request-password-reset': { email: 'ann@example.com' },
  '/api/auth/reset-password': { token: 'x', newPassword: 'another password' },
  '/api/auth/send-verification-email': { email: 'ann@example.com' },
  '/api/auth/no-such-path': {},
});
const gets = [
  '/trpc/task.list',
  '/trpc/task.counts,task.list?batch=1',
  '/api/auth/get-session',
  '/api/auth/list-sessions',
  '/api/account/export',
  '/api/account/reminder',
  '/api/account/closed',
];

describe.each(sqliteOrBoth)('X-Tydo-Person on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine, env: { TRUSTED_ORIGINS: friend } });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const signUp = async () => {
    const person = await call.signUp();
    return { ...person, byCookie: { ...json, cookie: person.cookie, origin: server.url } };
  };
  /** All tables that a call could change. */
  const state = async () => {
    const tables = [
      'user',
      'session',
      'account',
      'verification',
      'two_factor',
      'task',
      'operation',
      'attempt',
    ];
    const rows = await Promise.all(
      tables.map((table) => execute(server.databaseUrl, `select * from "${table}" order by 1, 2`)),
    );
    return JSON.stringify(rows);
  };
  const refused = async (response: Response) => {
    const text = await response.text();
    const isMismatch = text.includes('UNAUTHORIZED') && text.includes(otherPersonMessage);
    return [response.status, isMismatch, response.headers.getSetCookie()];
  };

  test('refuses a call that names another person, and changes nothing', async () => {
    const [ann, bob] = [await signUp(), await signUp()];
    // The session is due to be renewed.
    const soon = new Date(Date.now() + 3 * 24 * 3600_000).toISOString();
    const due = `update session set expires_at = '${soon}' where token = '${bob.token}'`;
    await execute(server.databaseUrl, due);
    const before = await state();
    for (const session of [bob.byCookie, bob.bearer]) {
      for (const named of [ann.id, '', 'x', bob.id.toUpperCase(), `${bob.id}, ${bob.id}`]) {
        const headers = { ...session, [personHeader]: named };
        for (const [path, body] of Object.entries(posts(bob.password))) {
          expect([path, ...(await refused(await call.post(path, body, headers)))]).toEqual([
            path,
            401,
            true,
            [],
          ]);
        }
        for (const path of gets) {
          expect([path, ...(await refused(await call.get(path, headers)))]).toEqual([
            path,
            401,
            true,
            [],
          ]);
        }
      }
    }
    const twice = [
      `Authorization: Bearer ${bob.token}`,
      ...Array(2).fill(`${personHeader}: ${bob.id}`),
    ];
    for (const path of ['/trpc/task.list', '/api/auth/get-session', '/api/account/reminder']) {
      expect((await sendRaw(server.url, rawRequest(`GET ${path} HTTP/1.1`, twice))).status).toBe(
        401,
      );
    }
    expect(await state()).toBe(before);
  });

  test('is checked after the body size and before the input', async () => {
    const [ann, bob] = [await signUp(), await signUp()];
    const headers = { ...bob.bearer, [personHeader]: ann.id };
    for (const path of ['/trpc/task.create', '/api/auth/update-user']) {
      const statuses = await Promise.all(
        ['{', JSON.stringify({ title: '' }), `"${'x'.repeat(300_000)}"`].map(
          async (body) => (await call.post(path, body, headers)).status,
        ),
      );
      expect([path, ...statuses]).toEqual([path, 401, 401, 413]);
      const text = { ...headers, 'content-type': 'text/plain' };
      expect((await call.post(path, 'x', text)).status).toBe(415);
      const foreign = { ...headers, origin: 'https://evil.example' };
      expect((await call.post(path, {}, foreign)).status).toBe(403);
    }
  });

  test('accepts a call that names the session’s person, without another statement', async () => {
    const ann = await signUp();
    const own = { ...ann.bearer, [personHeader]: ann.id };
    using watched = watchStatements();
    expect((await call.get('/trpc/task.counts', own)).status).toBe(200);
    expect(watched.sent).toHaveLength(2);
    expect((await call.post('/trpc/task.create', { title: 'x' }, own)).status).toBe(200);
    for (const path of gets)
      expect([path, (await call.get(path, own)).status]).toEqual([path, 200]);
    const byCookie = { ...ann.byCookie, [personHeader]: ann.id };
    expect(
      (await call.post('/api/auth/delete-user', { password: ann.password }, byCookie)).status,
    ).toBe(200);
  });

  test('is ignored without a session', async () => {
    const ann = await signUp();
    const signedOut = { ...json, [personHeader]: ann.id };
    expect(await (await call.get('/api/auth/get-session', signedOut)).json()).toBeNull();
    const { status } = await call.post('/api/auth/sign-in/email', ann, signedOut);
    expect(status).toBe(200);
    for (const path of ['/trpc/task.list', '/api/account/export']) {
      const text = await (await call.get(path, signedOut)).text();
      expect(text).toMatch(/Sign in first\..*UNAUTHORIZED|UNAUTHORIZED.*Sign in first\./);
    }
    await call.post('/api/auth/sign-out', {}, ann.bearer);
    const ended = await call.get('/trpc/task.list', { ...ann.bearer, [personHeader]: 'x' });
    expect(await ended.text()).toContain('Sign in first.');
  });

  test('may be sent by pages of trusted origins', async () => {
    for (const path of ['/trpc/task.list', '/api/auth/sign-out', '/api/account/export']) {
      const response = await fetch(server.url + path, {
        method: 'OPTIONS',
        headers: {
          origin: friend,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-tydo-person',
        },
      });
      expect(response.headers.get('access-control-allow-headers')).toContain('x-tydo-person');
    }
  });
});
