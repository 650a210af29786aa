// With SMTP, new accounts must verify their address before they can sign in; older accounts need not.
import { createHash } from 'node:crypto';
import { execute, shortOrLong, sqliteOrBoth, temporaryDatabase } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bearerOf,
  followLink,
  signIn,
  signUpVerified,
  userOf,
} from '../../testing/account-actions.ts';
import { countRows, noRows } from '../../testing/account-with-data.ts';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { type MailServer, mailInOutbox, startMailServer } from '../../testing/mail-server.ts';
import {
  newAccount,
  startServerOn,
  startTestServer,
  type TestServer,
} from '../../testing/server.ts';

const withoutRandomParts = (text: string): string =>
  text
    .replaceAll(/[\w-]{8}-[\w-]{27}@/g, 'ADDRESS@')
    .replaceAll(/"(id|requestId)":"[^"]+"/g, '"$1":"ID"')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE');

describe.each(sqliteOrBoth)('email verification on %s', { concurrent: true }, (engine) => {
  let mailServer: MailServer;
  let server: TestServer;
  let call: Caller;
  let known: Awaited<ReturnType<typeof signUpVerified>>;
  const older = newAccount();
  beforeAll(async () => {
    mailServer = await startMailServer();
    const env = { SMTP_URL: mailServer.url, MAIL_FROM: 'Tydo <tydo@example.com>' };
    server = await startTestServer({ engine, env });
    call = callerOf(server);
    known = await signUpVerified(server, mailServer);
    await call.post('/api/auth/sign-up/email', older);
    // Before the concurrent tests: on SQLite this write would block the server in the same thread.
    const rows = `where email = '${older.email}'`;
    await execute(server.databaseUrl, `update "user" set must_verify = null ${rows}`);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await mailServer[Symbol.asyncDispose]();
  });

  const reminderOf = async (bearer: Record<string, string>): Promise<unknown> =>
    (await call.get('/api/account/reminder', bearer)).json();

  test('lets a new account sign in only after the mailed link was opened', async () => {
    const account = newAccount();
    const signUp = await call.post('/api/auth/sign-up/email', account);
    expect(signUp.headers.getSetCookie()).toEqual([]);
    expect(await signUp.json()).toMatchObject({ token: null, user: { emailVerified: false } });
    const { link, headers } = await mailServer.mailTo(account.email);
    expect(headers['from']).toBe('Tydo <tydo@example.com>');
    expect(link).toMatch(
      new RegExp(`^${server.url}/api/auth/verify-email\\?token=[\\w.-]+&callbackURL=%2Fverified$`),
    );

    const early = await signIn(call, account);
    expect([early.status, await early.json()]).toMatchObject([403, { code: 'EMAIL_NOT_VERIFIED' }]);
    expect(early.headers.getSetCookie()).toEqual([]);
    // The sign-in sends a second mail, and further attempts send no more.
    await mailServer.mailTo(account.email, 2);
    for (const _ of [1, 2]) expect((await signIn(call, account)).status).toBe(403);
    expect(mailServer.mailsTo(account.email).length).toBeLessThan(4);

    expect(await followLink(link)).toBe('/verified');
    const bearer = await bearerOf(await signIn(call, account));
    const user = await userOf(call, bearer);
    expect(user).toMatchObject({ emailVerified: true });
    expect(user).not.toHaveProperty('mustVerify');
    expect(await reminderOf(bearer)).toEqual({ verify: false });
    // Neither the token nor the address is logged.
    expect(server.logged.join()).not.toContain(/token=([^&]+)/.exec(link)?.[1]);
    expect(server.logged.join()).not.toContain(account.email);
  });

  test('accepts the link of the second mail', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    await mailServer.mailTo(account.email);
    expect((await signIn(call, account)).status).toBe(403);
    expect(await followLink((await mailServer.mailTo(account.email, 2)).link)).toBe('/verified');
    expect((await signIn(call, account)).status).toBe(200);
  });

  test('reports a taken address only by mail, and changes nothing', async () => {
    const { email, password } = await signUpVerified(server, mailServer);
    const again = { name: ' Eve ', email, password: 'another password' };
    const taken = await call.post('/api/auth/sign-up/email', again);
    const free = await call.post('/api/auth/sign-up/email', {
      ...again,
      email: newAccount().email,
    });
    expect(taken.status).toBe(free.status);
    const [takenBody, freeBody] = [await taken.text(), await free.text()];
    expect(withoutRandomParts(takenBody)).toBe(withoutRandomParts(freeBody));
    expect([...taken.headers.keys()]).toEqual([...free.headers.keys()]);
    const { text } = await mailServer.mailTo(email, 2);
    expect(text).toContain('It already has an account');
    expect(text).toContain(`${server.url}/sign-in`);
    expect(text).not.toContain('Eve');
    expect((await signIn(call, { email, password })).status).toBe(200);
    expect((await signIn(call, again)).status).toBe(401);
  });

  test.each([
    ['an invisible name', { name: ' \u200b' }],
    ['an invalid picture', { image: 'javascript:x' }],
    ['a password that is too short', { password: 'short' }],
    ['a foreign page', { callbackURL: 'https://evil.example' }],
    ['a mustVerify field', { mustVerify: false }],
    ['an emailVerified field', { emailVerified: true }],
  ])(
    'gives the same response for known and unknown addresses to a sign-up with %s',
    async (_name, change) => {
      const { email } = known;
      const invalid = { ...newAccount(), ...change };
      const responses = await Promise.all(
        [email, invalid.email].map((to) =>
          call.post('/api/auth/sign-up/email', { ...invalid, email: to }),
        ),
      );
      const [one, other] = await Promise.all(responses.map((response) => response.text()));
      expect([responses[0]?.status, withoutRandomParts(one ?? '')]).toEqual([
        responses[1]?.status,
        withoutRandomParts(other ?? ''),
      ]);
    },
  );
  test('lets an older account sign in unverified, reminds the person, and verifies the address on request', async () => {
    const account = older;
    const bearer = await bearerOf(await signIn(call, account));
    expect(await reminderOf(bearer)).toEqual({ verify: true });
    const { email } = account;
    const asked = await call.post('/api/auth/send-verification-email', { email }, bearer);
    expect(asked.status).toBe(200);
    expect(await followLink((await mailServer.mailTo(email, 2)).link)).toBe('/verified');
    expect(await reminderOf(bearer)).toEqual({ verify: false });
  });

  test('responds the same to a request for a link for unverified, verified and unknown addresses', async () => {
    const unverified = newAccount();
    await call.post('/api/auth/sign-up/email', unverified);
    const { email: verified } = known;
    const responses = await Promise.all(
      [unverified.email, verified, newAccount().email].map(async (email) => {
        const response = await call.post('/api/auth/send-verification-email', { email });
        return [response.status, await response.text(), ...response.headers.keys()];
      }),
    );
    expect(responses[1]).toEqual(responses[0]);
    expect(responses[2]).toEqual(responses[0]);
    await mailServer.mailTo(unverified.email, 2);
  });

  test('accepts only one of many concurrent uses of a link, in all spellings of its signature', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    const { link } = await mailServer.mailTo(account.email);
    // The last character of a signature has two unused bits, so it has four spellings.
    const spellings = spellingsOf(link);
    const all = Array.from(
      { length: shortOrLong(12, 100) },
      (_, nth) => spellings[nth % 4] ?? link,
    );
    const ends = await Promise.all(all.map((spelling) => followLink(spelling)));
    const rejected = '/verified?error=INVALID_TOKEN';
    expect(ends.toSorted()).toEqual([
      '/verified',
      ...Array.from({ length: all.length - 1 }, () => rejected),
    ]);
    expect((await signIn(call, account)).status).toBe(200);
  });

  test('refuses forged links and stores nothing', async () => {
    const query = '&callbackURL=%2Fverified';
    for (const token of ['x', 'a.b.c', '', 'e'.repeat(500)]) {
      expect(await followLink(`${server.url}/api/auth/verify-email?token=${token}${query}`)).toBe(
        '/verified?error=INVALID_TOKEN',
      );
    }
    const hash = createHash('sha256').update('a.b').digest('hex');
    const kept = `select * from verification where identifier = 'verify-email:${hash}'`;
    expect(await execute(server.databaseUrl, kept)).toEqual([]);
  });

  test('refuses links of deleted accounts and stores nothing', async () => {
    const { email, password, bearer } = await signUpVerified(server, mailServer);
    const { id } = await userOf(call, bearer);
    const newEmail = newAccount().email;
    await call.post('/api/auth/change-email', { newEmail, password }, bearer);
    const change = (await mailServer.mailTo(newEmail)).link;
    expect((await call.post('/api/auth/delete-user', { password }, bearer)).status).toBe(200);
    const verify = mailServer.mailsTo(email)[0]?.link ?? '';
    for (const link of [change, verify]) {
      expect(await followLink(link)).toMatch(/error=(USER_NOT_FOUND|INVALID_TOKEN)$/);
    }
    expect(await countRows(server.databaseUrl, String(id))).toEqual(noRows);
  });

  test('does not redirect a used link to a foreign page', async () => {
    const account = newAccount();
    await call.post('/api/auth/sign-up/email', account);
    const { link } = await mailServer.mailTo(account.email);
    await followLink(link);
    for (const page of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:x',
    ]) {
      const foreignLink = link.replace('%2Fverified', encodeURIComponent(page));
      expect(await followLink(foreignLink)).toMatch(/^403 /);
    }
  });
});

/** The link with each equivalent last character of its signature. */
function spellingsOf(link: string): string[] {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const token = /token=([^&]+)/.exec(link)?.[1] ?? '';
  const last = letters.indexOf(token.at(-1) ?? '');
  return [0, 1, 2, 3].map((bits) =>
    link.replace(token, token.slice(0, -1) + letters[(last & ~3) | bits]),
  );
}

describe.each(sqliteOrBoth)('without SMTP, on %s', (engine) => {
  test('verification is optional and mails go to the outbox; the accounts stay usable after SMTP is set up', async () => {
    await using database = await temporaryDatabase(engine);
    const account = newAccount();
    {
      await using server = await startServerOn(database.url);
      const call = callerOf(server);
      const bearer = await bearerOf(await call.post('/api/auth/sign-up/email', account));
      const reminder = await call.get('/api/account/reminder', bearer);
      expect(await reminder.json()).toEqual({ verify: false });
      expect((await call.get('/api/account/reminder')).status).toBe(401);
      expect((await call.get('/api/account/nothing')).status).toBe(404);
      await call.post('/api/auth/send-verification-email', { email: account.email });
      const { link } = await mailInOutbox(server.outbox, account.email);
      expect(link).toContain(`${server.url}/api/auth/verify-email?token=`);
    }
    // As an older version without the column leaves the table.
    await execute(database.url, 'alter table "user" drop column must_verify');
    await using mailServer = await startMailServer();
    const env = { SMTP_URL: mailServer.url, MAIL_FROM: 'tydo@example.com' };
    await using server = await startServerOn(database.url, env);
    const call = callerOf(server);
    const bearer = await bearerOf(await signIn(call, account));
    const reminder = await call.get('/api/account/reminder', bearer);
    expect(await reminder.json()).toEqual({ verify: true });
  });
});
