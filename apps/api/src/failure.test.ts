// The database goes away under a running server, and comes back.
import { execute, proxyTo, temporaryDatabase } from '@tydo/db/testing';
import { expect, inject, test } from 'vitest';
import { callerOf, refusalIn } from './testing/caller.ts';
import { newAccount, startServerOn, startTestServer } from './testing/server.ts';

test('while PostgreSQL is away callers get a 503 soon, and afterwards all is as before', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const name = new URL(server.databaseUrl).pathname.slice(1);
  const admin = inject('postgresUrl');
  await execute(admin, `alter database ${name} with allow_connections false`);
  await execute(
    admin,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );

  const started = Date.now();
  const answers = await Promise.all([
    call.get('/trpc/task.list', bearer),
    call.post('/trpc/task.create', { title: 'x' }, bearer),
    call.post('/api/auth/sign-in/email', newAccount()),
    call.post('/api/auth/sign-up/email', newAccount()),
    call.get('/readyz'),
  ]);
  expect(Date.now() - started).toBeLessThan(5_000);
  expect(answers.map((answer) => answer.status)).toEqual([503, 503, 503, 503, 503]);
  for (const answer of answers) {
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.text()).toMatch(/SERVICE_UNAVAILABLE|unavailable/);
  }
  expect((await call.get('/healthz')).status).toBe(200);

  await execute(admin, `alter database ${name} with allow_connections true`);
  const list = await call.get('/trpc/task.list', bearer);
  expect(await list.json()).toEqual({ result: { data: { items: [], nextCursor: null } } });
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

test('a statement that waits for a lock too long is given up with a 503', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  await call.post('/trpc/task.create', { title: 'x' }, bearer);
  const lock = execute(
    server.databaseUrl,
    'do $$ begin lock table task; perform pg_sleep(4); end $$',
  );
  const locked = `select 1 from pg_locks where relation = 'task'::regclass and mode = 'AccessExclusiveLock' and granted`;
  while ((await execute(server.databaseUrl, locked)).length === 0);
  const started = Date.now();
  const answer = await call.post('/trpc/task.create', { title: 'y' }, bearer);
  expect(answer.status).toBe(503);
  expect(Date.now() - started).toBeLessThan(5_000);
  await lock;
  const counts = await call.get('/trpc/task.counts', bearer);
  expect(await counts.json()).toMatchObject({ result: { data: { active: 1 } } });
});

test('a sign-up that fails half-way leaves nothing, and can be repeated', async () => {
  await using server = await startTestServer({ engine: 'postgresql' });
  const call = callerOf(server);
  const account = newAccount();
  const lock = execute(
    server.databaseUrl,
    'do $$ begin lock table account; perform pg_sleep(4); end $$',
  );
  const locked = `select 1 from pg_locks where relation = 'account'::regclass and mode = 'AccessExclusiveLock' and granted`;
  while ((await execute(server.databaseUrl, locked)).length === 0);
  expect((await call.post('/api/auth/sign-up/email', account)).status).toBe(503);
  expect(await execute(server.databaseUrl, 'select id from "user"')).toEqual([]);
  await lock;
  expect((await call.post('/api/auth/sign-up/email', account)).status).toBe(200);
});

test('one connection is enough, for the tables too', async () => {
  const env = { DATABASE_POOL_SIZE: '1', DATABASE_MAX_OVERFLOW: '0' };
  await using server = await startTestServer({ engine: 'postgresql', env });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const answers = await Promise.all(Array.from({ length: 20 }, () => call.count(bearer)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});
