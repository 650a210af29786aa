// Rotating the secret does not sign anyone out.
import { execute, sqliteOrBoth, temporaryDatabase } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { startServerOn } from '../../testing/server.ts';
import { challengeOf, signInTwice, signUpWithTwoFactor } from '../../testing/two-factor.ts';
import { sign, signedValue } from './signature.ts';

const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
];
const name = 'tydo.session_token';

describe.each(sqliteOrBoth)('a rotated secret on %s', (engine) => {
  test('two-step sign-in needs the old secret no longer', async () => {
    await using database = await temporaryDatabase(engine);
    const restarted = async <T>(
      env: Record<string, string>,
      work: (call: Caller) => Promise<T>,
    ) => {
      await using server = await startServerOn(database.url, env);
      return await work(callerOf(server));
    };
    const person = await restarted({ BETTER_AUTH_SECRET: first }, signUpWithTwoFactor);
    const both = { BETTER_AUTH_SECRET: '', BETTER_AUTH_SECRETS: `2:${second},1:${first}` };
    await restarted(both, async () => undefined);
    const only = { BETTER_AUTH_SECRET: second };
    const bearer = await restarted(only, (call) => signInTwice(call, person));
    expect(bearer).toHaveProperty('authorization');
    // A recovery code, too; and a third secret reads nothing.
    const [code] = person.recoveryCodes;
    const statusOf = async (call: Caller) =>
      (await (await challengeOf(call, person)).verify('backup-code', code)).status;
    expect(await restarted({ BETTER_AUTH_SECRET: third }, statusOf)).toBe(500);
    expect(await restarted(only, statusOf)).toBe(200);
  });

  test('accepts sessions that were signed with the old secret', async () => {
    await using database = await temporaryDatabase(engine);
    const signedIn = await (async () => {
      await using server = await startServerOn(database.url, { BETTER_AUTH_SECRET: first });
      return await callerOf(server).signUp();
    })();
    const { id, token, cookie, bearer } = signedIn;
    const signedBearer = { authorization: `Bearer ${sign(token, first)}` };
    const encoded = { authorization: `bearer ${encodeURIComponent(sign(token, first))}` };

    const env = { BETTER_AUTH_SECRET: '', BETTER_AUTH_SECRETS: `2:${second},1:${first}` };
    await using server = await startServerOn(database.url, env);
    const call = callerOf(server);
    const whoIs = async (headers: Record<string, string>) => {
      const { status } = await call.get('/trpc/task.counts', headers);
      const session = await (await call.get('/api/auth/get-session', headers)).json();
      return { status, id: Object(session).user?.id };
    };
    for (const headers of [
      { cookie },
      { cookie: `x=1; ${cookie}` },
      bearer,
      signedBearer,
      encoded,
    ]) {
      expect(await whoIs(headers)).toEqual({ status: 200, id });
    }

    // Signed with a third secret.
    const forged = sign(token, third);
    for (const headers of [
      { cookie: `${name}=${encodeURIComponent(forged)}` },
      { authorization: `Bearer ${forged}` },
    ]) {
      expect(await whoIs(headers)).toEqual({ status: 401, id: undefined });
    }

    const soon = new Date(Date.now() + 3 * 24 * 3600_000).toISOString();
    await execute(
      database.url,
      `update session set expires_at = '${soon}' where token = '${token}'`,
    );
    const [renewed = ''] = (await call.get('/trpc/task.counts', { cookie })).headers.getSetCookie();
    const value = decodeURIComponent(/session_token=([^;]+)/.exec(renewed)?.[1] ?? '');
    expect(signedValue(value, second)).toBe(token);

    const out = { cookie, origin: server.url, 'content-type': 'application/json' };
    expect((await call.post('/api/auth/sign-out', {}, out)).status).toBe(200);
    expect(await whoIs({ cookie })).toEqual({ status: 401, id: undefined });
  });
});

test('treats BETTER_AUTH_SECRET as an older secret if both variables are set', async () => {
  await using database = await temporaryDatabase('sqlite');
  const env = { BETTER_AUTH_SECRET: first, BETTER_AUTH_SECRETS: `2:${second}` };
  await using server = await startServerOn(database.url, env);
  const call = callerOf(server);
  const { token, cookie } = await call.signUp();
  expect(decodeURIComponent(cookie)).toBe(`${name}=${sign(token, second)}`);
  const older = `${name}=${encodeURIComponent(sign(token, first))}`;
  expect((await call.get('/trpc/task.counts', { cookie: older })).status).toBe(200);
});
