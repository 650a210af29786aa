// The process: its start, its stop and its messages for operators.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { execute, lockTable, shortOrLong, temporaryDatabase } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { startProcess } from './testing/process.ts';
import { newAccount, startError, startServerOn } from './testing/server.ts';

const json = { 'content-type': 'application/json' };

const secret = 'the same before and after the start, and long';
const post = (url: string, path: string, body: object, headers: Record<string, string> = json) =>
  fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });

/** Signs up a person with a task. @returns the headers with their session. */
async function signUpWithTask(url: string) {
  const signUp = await post(url, '/api/auth/sign-up/email', newAccount());
  const { token } = (await signUp.json()) as { token: string };
  const headers = { ...json, authorization: `Bearer ${token}` };
  expect((await post(url, '/trpc/task.create', { title: 'kept' }, headers)).status).toBe(200);
  return headers;
}

/** Expects the session and the task to exist after the next start. */
async function expectKept(databaseUrl: string, headers: Record<string, string>) {
  await using next = await startServerOn(databaseUrl, { BETTER_AUTH_SECRET: secret });
  const list = await fetch(`${next.url}/trpc/task.list`, { headers });
  expect(await list.json()).toMatchObject({ result: { data: { items: [{ title: 'kept' }] } } });
}

// In the short form the first; SIGTERM has a test of its own.
const signals = [
  ['SIGKILL', null],
  ['SIGINT', 0],
] as const;
test.each(signals.slice(0, shortOrLong(1, 2)))(
  'acknowledged writes survive %s',
  async (signal, code) => {
    await using database = await temporaryDatabase('sqlite');
    const server = startProcess({ DATABASE_URL: database.url, BETTER_AUTH_SECRET: secret });
    const headers = await signUpWithTask(await server.ready());
    expect(await server.stop(signal)).toBe(code);
    await expectKept(database.url, headers);
  },
);

test('after SIGTERM readiness turns 503, requests in flight finish, and then the process exits', async () => {
  await using database = await temporaryDatabase('postgresql');
  const server = startProcess({ DATABASE_URL: database.url, BETTER_AUTH_SECRET: secret });
  const url = await server.ready();
  const headers = await signUpWithTask(url);
  await using lock = await lockTable(database.url, '"user"');
  const unused = connect(Number(new URL(url).port), 'localhost');
  const slow = post(url, '/api/auth/sign-up/email', newAccount());
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  while ((await execute(database.url, waiting)).length === 0);
  const stoppedAt = Date.now();
  server.child.kill('SIGTERM');
  const readiness = async () => (await fetch(`${url}/readyz`)).status;
  while ((await readiness()) === 200);
  expect(await readiness()).toBe(503);
  // A second one does not cut them off.
  server.child.kill('SIGTERM');
  expect(await readiness()).toBe(503);
  await lock.unlock();
  expect((await slow).status).toBe(200);
  expect((await server.exit).code).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(shortOrLong(60_000, 5_000));
  unused.destroy();
  await expectKept(database.url, headers);
});

test('under a debugger a call has an hour, so that a breakpoint does not end it', async () => {
  await using database = await temporaryDatabase('sqlite');
  const server = startProcess({ DATABASE_URL: database.url }, ['--inspect=127.0.0.1:0']);
  await server.ready();
  expect(server.written.stdout).toContain('the time-out of calls is an hour');
  expect(await server.stop()).toBe(0);
});

test('a start with wrong variables names all of them, without their values', async () => {
  const message = await startError('mysql://ann:hunter2@h/d', {
    BETTER_AUTH_SECRET: 'hunter2',
    BETTER_AUTH_URL: 'ftp://x.example',
    TRUST_PROXY: '10.0.0.0/99',
    PORT: 'many',
    TRUSTED_ORIGINS: 'https://x.example/path',
    SMTP_URL: 'smtp//ann:hunter2@mail',
  });
  for (const name of [
    'DATABASE_URL',
    'BETTER_AUTH_SECRET',
    'BETTER_AUTH_URL',
    'TRUST_PROXY',
    'PORT',
    'TRUSTED_ORIGINS',
    'SMTP_URL',
    'MAIL_FROM',
  ]) {
    expect(message).toContain(name);
  }
  expect(message).not.toMatch(/hunter2|\bat .*\.ts/);
});

test('a failed start writes one sentence without the password, and exits with 1', async () => {
  const DATABASE_URL = 'postgresql://ann:hunter2@127.0.0.1:1/tydo';
  const { code, output } = await startProcess({ DATABASE_URL }).exit;
  expect(code).toBe(1);
  expect(output).toMatch(/^Tydo: the database cannot be used[^\n]*ECONNREFUSED[^\n]*\n$/m);
  expect(output).not.toMatch(/hunter2|\n\s+at /);
});

test.each([
  [
    'a database that is away at every address of its host',
    'postgresql://ann:hunter2@localhost:1/tydo',
    /cannot be used \(connect ECONNREFUSED/,
  ],
  ['a folder that cannot be created', 'sqlite:/dev/null/tydo.db', /cannot be opened/],
  ['an unsupported URL', 'postgresql+asyncpg://ann:hunter2@localhost/tydo', /postgresql:\/\//],
])(
  'a start with %s fails with one sentence, without the password',
  async (_name, url, sentence) => {
    const message = await startError(url);
    expect(message).toMatch(sentence);
    expect(message).not.toMatch(/hunter2|\n\s+at /);
  },
);

test('a start with a wrong password fails with one sentence, without the password', async () => {
  await using database = await temporaryDatabase('postgresql');
  const url = Object.assign(new URL(database.url), { password: 'hunter2' });
  const message = await startError(url.href);
  expect(message).toMatch(/^Tydo: 127\.0\.0\.1 refuses the user tydo with this password\./);
  expect(message).not.toMatch(/hunter2|\n\s+at /);
});

test('a start on a taken port fails with one sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const PORT = String(typeof address === 'object' ? address?.port : '');
  expect(await startError('sqlite::memory:', { PORT })).toMatch(
    `Port ${PORT} on 127.0.0.1 is taken`,
  );
  server.close();
});
