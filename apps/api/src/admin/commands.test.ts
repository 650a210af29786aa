// The operator's commands, over a database that a server has open.
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@tydo/db';
import { authDatabaseOf } from '@tydo/db/auth-database';
import { longTimeouts, openTemporaryDatabase, sqliteOrBoth } from '@tydo/db/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createAuth } from '../account/auth.ts';
import { createLog } from '../log.ts';
import { bearerOf, signIn } from '../testing/account-actions.ts';
import { authOptionsOf } from '../testing/auth.ts';
import { callerOf, json } from '../testing/caller.ts';
import { newAccount, startServerOn, startTestServer, type TestServer } from '../testing/server.ts';
import { signUpWithTwoFactor } from '../testing/two-factor.ts';
import { runCommand } from './commands.ts';

/** The command of another process on the server's database, and what it logs. */
async function operatorOf({ databaseUrl }: Pick<TestServer, 'databaseUrl'>) {
  const db = await openDatabase({ url: databaseUrl, timeouts: longTimeouts });
  onTestFinished(() => db.close());
  const { operator } = createAuth(authOptionsOf(db));
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const run = (...args: string[]) => runCommand(operator, log, args);
  return { db, logged, run };
}

test.each(sqliteOrBoth)(
  'disable refuses sign-in, sessions, API tokens and feeds at once: %s',
  async (engine) => {
    await using server = await startTestServer({ engine });
    const call = callerOf(server);
    const [ann, bob] = [await call.signUp(), await call.signUp()];
    const { db, logged, run } = await operatorOf(server);
    const { text: token } = await db
      .unitOfWork(ann.id)
      .tokens.create({ name: 'Script', scopes: ['read'] });
    const feed = await db.unitOfWork(ann.id).tokens.create({ name: 'Phone', scopes: ['feed'] });
    const pathname = `/feeds/${feed.text}/tasks.ics`;
    const statuses = async () =>
      Promise.all(
        [
          call.get('/trpc/task.list', ann.bearer),
          call.get('/api/v1/tasks', { authorization: `Bearer ${token}` }),
          call.get(pathname),
          signIn(call, ann),
          call.get('/trpc/task.list', bob.bearer),
        ].map(async (response) => (await response).status),
      );
    expect(await statuses()).toEqual([200, 200, 200, 200, 200]);

    expect(await run('disable', ` ${ann.email.toUpperCase()}`)).toMatchObject({ exit: 0 });
    expect(await statuses()).toEqual([401, 401, 404, 401, 200]);
    expect(await (await signIn(call, ann)).json()).toMatchObject({ code: 'ACCOUNT_DISABLED' });
    // A wrong password does not learn of it, and no session is left.
    expect(await (await signIn(call, { ...ann, password: 'wrong password' })).json()).toMatchObject(
      {
        code: 'INVALID_EMAIL_OR_PASSWORD',
      },
    );
    expect(await call.get('/api/auth/list-sessions', ann.bearer)).toMatchObject({ status: 401 });
    const { text } = await run('people');
    const line = text.split('\n').find((each) => each.includes(ann.email));
    expect(line).toMatch(/^\d{4}-\d\d-\d\d  disabled  /);

    expect(await run('enable', ann.email)).toMatchObject({ exit: 0 });
    // The session from before has ended for good.
    expect(await statuses()).toEqual([401, 200, 200, 200, 200]);
    expect(logged.map((each) => JSON.parse(each))).toMatchObject([
      { command: 'disable', person: ann.id },
      { command: 'people' },
      { command: 'enable', person: ann.id },
    ]);
    expect(logged.join()).not.toContain('@example.com');
  },
);

test('create makes an account whose link chooses the password, with sign-up closed', async () => {
  await using database = await openTemporaryDatabase('sqlite');
  await using server = await startServerOn(database.url, { SIGN_UP: 'closed' });
  const call = callerOf(server);
  const { run } = await operatorOf({ databaseUrl: database.url });
  const { email, password } = newAccount();
  const { text: link, exit } = await run('create', email, 'Ann', 'Lee');
  expect(exit).toBe(0);
  const reset = async (url: string, newPassword: string) => {
    const opened = await call.get(url.slice(new URL(url).origin.length));
    const { searchParams, pathname } = new URL(opened.headers.get('location') ?? '', server.url);
    expect(pathname).toBe('/reset-password');
    const token = searchParams.get('token');
    return (await call.post('/api/auth/reset-password', { token, newPassword })).status;
  };
  expect(await reset(link, password)).toBe(200);
  const signedIn = await signIn(call, { email, password });
  expect(await signedIn.json()).toMatchObject({
    user: { name: 'Ann Lee', emailVerified: false },
  });

  // Another link ends the sessions from before with the new password.
  const { text: second } = await run('reset-link', email);
  expect(await reset(second, `${password}!`)).toBe(200);
  expect((await signIn(call, { email, password })).status).toBe(401);

  const again = await signIn(call, { email, password: `${password}!` });
  const bearer = { ...json, authorization: `Bearer ${Object(await again.json()).token}` };
  expect((await call.get('/trpc/task.list', bearer)).status).toBe(200);
  expect(await run('sign-out', email)).toMatchObject({ exit: 0 });
  expect((await call.get('/trpc/task.list', bearer)).status).toBe(401);

  expect(await run('create', email, 'Ann')).toMatchObject({ exit: 4 });
  expect(await run('create', 'no address', 'Ann')).toMatchObject({ exit: 2 });
  expect(await run('disable', newAccount().email)).toMatchObject({
    exit: 3,
    text: expect.stringContaining('There is no account'),
  });
  for (const wrong of [
    [],
    ['disable'],
    ['people', 'x'],
    ['constructor', email],
    ['create', email],
  ]) {
    expect(await run(...wrong)).toMatchObject({
      exit: 2,
      text: expect.stringContaining('Use one'),
    });
  }
});

test('two-factor-off lets a person sign in without the app that they have lost', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const ann = await signUpWithTwoFactor(call);
  const { run, logged } = await operatorOf(server);
  // A link for a new password is not enough.
  const { text: link } = await run('reset-link', ann.email);
  const token = new URL(link).pathname.split('/').at(-1);
  const newPassword = `${ann.password}!`;
  const reset = await call.post('/api/auth/reset-password', { token, newPassword });
  expect(reset.status).toBe(200);
  const changed = { ...ann, password: newPassword };
  expect(await (await signIn(call, changed)).json()).toMatchObject({ twoFactorRedirect: true });

  expect(await run('two-factor-off', ann.email)).toMatchObject({ exit: 0 });
  expect(logged.at(-1)).toContain(`"command":"two-factor-off","person":"${ann.id}"`);
  const bearer = await bearerOf(await signIn(call, changed));
  expect((await call.get('/trpc/task.list', bearer)).status).toBe(200);
  // It can be turned on again.
  const on = await call.post('/api/auth/two-factor/enable', { password: newPassword }, bearer);
  expect(on.status).toBe(200);
});

test('a sign-in in the moment of disabling leaves no session', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const ann = await call.signUp();
  const { db } = await operatorOf(server);
  // The sessions were deleted already.
  await authDatabaseOf(db).setDisabledAt(ann.id, new Date());
  expect((await signIn(call, ann)).status).toBe(401);
  await authDatabaseOf(db).setDisabledAt(ann.id, null);
  const sessions = await call.get('/api/auth/list-sessions', ann.bearer);
  expect(await sessions.json()).toHaveLength(1);
});

test('the command is a process of its own, beside the server', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const { email, id } = await callerOf(server).signUp();
  const main = new URL('./main.ts', import.meta.url).pathname;
  const run = (...args: string[]) =>
    new Promise<{ exit: unknown; out: string; err: string }>((resolve) => {
      const env = {
        NODE_COMPILE_CACHE: join(tmpdir(), 'tydo-compile-cache'),
        DATABASE_URL: server.databaseUrl,
        BETTER_AUTH_SECRET: 'x'.repeat(32),
        BETTER_AUTH_URL: 'https://tydo.example.com',
      };
      execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
        resolve({ exit: error?.code ?? 0, out, err }),
      );
    });
  expect(await run('reset-link', email)).toEqual({
    exit: 0,
    out: expect.stringMatching(
      /^https:\/\/tydo\.example\.com\/api\/auth\/reset-password\/[\w-]{32}\?callbackURL=%2Freset-password\n$/,
    ),
    err: expect.stringContaining(`"command":"reset-link","person":"${id}"`),
  });
  expect(await run('sign-out', 'x@example.com')).toMatchObject({ exit: 3, out: '' });
});
