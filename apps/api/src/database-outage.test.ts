// A running server whose database is away, slow or restarted.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  execute,
  lockRow,
  lockTable,
  proxyTo,
  shortOrLong,
  temporaryDatabase,
} from '@tydo/db/testing';
import { describe, expect, inject, test } from 'vitest';
import { type Caller, callerOf, refusalIn } from './testing/caller.ts';
import { newAccount, startServerOn, startTestServer } from './testing/server.ts';

// The promised 5 s are measured in the long run, on an idle machine.
const maxResponseMs = shortOrLong(60_000, 5_000);

type Bearer = Record<string, string>;

/** The path of a calendar feed of this person. */
async function feedOf(call: Caller, bearer: Bearer): Promise<string> {
  const made = await call.post('/trpc/token.create', { name: 'x', scopes: ['feed'] }, bearer);
  const { result } = (await made.json()) as { result: { data: { feed: string } } };
  return new URL(result.data.feed).pathname;
}

/** A read through each face that is not tRPC. */
function throughFaces(call: Caller, bearer: Bearer, feed: string): Promise<Response>[] {
  const params = { name: 'task_list', arguments: {} };
  const headers = { ...bearer, accept: 'application/json, text/event-stream' };
  return [
    call.get('/api/v1/tasks', bearer),
    call.post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, headers),
    call.get(feed),
  ];
}

/** That each of `throughFaces` says in its own form to try again. */
async function expectRetryLater(responses: readonly Response[], status: 429 | 503): Promise<void> {
  const code = status === 429 ? 'TOO_MANY_REQUESTS' : 'SERVICE_UNAVAILABLE';
  const problem = { code, status, type: `/problems/${code.toLowerCase().replaceAll('_', '-')}` };
  const expected = [problem, problem, { code }];
  const types = ['problem+json', 'problem+json', 'json'];
  for (const [at, response] of responses.entries()) {
    expect([response.url, response.status]).toEqual([response.url, status]);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(response.headers.get('content-type')).toBe(`application/${types[at]}; charset=utf-8`);
    expect(await response.json()).toMatchObject(expected[at] ?? {});
  }
}

describe('with the timeouts of production', () => {
  test('clients get a 503 within 5 s while PostgreSQL is away, and recover when it is back', async () => {
    await using server = await startTestServer({
      engine: 'postgresql',
      usesProductionTimeouts: true,
    });
    const call = callerOf(server);
    const { bearer } = await call.signUp();
    const feed = await feedOf(call, bearer);
    const name = new URL(server.databaseUrl).pathname.slice(1);
    const admin = inject('postgresUrl');
    await execute(admin, `alter database ${name} with allow_connections false`);
    await execute(
      admin,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );

    const { name: _, ...credentials } = newAccount();
    const { email: newEmail, password: newPassword } = newAccount();
    const currentPassword = credentials.password;
    const sent = { ...credentials, newEmail, newPassword, currentPassword, token: 'x' };
    const startedAt = Date.now();
    const faces = throughFaces(call, bearer, feed);
    const responses = await Promise.all([
      call.get('/trpc/task.list', bearer),
      call.post('/trpc/task.create', { title: 'x' }, bearer),
      call.post('/api/auth/sign-in/email', newAccount()),
      call.post('/api/auth/sign-up/email', newAccount()),
      call.get('/readyz'),
      call.get('/trpc/task.list,task.counts?batch=1', { ...bearer, 'x-request-id': 'outage' }),
      ...['export', 'reminder'].map((path) => call.get(`/api/account/${path}`, bearer)),
      ...['get-session', 'list-sessions', 'reset-password/x?callbackURL=/'].map((path) =>
        call.get(`/api/auth/${path}`, bearer),
      ),
      ...[
        'request-password-reset',
        'send-verification-email',
        'reset-password',
        'change-email',
        'change-password',
        'delete-user',
        'two-factor/enable',
        'two-factor/verify-totp',
        'update-user',
        'revoke-other-sessions',
      ].map((path) => call.post(`/api/auth/${path}`, sent, bearer)),
      // Some of them wait in the queue for password hashing.
      ...Array.from({ length: 6 }, () => call.post('/api/auth/sign-in/email', newAccount())),
    ]);
    const ofFaces = await Promise.all(faces);
    expect(Date.now() - startedAt).toBeLessThan(maxResponseMs);
    await expectRetryLater(ofFaces, 503);
    expect(responses.map(({ url, status }) => [url, status])).toEqual(
      responses.map(({ url }) => [url, 503]),
    );
    for (const response of responses) {
      expect(response.headers.get('retry-after')).toMatch(/^[15]$/);
      expect(await response.text()).toMatch(/SERVICE_UNAVAILABLE|unavailable/);
    }
    const warned = server.logged.filter((line) => line.includes('"outage"'));
    // The reason of the outage, and the line of the request.
    expect(warned).toHaveLength(2);
    expect(server.logged.filter((line) => line.includes('not ready'))).toHaveLength(1);
    // The log has the reason of the outage, not a stack for each request.
    const outageLines = server.logged.filter((line) => line.includes('does not answer'));
    expect(outageLines.length).toBeGreaterThan(0);
    for (const line of outageLines) {
      expect(JSON.parse(line)).toMatchObject({ reason: expect.any(String) });
      expect(line).not.toMatch(/ at .*\.[jt]s/);
    }
    expect((await call.get('/healthz')).status).toBe(200);

    await execute(admin, `alter database ${name} with allow_connections true`);
    const list = await call.get('/trpc/task.list', bearer);
    expect(await list.json()).toEqual({ result: { data: { items: [], nextCursor: null } } });
  });

  test('a statement that waits too long for a lock fails with a 503', async () => {
    await using server = await startTestServer({
      engine: 'postgresql',
      usesProductionTimeouts: true,
    });
    const call = callerOf(server);
    const { bearer } = await call.signUp();
    await call.post('/trpc/task.create', { title: 'x' }, bearer);
    const lock = await lockTable(server.databaseUrl, 'task');
    const startedAt = Date.now();
    const response = await call.post('/trpc/task.create', { title: 'y' }, bearer);
    expect(response.status).toBe(503);
    expect(Date.now() - startedAt).toBeLessThan(maxResponseMs);
    await lock.unlock();
    const counts = await call.get('/trpc/task.counts', bearer);
    expect(await counts.json()).toMatchObject({ result: { data: { active: 1 } } });
  });

  test('a sign-up that fails halfway leaves nothing, and can be repeated', async () => {
    await using server = await startTestServer({
      engine: 'postgresql',
      usesProductionTimeouts: true,
    });
    const call = callerOf(server);
    const account = newAccount();
    const lock = await lockTable(server.databaseUrl, 'account');
    expect((await call.post('/api/auth/sign-up/email', account)).status).toBe(503);
    expect(await execute(server.databaseUrl, 'select id from "user"')).toEqual([]);
    await lock.unlock();
    expect((await call.post('/api/auth/sign-up/email', account)).status).toBe(200);
  });
});

test('a call whose reply to COMMIT is lost fails with the outcome unknown', async () => {
  await using database = await temporaryDatabase('postgresql');
  await using proxy = await proxyTo(database.url);
  await using server = await startServerOn(proxy.url);
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  proxy.cutAfter('commit');
  const response = await call.post('/trpc/task.create', { title: 'perhaps' }, bearer);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(await refusalIn(response)).toEqual({
    code: 'SERVICE_UNAVAILABLE',
    httpStatus: 503,
    outcome: 'unknown',
    path: 'task.create',
    requestId: response.headers.get('x-request-id'),
  });
  expect(await call.count(bearer)).toEqual({ active: 1, completed: 0 });
});

test('connections that died while idle do not fail a request', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const name = new URL(server.databaseUrl).pathname.slice(1);
  await execute(
    inject('postgresUrl'),
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
  expect((await call.post('/trpc/task.create', { title: 'x' }, bearer)).status).toBe(200);
});

test('does not log the values in a database error', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  await execute(server.databaseUrl, "alter table task add check (title <> 'a secret wish')");
  const response = await call.post('/trpc/task.create', { title: 'a secret wish' }, bearer);
  expect(response.status).toBe(500);
  expect(server.logged.join()).toContain('task_title_check');
  expect(server.logged.join()).not.toContain('a secret wish');
});

test('many calls of one person leave connections for other people', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const [busy, other] = [await call.signUp(), await call.signUp()];
  const feed = await feedOf(call, busy.bearer);
  const created = await call.post('/trpc/task.create', { title: 'x' }, busy.bearer);
  const { id } = ((await created.json()) as { result: { data: { id: number } } }).result.data;
  const lock = await lockRow(server.databaseUrl, id);

  // All wait for the locked task; together they are more than the queue holds.
  const path = `/trpc/${Array(20).fill('task.update').join()}?batch=1`;
  const inputs = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [index, { id, title: `title ${index}` }]),
  );
  const clients = new AbortController();
  const batches = Array.from({ length: 60 }, () =>
    fetch(server.url + path, {
      method: 'POST',
      headers: busy.bearer,
      body: JSON.stringify(inputs),
      signal: clients.signal,
    }),
  );
  const refused = await Promise.any(
    batches.map(async (batch) => {
      const response = await batch;
      return response.headers.has('retry-after')
        ? response
        : Promise.reject(new Error('not refused'));
    }),
  );
  expect(await refused.text()).toMatch(/TOO_MANY_REQUESTS/);
  // The calls of a person wait in one queue, whichever face they come through.
  await expectRetryLater(await Promise.all(throughFaces(call, busy.bearer, feed)), 429);
  const responses = await Promise.all(
    Array.from({ length: 5 }, () => call.get('/trpc/task.list', other.bearer)),
  );
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await execute(server.databaseUrl, waitingForLocks)).length).toBeLessThanOrEqual(5);
  // The calls of disconnected clients are skipped.
  clients.abort();
  await Promise.allSettled(batches);
  await lock.unlock();
});

test('the requests of one IP address have a limit of concurrent session look-ups', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  await using lock = await lockTable(server.databaseUrl, 'session');
  const invalid = (index: number) => ({ authorization: `Bearer made-up-token-${index}` });
  const flood = Array.from({ length: 20 }, (_, index) => [
    call.get('/trpc/task.counts', bearer),
    call.get('/trpc/task.counts', invalid(index)),
    call.get('/api/auth/get-session', invalid(index)),
  ]).flat();
  // At most three for our own look-ups, each of many requests; and a third of the connections for Better Auth's.
  const waiting = async () => (await execute(server.databaseUrl, waitingForLocks)).length;
  await expect.poll(waiting, { timeout: 60_000 }).toBeGreaterThan(5);
  await sleep(300);
  expect(await waiting()).toBeLessThanOrEqual(3 + 5);
  await lock.unlock();
  await Promise.all(flood);
});

test('skips a waiting call when its client disconnects', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const created = await call.post('/trpc/task.create', { title: 'x' }, bearer);
  const { id } = ((await created.json()) as { result: { data: { id: number } } }).result.data;
  const lock = await lockRow(server.databaseUrl, id);
  const path = `/trpc/${Array(20).fill('task.update').join()}?batch=1`;
  const inputs = Object.assign(
    {},
    Array.from({ length: 20 }, () => ({ id, title: 'y' })),
  );
  const waiting = call.post(path, inputs, bearer);
  await sleep(200);
  await fetch(`${server.url}/trpc/task.create`, {
    method: 'POST',
    headers: bearer,
    body: '{"title":"too late"}',
    signal: AbortSignal.timeout(300),
  }).catch(() => {});
  await lock.unlock();
  await waiting;
  expect(server.logged.join()).not.toContain('"level":50');
  expect(await call.count(bearer)).toEqual({ active: 1, completed: 0 });
});

test('a pool of one connection is enough, also to create the tables', async () => {
  const env = { DATABASE_POOL_SIZE: '1', DATABASE_MAX_OVERFLOW: '0' };
  await using server = await startTestServer({ engine: 'postgresql', env });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const responses = await Promise.all(Array.from({ length: 20 }, () => call.count(bearer)));
  expect(new Set(responses.map((response) => JSON.stringify(response))).size).toBe(1);
});

// Without the maintenance of a server that has just started, which looks for expired sessions.
const waitingForLocks = `select 1 from pg_stat_activity where wait_event_type = 'Lock'
  and datname = current_database() and query not like '%"expires_at" <%'`;
