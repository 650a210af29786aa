// Better Auth has more endpoints than we serve, and a new version may bring others.
import { expect, test } from 'vitest';
import { openTestAuth } from '../testing/auth.ts';
import { callerOf } from '../testing/caller.ts';
import { startTestServer } from '../testing/server.ts';
import { disabledPaths } from './better-auth.ts';

/** Those that docs/api.md names, and two that lead nowhere. */
const served = `sign-up/email sign-in/email sign-out get-session request-password-reset reset-password
  reset-password/:token verify-email send-verification-email change-email change-password update-user
  list-sessions revoke-session revoke-other-sessions revoke-sessions delete-user ok error callback/:id`;

test('each is one that we serve, and have limits for where it takes a password, or disabled', async () => {
  await using opened = await openTestAuth('sqlite', { secret: 'x'.repeat(32), secrets: undefined });
  const reachable = Object.values(opened.betterAuth.api).flatMap((endpoint) => {
    const { path, options } = Object(endpoint);
    return path === undefined || options?.metadata?.SERVER_ONLY ? [] : [String(path)];
  });
  const known = [...served.split(/\s+/).map((path) => `/${path}`), ...disabledPaths];
  expect([...new Set(reachable)].toSorted()).toEqual(known.toSorted());
});

test('a password cannot be guessed past its limits', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const answer = await call.post('/api/auth/verify-password', { password: 'guessed' }, bearer);
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
});
