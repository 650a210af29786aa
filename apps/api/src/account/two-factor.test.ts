// Two-step sign-in: what it asks, what it refuses, and that nothing is reached with the password alone.
import { execute, openTemporaryDatabase, postgresOrBoth } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bearer, bearerOf, signIn, userOf } from '../testing/account-actions.ts';
import { countRows } from '../testing/account-with-data.ts';
import { type Caller, callerOf, json } from '../testing/caller.ts';
import { startServerOn, startTestServer, type TestServer } from '../testing/server.ts';
import { signUpWithTwoFactor, challengeOf as startSignIn } from '../testing/two-factor.ts';

describe.each(postgresOrBoth)('two-step sign-in on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const auth = (path: string, body: object, headers = json) =>
    call.post(`/api/auth/${path}`, body, headers);

  const enrolled = () => signUpWithTwoFactor(call);
  const challengeOf = (person: { email: string; password: string }) => startSignIn(call, person);

  test('asks for a code, and reaches nothing before it', async () => {
    const person = await enrolled();
    expect(await userOf(call, person.bearer)).toMatchObject({ twoFactorEnabled: true });
    const { response, challenge, verify } = await challengeOf(person);
    expect([response.status, await response.json()]).toEqual([
      200,
      { twoFactorRedirect: true, twoFactorMethods: ['totp'], challenge },
    ]);
    expect(response.headers.get('set-auth-token')).toBeNull();

    const cookie = response.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    expect(cookie).toContain(encodeURIComponent(challenge));
    const given: Record<string, string>[] = [
      { ...json, cookie, origin: server.url },
      { ...json, authorization: `Bearer ${challenge}` },
      { ...json, cookie: `tydo.session_token=${encodeURIComponent(challenge)}` },
    ];
    for (const headers of given) {
      const statuses = [
        call.get('/trpc/task.list', headers),
        call.get('/api/v1/tasks', headers),
        call.post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' }, headers),
        call.get('/api/account/export', headers),
        call.get('/api/account/reminder', headers),
      ].map(async (each) => (await each).status);
      expect(await Promise.all(statuses)).not.toContain(200);
      expect(await (await call.get('/api/auth/get-session', headers)).json()).toBeNull();
    }

    const wrong = await verify('totp', '000000');
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { code: 'INVALID_CODE' }]);
    const shown = person.code.replace(/^.../, '$& ');
    const bearer = await bearerOf(await verify('totp', shown));
    expect((await call.get('/trpc/task.list', bearer)).status).toBe(200);
    // The answered challenge is over.
    expect((await verify('totp', person.code)).status).toBe(401);
  });

  test('a page continues with its cookie, and the same code works once', async () => {
    const person = await enrolled();
    const verify = async () => {
      const { response } = await challengeOf(person);
      const cookie = response.headers.getSetCookie().map((each) => each.split(';')[0]);
      const headers = { ...json, origin: server.url, cookie: cookie.join('; ') };
      const body = { code: person.code, trustDevice: true };
      return auth('two-factor/verify-totp', body, headers);
    };
    const answers = [await verify(), await verify()];
    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
    expect(await answers[1]?.json()).toMatchObject({ code: 'CODE_ALREADY_USED' });
    const [trusted = ''] = answers[0]?.headers.getSetCookie().filter(isTrust) ?? [];
    expect(trusted).toBe('');
    // Nor does the code of the app's first use.
    const again = await challengeOf(person);
    expect((await again.verify('totp', person.usedCode)).status).toBe(401);
  });

  test('a recovery code works once, also for requests at once, and new ones replace all', async () => {
    const person = await enrolled();
    const [first = '', second = '', third = ''] = person.recoveryCodes;
    expect(person.recoveryCodes).toHaveLength(10);
    expect(first).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    const challenges = [await challengeOf(person), await challengeOf(person)];
    const at = await Promise.all(challenges.map((each) => each.verify('backup-code', first)));
    expect(at.filter(({ ok }) => ok)).toHaveLength(1);
    expect(at.every(({ status }) => status < 500)).toBe(true);
    const used = await (await challengeOf(person)).verify('backup-code', first);
    expect(used.status).toBe(401);
    const typed = ` ${second.toUpperCase()}`;
    expect((await (await challengeOf(person)).verify('backup-code', typed)).status).toBe(200);

    const { password } = person;
    const renew = (body: object) => auth('two-factor/generate-backup-codes', body, person.bearer);
    expect(await (await renew({ password })).json()).toMatchObject({ code: 'CODE_REQUIRED' });
    const renewed = await renew({ password, code: person.code });
    const { backupCodes } = Object(await renewed.json());
    expect(backupCodes).toHaveLength(10);
    expect((await (await challengeOf(person)).verify('backup-code', third)).status).toBe(401);
    const [fresh] = backupCodes;
    expect((await (await challengeOf(person)).verify('backup-code', fresh)).status).toBe(200);

    const stored = await execute(
      server.databaseUrl,
      `select * from two_factor where user_id = '${person.id}'`,
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(fresh);
    expect(JSON.stringify(stored)).toMatch(/"secret":"\$ba\$\d+\$[\da-f]+"/);
  });

  test('five wrong codes end the sign-in', async () => {
    const person = await enrolled();
    const { verify } = await challengeOf(person);
    for (const status of [401, 401, 401, 401, 401]) {
      expect((await verify('totp', '000000')).status).toBe(status);
    }
    expect((await verify('totp', person.code)).ok).toBe(false);
  });

  test('ten wrong codes lock the second step for a while, also of requests at once', async () => {
    const person = await enrolled();
    const challenges: Awaited<ReturnType<typeof challengeOf>>[] = [];
    for (let n = 0; n < 20; n += 1) challenges.push(await challengeOf(person));
    const guesses = await Promise.all(challenges.map(({ verify }) => verify('totp', '000000')));
    const checked = guesses.filter(({ status }) => status === 401);
    const refused = guesses.filter(({ status }) => status === 429);
    expect([checked.length, refused.length]).toEqual([10, 10]);
    const { verify, response } = await challengeOf(person);
    const cookie = response.headers.getSetCookie().map((each) => each.split(';')[0]);
    const headers = { ...json, origin: server.url, cookie: cookie.join('; ') };
    const locked = [
      await verify('totp', person.code),
      await auth('two-factor/verify-totp', { code: person.code }, headers),
    ];
    expect(locked.map(({ status }) => status)).toEqual([429, 429]);
    expect(Number(locked[0]?.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await call.get('/trpc/task.list', person.bearer)).status).toBe(200);
  });

  test('a new session does not start the count of wrong codes again', async () => {
    const person = await enrolled();
    const { password } = person;
    const guess = async (path: string, body: object, headers: object) =>
      (await auth(path, { ...body, code: '000000' }, { ...json, ...headers })).status;
    for (let n = 0; n < 5; n += 1) {
      expect(await guess('two-factor/disable', { password }, person.bearer)).toBe(400);
      expect(await guess('delete-user', { password }, person.bearer)).toBe(400);
    }
    const passwords = { currentPassword: password, newPassword: `${password}!` };
    const changed = await auth('change-password', passwords, person.bearer);
    const session = await bearerOf(changed);
    const body = { password: passwords.newPassword };
    for (const path of ['two-factor/disable', 'two-factor/generate-backup-codes', 'delete-user']) {
      expect(await guess(path, body, session)).toBe(429);
    }
  });

  test('a session cannot guess codes without a limit, nor with a new one or a sign-in of another person', async () => {
    const [person, other] = [await enrolled(), await enrolled()];
    let bearer: Bearer = person.bearer;
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) {
      if (n === 5) {
        const passwords = { currentPassword: person.password, newPassword: 'another password' };
        bearer = await bearerOf(await call.post('/api/auth/change-password', passwords, bearer));
      }
      const { response } = await challengeOf(other);
      const cookie = response.headers.getSetCookie().map((each) => each.split(';')[0]);
      const headers = { ...json, ...bearer, origin: server.url, cookie: cookie.join('; ') };
      statuses.push((await auth('two-factor/verify-totp', { code: '000000' }, headers)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    // A challenge in the body counts before the session.
    const { challenge } = await challengeOf(other);
    const body = { code: other.code, challenge };
    const signedIn = await auth('two-factor/verify-totp', body, { ...json, ...bearer });
    expect(await signedIn.json()).toMatchObject({ user: { id: other.id } });
  });

  test('a new password ends sign-ins that wait for a code, and leaves two-step sign-in on', async () => {
    const person = await enrolled();
    const before = await challengeOf(person);
    const passwords = { currentPassword: person.password, newPassword: `${person.password}!` };
    expect((await auth('change-password', passwords, person.bearer)).status).toBe(200);
    const late = await before.verify('totp', person.code);
    expect([late.status, await late.json()]).toMatchObject([
      401,
      { code: 'INVALID_TWO_FACTOR_COOKIE' },
    ]);
    const changed = { ...person, password: passwords.newPassword };
    const { verify } = await challengeOf(changed);
    expect((await verify('totp', person.code)).status).toBe(200);
  });

  test('after a new password, wrong codes are counted as before', async () => {
    const person = await enrolled();
    const { verify } = await challengeOf(person);
    const passwords = { currentPassword: person.password, newPassword: `${person.password}!` };
    await auth('change-password', passwords, person.bearer);
    for (const status of [401, 401, 401, 401, 401, 400, 401]) {
      expect((await verify('totp', '000000')).status).toBe(status);
    }
  });

  test('an expired sign-in of one person ends no sign-in of another', async () => {
    // A server of its own: Better Auth deletes what has expired once a minute.
    await using own = await startTestServer({ engine });
    const caller = callerOf(own);
    const [one, other] = [await signUpWithTwoFactor(caller), await signUpWithTwoFactor(caller)];
    await startSignIn(caller, one);
    const passwords = { currentPassword: one.password, newPassword: `${one.password}!` };
    await caller.post('/api/auth/change-password', passwords, one.bearer);
    await execute(
      own.databaseUrl,
      `update verification set expires_at = '2026-01-01T00:00:00.000Z' where value = '${one.id}'`,
    );
    const { verify } = await startSignIn(caller, other);
    expect((await verify('totp', other.code)).status).toBe(200);
    const left = await execute(
      own.databaseUrl,
      `select id from verification where value = '${one.id}'`,
    );
    expect(left).toEqual([]);
  });

  test('what cannot be undone asks for the password again, and for a code', async () => {
    const person = await enrolled();
    const { password, bearer } = person;
    for (const path of ['delete-user', 'two-factor/disable', 'two-factor/generate-backup-codes']) {
      const codeOf = async (body: object) => {
        const response = await auth(path, body, bearer);
        return [response.status, Object(await response.json()).code];
      };
      expect(await codeOf({})).toEqual([400, 'PASSWORD_REQUIRED']);
      expect(await codeOf({ password })).toEqual([400, 'CODE_REQUIRED']);
      expect(await codeOf({ password: 'x', code: '000000' })).toEqual([400, 'INVALID_PASSWORD']);
      expect(await codeOf({ password, code: '000000' })).toEqual([400, 'INVALID_CODE']);
      expect(await codeOf({ password, code: 'aaaaa' })).toEqual([400, 'INVALID_BACKUP_CODE']);
    }
    expect((await auth('two-factor/disable', { password, code: '0' })).status).toBe(401);
    const off = await auth('two-factor/disable', { password, code: person.code }, bearer);
    expect(off.status).toBe(200);
    const signedIn = { ...json, ...(await bearerOf(await signIn(call, person))) };
    expect(await countRows(server.databaseUrl, person.id)).toMatchObject({ two_factor: 0 });
    expect((await auth('delete-user', { password }, signedIn)).status).toBe(200);
  });

  test('the deleted account takes the secret with it', async () => {
    const person = await enrolled();
    const { password, bearer, recoveryCodes } = person;
    expect(await countRows(server.databaseUrl, person.id)).toMatchObject({ two_factor: 1 });
    const exported = await (await call.get('/api/account/export', bearer)).text();
    expect(JSON.parse(exported)).toMatchObject({ account: { twoFactorEnabled: true } });
    const [row] = await execute(
      server.databaseUrl,
      `select secret from two_factor where user_id = '${person.id}'`,
    );
    expect(exported).not.toContain(Object(row).secret);
    expect((await auth('delete-user', { password, code: recoveryCodes[0] }, bearer)).status).toBe(
      200,
    );
    expect(await countRows(server.databaseUrl, person.id)).toMatchObject({ two_factor: 0 });
    expect(server.logged.join()).not.toContain(recoveryCodes[0]);
  });

  test('two set-ups at once leave one secret', async () => {
    const person = await call.signUp();
    const { bearer, password, id } = person;
    const enable = () => auth('two-factor/enable', { password }, bearer);
    const statuses = (await Promise.all([enable(), enable(), enable()])).map((each) => each.status);
    expect(statuses).toEqual([200, 200, 200]);
    expect(await countRows(server.databaseUrl, id)).toMatchObject({ two_factor: 1 });
    // An app that was not confirmed changes nothing.
    expect(Object(await (await signIn(call, person)).json()).token).toEqual(expect.any(String));
  });

  test('a database of an older version gets what is missing', async () => {
    await using database = await openTemporaryDatabase(engine);
    const account = await (async () => {
      await using older = await startServerOn(database.url);
      return await callerOf(older).signUp();
    })();
    await execute(database.url, 'drop table two_factor');
    await execute(database.url, 'alter table "user" drop column two_factor_enabled');
    await using newer = await startServerOn(database.url);
    const caller = callerOf(newer);
    const bearer = await bearerOf(await signIn(caller, account));
    const { password } = account;
    const on = await caller.post('/api/auth/two-factor/enable', { password }, bearer);
    expect(on.status).toBe(200);
  });

  test('without it a sign-in answers as before', async () => {
    const person = await call.signUp();
    const signedIn = await signIn(call, person);
    const { token, user } = Object(await signedIn.json());
    const names = ['id', 'createdAt', 'email', 'emailVerified', 'image', 'name', 'updatedAt'];
    expect([typeof token, Object.keys(user).toSorted()]).toEqual(['string', names.toSorted()]);
  });
});

const isTrust = (cookie: string): boolean => cookie.includes('trust');
