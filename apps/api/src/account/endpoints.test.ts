// Better Auth has more endpoints than Tydo serves, and a new version may add others.
import { expect, test } from 'vitest';
import { openTestAuth } from '../testing/auth.ts';
import { callerOf } from '../testing/caller.ts';
import { startTestServer } from '../testing/server.ts';
import { disabledPaths } from './better-auth-options.ts';

/** Those in docs/api.md, and two without a function here. */
const served = `sign-up/email sign-in/email sign-out get-session request-password-reset reset-password
  reset-password/:token verify-email send-verification-email change-email change-password update-user
  list-sessions revoke-session revoke-other-sessions revoke-sessions delete-user ok error callback/:id two-factor/enable two-factor/disable
  two-factor/generate-backup-codes two-factor/verify-totp two-factor/verify-backup-code`;

test('serves or disables every endpoint of Better Auth', async () => {
  await using opened = await openTestAuth('sqlite', { secret: 'x'.repeat(32), secrets: undefined });
  const reachable = Object.values(opened.betterAuth.api).flatMap((endpoint) => {
    const { path, options } = Object(endpoint);
    return path === undefined || options?.metadata?.SERVER_ONLY ? [] : [String(path)];
  });
  const known = [...served.split(/\s+/).map((path) => `/${path}`), ...disabledPaths];
  expect([...new Set(reachable)].toSorted()).toEqual(known.toSorted());
});

test('disables the endpoint that verifies passwords without a limit', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const call = callerOf(server);
  const { bearer } = await call.signUp();
  const response = await call.post('/api/auth/verify-password', { password: 'guessed' }, bearer);
  expect([response.status, await response.json()]).toMatchObject([404, { code: 'NOT_FOUND' }]);
});
