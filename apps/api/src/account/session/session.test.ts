// How many statements the look-up of a session takes, and when a session ends.
import { engines, execute, watchStatements } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { startServerOn, startTestServer, type TestServer } from '../../testing/server.ts';

const secret = { BETTER_AUTH_SECRET: 'the same for both, and long enough' };

describe.each(engines)('a session on %s', (engine) => {
  let server: TestServer;
  let second: TestServer;
  let call: Caller;
  let otherInstance: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine, env: secret });
    second = await startServerOn(server.databaseUrl, secret);
    [call, otherInstance] = [callerOf(server), callerOf(second)];
  });
  afterAll(async () => {
    await second[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** A batch of the maximum size. */
  const batch = (headers: Record<string, string>) =>
    call.get(`/trpc/${Array.from({ length: 20 }, () => 'task.counts').join()}?batch=1`, headers);
  const expireIn = (token: string, days: number) =>
    execute(
      server.databaseUrl,
      `update session set expires_at = '${new Date(Date.now() + days * 24 * 3600_000).toISOString()}'
        where token = '${token}'`,
    );

  test('is looked up with one statement per request, also for a batch', async () => {
    const { cookie, bearer } = await call.signUp();
    for (const headers of [{ cookie }, bearer]) {
      using watched = watchStatements();
      expect((await batch(headers)).status).toBe(200);
      const ofAccounts = watched.sent.filter((sql) => !/from "?task"?/.test(sql));
      expect(ofAccounts).toEqual([expect.stringMatching(/from "session" inner join "user"/)]);
      expect(watched.sent).toHaveLength(21);
    }
  });

  test('is looked up with one statement if it has expired or does not exist', async () => {
    const { cookie, token, bearer } = await call.signUp();
    await expireIn(token, -1);
    for (const headers of [{ cookie }, bearer, { authorization: 'Bearer unknown' }]) {
      using watched = watchStatements();
      expect((await batch(headers)).status).toBe(401);
      expect(watched.sent).toHaveLength(1);
    }
  });

  test('is not looked up if the signature is wrong', async () => {
    const { cookie, token } = await call.signUp();
    using watched = watchStatements();
    for (const headers of [
      { cookie: cookie.replace('=', '=x') },
      { authorization: `Bearer ${token}.${'A'.repeat(43)}=` },
      { authorization: token },
      {},
    ]) {
      expect((await batch(headers)).status).toBe(401);
    }
    expect(watched.sent).toEqual([]);
  });

  test('is renewed for a bearer token too, but not with dont_remember', async () => {
    const ends = async (token: string) => {
      const [row] = await execute(
        server.databaseUrl,
        `select expires_at from session where token = '${token}'`,
      );
      return (new Date(Object(row).expires_at).getTime() - Date.now()) / (24 * 3600_000);
    };
    const { token, bearer } = await call.signUp();
    await expireIn(token, 3);
    expect((await batch(bearer)).status).toBe(200);
    expect(await ends(token)).toBeGreaterThan(6.9);

    const { email, password } = await call.signUp();
    const brief = await call.post('/api/auth/sign-in/email', {
      email,
      password,
      rememberMe: false,
    });
    const cookie = brief.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const { token: briefToken } = (await brief.json()) as { token: string };
    using watched = watchStatements();
    const response = await batch({ cookie });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(watched.sent).toHaveLength(21);
    expect(await ends(briefToken)).toBeLessThan(1.1);
  });

  test('is refused by every instance as soon as it is revoked', async () => {
    const { bearer, cookie } = await call.signUp();
    const status = async () => [
      (await otherInstance.get('/trpc/task.counts', bearer)).status,
      (await otherInstance.get('/trpc/task.counts', { cookie })).status,
    ];
    expect(await status()).toEqual([200, 200]);
    expect((await call.post('/api/auth/sign-out', undefined, bearer)).status).toBe(200);
    expect(await status()).toEqual([401, 401]);
  });

  test('that is revoked while it is renewed is refused', async () => {
    const { cookie, token } = await call.signUp();
    await expireIn(token, 3);
    const revoke = () =>
      execute(server.databaseUrl, `delete from session where token = '${token}'`);
    let revoked = 0;
    using _ = watchStatements(() => (sql, send) => {
      if (!sql.startsWith('update "session"')) return send(sql);
      revoked += 1;
      const done = revoke();
      return engine === 'sqlite' ? send(sql) : done.then(() => send(sql));
    });
    const response = await batch({ cookie });
    expect(revoked).toBe(1);
    expect(response.status).toBe(401);
  });

  test('ends when its person is deleted', async () => {
    const { id, bearer } = await call.signUp();
    await execute(server.databaseUrl, `delete from "user" where id = '${id}'`);
    expect((await call.get('/trpc/task.counts', bearer)).status).toBe(401);
  });
});
