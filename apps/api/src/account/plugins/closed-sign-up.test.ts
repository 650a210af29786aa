import { type Engine, engines, execute, openTemporaryDatabase } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { authOptionsOf } from '../../testing/auth.ts';
import { callerOf } from '../../testing/caller.ts';
import { newAccount, startServerOn, startTestServer } from '../../testing/server.ts';
import { createAuth } from '../auth.ts';

test.each(engines)(
  'SIGN_UP=closed refuses new accounts, and nothing else: %s',
  async (engine: Engine) => {
    await using server = await startTestServer({ engine });
    const open = callerOf(server);
    const ann = await open.signUp();
    await using closed = await startServerOn(server.databaseUrl, { SIGN_UP: 'closed' });
    const call = callerOf(closed);
    // An address that is taken and one that is not are refused alike.
    for (const account of [newAccount(), { ...newAccount(), email: ann.email }]) {
      const response = await call.post('/api/auth/sign-up/email', account);
      expect([response.status, await response.json()]).toEqual([
        403,
        { code: 'SIGN_UP_CLOSED', message: expect.stringContaining('Ask its operator') },
      ]);
    }
    expect(await execute(server.databaseUrl, 'select count(*) as n from "user"')).toEqual([
      { n: engine === 'sqlite' ? 1 : '1' },
    ]);
    const { email, password } = ann;
    expect((await call.post('/api/auth/sign-in/email', { email, password })).status).toBe(200);
    const session = await call.get('/api/auth/get-session');
    expect(session.headers.get('x-tydo-sign-up')).toBe('closed');
    expect((await open.get('/api/auth/get-session')).headers.get('x-tydo-sign-up')).toBeNull();
  },
);

test('with SIGN_UP=closed Better Auth creates no user, whatever asks it to', async () => {
  await using opened = await openTemporaryDatabase('sqlite');
  const auth = createAuth(authOptionsOf(opened.db, { isSignUpOpen: false }));
  await auth.migrate();
  const { email, name } = newAccount();
  await expect(auth.operator.create(email, name)).rejects.toMatchObject({
    body: { code: 'SIGN_UP_CLOSED' },
  });
  expect(await auth.operator.find(email)).toBeUndefined();
});
