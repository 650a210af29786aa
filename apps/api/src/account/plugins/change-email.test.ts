// Changing the email address: with SMTP by a mailed link, otherwise at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresOrBoth as engines, execute, shortOrLong } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Bearer,
  followLink,
  signIn,
  signUpVerified,
  userOf,
} from '../../testing/account-actions.ts';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { type MailServer, startMailServer } from '../../testing/mail-server.ts';
import { newAccount, startTestServer, type TestServer } from '../../testing/server.ts';

interface Person {
  bearer: Bearer;
  password: string;
}

const takenCode = 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL';
const invalidToken = '/verified?error=INVALID_TOKEN';

describe.each(engines)('an address change with SMTP, on %s', { concurrent: true }, (engine) => {
  let mailServer: MailServer;
  let server: TestServer;
  let call: Caller;
  let older: Awaited<ReturnType<typeof signUpVerified>>;
  beforeAll(async () => {
    mailServer = await startMailServer();
    const env = { SMTP_URL: mailServer.url, MAIL_FROM: 'tydo@example.com' };
    server = await startTestServer({ engine, env });
    call = callerOf(server);
    older = await signUpVerified(server, mailServer);
    // Before the concurrent tests: on SQLite this write would block the server in the same thread.
    const change = 'set email_verified = false, must_verify = null';
    await execute(server.databaseUrl, `update "user" ${change} where email = '${older.email}'`);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await mailServer[Symbol.asyncDispose]();
  });

  const change = ({ bearer, password }: Person, newEmail: string) =>
    call.post('/api/auth/change-email', { newEmail, password }, bearer);
  const linkTo = async (person: Person, newEmail: string, count = 1): Promise<string> => {
    expect((await change(person, newEmail)).status).toBe(200);
    return (await mailServer.mailTo(newEmail, count)).link;
  };

  test('takes effect when the link sent to the new address is opened', async () => {
    const person = await signUpVerified(server, mailServer);
    const { email, password, bearer } = person;
    const next = newAccount().email;
    const link = await linkTo(person, next);
    expect(await userOf(call, bearer)).toMatchObject({ email });
    const { text } = await mailServer.mailTo(email, 2);
    expect(text).toContain('request to change the email address of your Tydo account');
    expect(text).not.toContain(next);

    expect(await followLink(link)).toBe('/verified');
    expect(await userOf(call, bearer)).toMatchObject({ email: next, emailVerified: true });
    expect((await signIn(call, { email, password })).status).toBe(401);
    expect((await signIn(call, { email: next, password })).status).toBe(200);

    // Back to the old address; the first link cannot be used again.
    expect(await followLink(await linkTo(person, email, 3))).toBe('/verified');
    expect(await followLink(link)).toBe(invalidToken);
    expect(await userOf(call, bearer)).toMatchObject({ email });
  });

  test('responds the same for a taken address, and sends no mail to it', async () => {
    const [one, other] = await Promise.all([
      signUpVerified(server, mailServer),
      signUpVerified(server, mailServer),
    ]);
    const responses = await Promise.all(
      [other.email, newAccount().email].map(async (email) => {
        const response = await change(one, email);
        return [response.status, await response.text(), ...response.headers.keys()];
      }),
    );
    expect(responses[0]).toEqual(responses[1]);
    await mailServer.mailTo(one.email, 3);
    expect(mailServer.mailsTo(other.email)).toHaveLength(1);
  });

  test('revokes reset links that were sent to the old address', async () => {
    const person = await signUpVerified(server, mailServer);
    const { email } = person;
    await call.post('/api/auth/request-password-reset', { email });
    const { link: reset } = await mailServer.mailTo(email, 2);
    expect(await followLink(reset)).toMatch(/token=/);
    expect(await followLink(await linkTo(person, newAccount().email))).toBe('/verified');
    expect(await followLink(reset)).toBe('/reset-password?error=INVALID_TOKEN');
  });

  test('verifies the new address, also if the old one was not verified', async () => {
    const { bearer } = older;
    const next = newAccount().email;
    expect(await followLink(await linkTo(older, next))).toBe('/verified');
    expect(await userOf(call, bearer)).toMatchObject({ email: next, emailVerified: true });
  });

  test('fails if another person takes the address before the link is opened', async () => {
    const [person, rival] = [await signUpVerified(server, mailServer), newAccount()];
    const { email, bearer } = person;
    const link = await linkTo(person, rival.email);
    await call.post('/api/auth/sign-up/email', rival);
    expect(await followLink(link)).toBe(`/verified?error=${takenCode}`);
    expect(await userOf(call, bearer)).toMatchObject({ email });
  });

  test('succeeds for only one of two people who change to the same address at once', async () => {
    const wanted = newAccount().email;
    const rivals = await Promise.all([
      signUpVerified(server, mailServer),
      signUpVerified(server, mailServer),
    ]);
    const links: string[] = [];
    for (const [nth, rival] of rivals.entries()) links.push(await linkTo(rival, wanted, nth + 1));
    const ends = await Promise.all(links.map((link) => followLink(link)));
    expect(ends.toSorted()).toEqual(['/verified', `/verified?error=${takenCode}`]);
  });

  test('fails if the link is older than the password', async () => {
    const person = await signUpVerified(server, mailServer);
    const { email, password, bearer } = person;
    const link = await linkTo(person, newAccount().email);
    // Tokens have a resolution of one second, so the password must change in a later second.
    await sleep(1_000 - (Date.now() % 1_000));
    const body = { currentPassword: password, newPassword: 'a new password' };
    expect((await call.post('/api/auth/change-password', body, bearer)).status).toBe(200);
    expect(await followLink(link)).toBe(invalidToken);
    expect((await signIn(call, { email, password: 'a new password' })).status).toBe(200);
  });

  test('fails, without using up the link, if another person is signed in', async () => {
    const [person, other] = await Promise.all([
      signUpVerified(server, mailServer),
      signUpVerified(server, mailServer),
    ]);
    const { bearer } = person;
    const next = newAccount().email;
    const link = await linkTo(person, next);
    const [cookie = ''] = (await signIn(call, other)).headers.getSetCookie();
    expect(await followLink(link, { cookie })).toBe('/verified?error=INVALID_USER');
    expect(await userOf(call, other.bearer)).toMatchObject({ email: other.email });
    expect(await followLink(link, bearer)).toBe('/verified');
    expect(await userOf(call, bearer)).toMatchObject({ email: next });
  });

  test('accepts only one of many concurrent uses of the link', async () => {
    const person = await signUpVerified(server, mailServer);
    const { bearer } = person;
    const next = newAccount().email;
    const link = await linkTo(person, next);
    const all = Array.from({ length: shortOrLong(10, 100) }, () => link);
    const ends = await Promise.all(all.map((one) => followLink(one)));
    expect(ends.filter((end) => end === '/verified')).toHaveLength(1);
    expect(await userOf(call, bearer)).toMatchObject({ email: next });
  });
});

describe.each(engines)('an address change without SMTP, on %s', { concurrent: true }, (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const change = async ({ bearer, password }: Person, newEmail: unknown) => {
    const response = await call.post('/api/auth/change-email', { newEmail, password }, bearer);
    return [response.status, await response.json()];
  };

  test('takes effect at once', async () => {
    const person = await call.signUp();
    const { email, password, bearer } = person;
    const next = newAccount().email;
    const refused = await change({ ...person, password: 'not the password' }, next);
    expect(refused).toMatchObject([400, { code: 'INVALID_PASSWORD' }]);
    expect(await change(person, next.toUpperCase())).toEqual([200, { status: true }]);
    expect(await userOf(call, bearer)).toMatchObject({ email: next, emailVerified: false });
    expect((await signIn(call, { email, password })).status).toBe(401);
    expect((await signIn(call, { email: next, password })).status).toBe(200);
  });

  test('asks for the password, unless the sign-in is less than an hour old', async () => {
    const { id, bearer } = await call.signUp();
    const without = async () => {
      const newEmail = newAccount().email;
      const response = await call.post('/api/auth/change-email', { newEmail }, bearer);
      return [response.status, await response.json()];
    };
    expect(await without()).toEqual([200, { status: true }]);
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    await execute(
      server.databaseUrl,
      `update session set created_at = '${hourAgo}' where user_id = '${id}'`,
    );
    expect(await without()).toMatchObject([400, { code: 'PASSWORD_REQUIRED' }]);
  });

  test('refuses a taken address, the current one, and an invalid one', async () => {
    const [one, other] = [await call.signUp(), await call.signUp()];
    expect(await change(one, other.email.toUpperCase())).toMatchObject([422, { code: takenCode }]);
    expect(await change(one, one.email)).toMatchObject([400, { code: 'EMAIL_IS_THE_SAME' }]);
    const none = ['no address', '', null, `${'x'.repeat(300)}@example.com`, 'a\0@example.com'];
    for (const newEmail of none) {
      expect(await change(one, newEmail)).toMatchObject([400, {}]);
    }
    const signedOut = await call.post('/api/auth/change-email', {
      newEmail: newAccount().email,
      password: one.password,
    });
    expect(signedOut.status).toBe(401);
    expect(await userOf(call, one.bearer)).toMatchObject({ email: one.email });
  });

  test('succeeds for only one of several people who change to the same address at once', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => call.signUp()));
    const wanted = newAccount().email;
    const responses = await Promise.all(
      people.map(({ bearer, password }) =>
        call.post('/api/auth/change-email', { newEmail: wanted, password }, bearer),
      ),
    );
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 422)).toHaveLength(3);
  });
});
