// The database goes away under a running server, and comes back.

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
import { callerOf, refusalIn } from './testing/caller.ts';
import { newAccount, startServerOn, startTestServer } from './testing/server.ts';

// What is soon: the promise itself is measured where nobody else uses the machine.
const soonMs = shortOrLong(60_000, 5_000);

describe('with real time-outs', () => {
  test('while PostgreSQL is away callers get a 503 soon, and afterwards all is as before', async () => {
    await using server = await startTestServer({
      engine: 'postgresql',
      usesProductionTimeouts: true,
    });
    const call = callerOf(server);
    const { bearer } = await call.signUp();
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
    const started = Date.now();
    const answers = await Promise.all([
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
        'update-user',
        'revoke-other-sessions',
      ].map((path) => call.post(`/api/auth/${path}`, sent, bearer)),
      // Some of them wait in line, and then for nothing.
      ...Array.from({ length: 6 }, () => call.post('/api/auth/sign-in/email', newAccount())),
    ]);
    expect(Date.now() - started).toBeLessThan(soonMs);
    expect(answers.map(({ url, status }) => [url, status])).toEqual(
      answers.map(({ url }) => [url, 503]),
    );
    for (const answer of answers) {
      expect(answer.headers.get('retry-after')).toMatch(/^[15]$/);
      expect(await answer.text()).toMatch(/SERVICE_UNAVAILABLE|unavailable/);
    }
    const warned = server.logged.filter((line) => line.includes('"outage"'));
    // Why, and that it ended so.
    expect(warned).toHaveLength(2);
    expect(server.logged.filter((line) => line.includes('not ready'))).toHaveLength(1);
    // In an outage the log says why in a sentence, not in stacks for every request.
    const told = server.logged.filter((line) => line.includes('does not answer'));
    expect(told.length).toBeGreaterThan(0);
    for (const line of told) {
      expect(JSON.parse(line)).toMatchObject({ reason: expect.any(String) });
      expect(line).not.toMatch(/ at .*\.[jt]s/);
    }
    expect((await call.get('/healthz')).status).toBe(200);

    await execute(admin, `alter database ${name} with allow_connections true`);
    const list = await call.get('/trpc/task.list', bearer);
    expect(await list.json()).toEqual({ result: { data: { items: [], nextCursor: null } } });
  });

  test('a statement that waits for a lock too long is given up with a 503', async () => {
    await using server = await startTestServer({
      engine: 'postgresql',
      usesProductionTimeouts: true,
    });
    const call = callerOf(server);
    const { bearer } = await call.signUp();
    await call.post('/trpc/task.create', { title: 'x' }, bearer);
    const lock = await lockTable(server.databaseUrl, 'task');
    const started = Date.now();
    const answer = await call.post('/trpc/task.create', { title: 'y' }, bearer);
    expect(answer.status).toBe(503);
    expect(Date.now() - started).toBeLessThan(soonMs);
    await lock.unlock();
    const counts = await call.get('/trpc/task.counts', bearer);
    expect(await counts.json()).toMatchObject({ result: { data: { active: 1 } } });
  });

  test('a sign-up that fails half-way leaves nothing, and can be repeated', async () => {
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

test('where the reply to COMMIT is lost, the caller is told that the outcome is not known', async () => {
  await using database = await temporaryDatabase('postgresql');
  await using proxy = await proxyTo(database.url);
  await using server = await startServerOn(proxy.url);
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  proxy.cutAfter('commit');
  const answer = await call.post('/trpc/task.create', { title: 'perhaps' }, bearer);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await refusalIn(answer)).toEqual({
    code: 'SERVICE_UNAVAILABLE',
    httpStatus: 503,
    outcome: 'unknown',
    path: 'task.create',
    requestId: answer.headers.get('x-request-id'),
  });
  expect(await call.count(bearer)).toEqual({ active: 1, completed: 0 });
});

test('connections that died while idle fail no request', async () => {
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

test('what a database quotes of a row that it refuses does not get into the log', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  await execute(server.databaseUrl, "alter table task add check (title <> 'a secret wish')");
  const answer = await call.post('/trpc/task.create', { title: 'a secret wish' }, bearer);
  expect(answer.status).toBe(500);
  expect(server.logged.join()).toContain('task_title_check');
  expect(server.logged.join()).not.toContain('a secret wish');
});

test('however many calls one person sends, there are connections for the others', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const [greedy, modest] = [await call.signUp(), await call.signUp()];
  const created = await call.post('/trpc/task.create', { title: 'x' }, greedy.bearer);
  const { id } = ((await created.json()) as { result: { data: { id: number } } }).result.data;
  const lock = await lockRow(server.databaseUrl, id);

  // Each waits for the task that is locked; together they are more than may wait.
  const path = `/trpc/${Array(20).fill('task.update').join()}?batch=1`;
  const inputs = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [index, { id, title: `title ${index}` }]),
  );
  const leaving = new AbortController();
  const batches = Array.from({ length: 60 }, () =>
    fetch(server.url + path, {
      method: 'POST',
      headers: greedy.bearer,
      body: JSON.stringify(inputs),
      signal: leaving.signal,
    }),
  );
  const refused = await Promise.any(
    batches.map(async (batch) => {
      const answer = await batch;
      return answer.headers.has('retry-after') ? answer : Promise.reject(new Error('not refused'));
    }),
  );
  expect(await refused.text()).toMatch(/TOO_MANY_REQUESTS/);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => call.get('/trpc/task.list', modest.bearer)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await execute(server.databaseUrl, waitingForLocks)).length).toBeLessThanOrEqual(5);
  // Of those who have left nothing has to be done.
  leaving.abort();
  await Promise.allSettled(batches);
  await lock.unlock();
});

test('the requests of one address do not all look for a session at once, whatever they carry', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  await using lock = await lockTable(server.databaseUrl, 'session');
  const madeUp = (index: number) => ({ authorization: `Bearer made-up-token-${index}` });
  const flood = Array.from({ length: 20 }, (_, index) => [
    call.get('/trpc/task.counts', bearer),
    call.get('/trpc/task.counts', madeUp(index)),
    call.get('/api/auth/get-session', madeUp(index)),
  ]).flat();
  // Three for all look-ups of ours, and a third of the connections for what Better Auth asks.
  const waiting = async () => (await execute(server.databaseUrl, waitingForLocks)).length;
  await expect.poll(waiting, { timeout: 60_000 }).toBe(3 + 5);
  await sleep(300);
  expect(await waiting()).toBeLessThanOrEqual(3 + 5);
  await lock.unlock();
  await Promise.all(flood);
});

test('a call whose caller has gone before its turn is not done', async () => {
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

test('one connection is enough, for the tables too', async () => {
  const env = { DATABASE_POOL_SIZE: '1', DATABASE_MAX_OVERFLOW: '0' };
  await using server = await startTestServer({ engine: 'postgresql', env });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const answers = await Promise.all(Array.from({ length: 20 }, () => call.count(bearer)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

const waitingForLocks = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
