// A new address for an account: with SMTP by a link to it, else at once.
import { setTimeout as sleep } from 'node:timers/promises';
import { engines, execute, shortOrLong } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Bearer,
  bearerOf,
  followLink,
  signIn,
  signUpVerified,
  userOf,
} from '../../testing/account-actions.ts';
import { type Caller, callerOf } from '../../testing/caller.ts';
import { type MailServer, startMailServer } from '../../testing/mail-server.ts';
import { newAccount, startTestServer, type TestServer } from '../../testing/server.ts';

const takenCode = 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL';
const void_ = '/verified?error=INVALID_TOKEN';

describe.each(engines)('a new address with SMTP, on %s', { concurrent: true }, (engine) => {
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
    // Here, because a write from outside would wait for a server that runs in the same thread.
    const change = 'set email_verified = false, must_verify = null';
    await execute(server.databaseUrl, `update "user" ${change} where email = '${older.email}'`);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await mailServer[Symbol.asyncDispose]();
  });

  const change = (bearer: Bearer, newEmail: string) =>
    call.post('/api/auth/change-email', { newEmail }, bearer);
  const linkTo = async (bearer: Bearer, newEmail: string, count = 1): Promise<string> => {
    expect((await change(bearer, newEmail)).status).toBe(200);
    return (await mailServer.mailTo(newEmail, count)).link;
  };

  test('is the account’s once the link was opened that was sent there', async () => {
    const { email, password, bearer } = await signUpVerified(server, mailServer);
    const next = newAccount().email;
    const link = await linkTo(bearer, next);
    expect(await userOf(call, bearer)).toMatchObject({ email });
    const { text } = await mailServer.mailTo(email, 2);
    expect(text).toContain('request to change the email address of your Tydo account');
    expect(text).not.toContain(next);

    expect(await followLink(link)).toBe('/verified');
    expect(await userOf(call, bearer)).toMatchObject({ email: next, emailVerified: true });
    expect((await signIn(call, { email, password })).status).toBe(401);
    expect((await signIn(call, { email: next, password })).status).toBe(200);

    // Back to the old one; the first link does not bring the new one back.
    expect(await followLink(await linkTo(bearer, email, 3))).toBe('/verified');
    expect(await followLink(link)).toBe(void_);
    expect(await userOf(call, bearer)).toMatchObject({ email });
  });

  test('that is taken is answered alike, and only the account’s own addresses are written to', async () => {
    const [one, other] = await Promise.all([
      signUpVerified(server, mailServer),
      signUpVerified(server, mailServer),
    ]);
    const answers = await Promise.all(
      [other.email, newAccount().email].map(async (email) => {
        const answer = await change(one.bearer, email);
        return [answer.status, await answer.text(), ...answer.headers.keys()];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    await mailServer.mailTo(one.email, 3);
    expect(mailServer.mailsTo(other.email)).toHaveLength(1);
  });

  test('ends what was mailed to the old one for a new password', async () => {
    const { email, bearer } = await signUpVerified(server, mailServer);
    await call.post('/api/auth/request-password-reset', { email });
    const { link: reset } = await mailServer.mailTo(email, 2);
    expect(await followLink(reset)).toMatch(/token=/);
    expect(await followLink(await linkTo(bearer, newAccount().email))).toBe('/verified');
    expect(await followLink(reset)).toBe('/reset-password?error=INVALID_TOKEN');
  });

  test('is verified by its link, also where the old one never was', async () => {
    const { bearer } = older;
    const next = newAccount().email;
    expect(await followLink(await linkTo(bearer, next))).toBe('/verified');
    expect(await userOf(call, bearer)).toMatchObject({ email: next, emailVerified: true });
  });

  test('that somebody else takes before the link is opened stays theirs', async () => {
    const [{ email, bearer }, rival] = [await signUpVerified(server, mailServer), newAccount()];
    const link = await linkTo(bearer, rival.email);
    await call.post('/api/auth/sign-up/email', rival);
    expect(await followLink(link)).toBe(`/verified?error=${takenCode}`);
    expect(await userOf(call, bearer)).toMatchObject({ email });
  });

  test('that two want at the same moment is one’s, and the other is told', async () => {
    const wanted = newAccount().email;
    const rivals = await Promise.all([
      signUpVerified(server, mailServer),
      signUpVerified(server, mailServer),
    ]);
    const links: string[] = [];
    for (const [nth, { bearer }] of rivals.entries())
      links.push(await linkTo(bearer, wanted, nth + 1));
    const ends = await Promise.all(links.map((link) => followLink(link)));
    expect(ends.toSorted()).toEqual(['/verified', `/verified?error=${takenCode}`]);
  });

  test('is not had by a link that is older than the password', async () => {
    const { email, password, bearer } = await signUpVerified(server, mailServer);
    const link = await linkTo(bearer, newAccount().email);
    // Tokens know seconds: the password is to be of a later one.
    await sleep(1_000 - (Date.now() % 1_000));
    const body = { currentPassword: password, newPassword: 'a new password' };
    expect((await call.post('/api/auth/change-password', body, bearer)).status).toBe(200);
    expect(await followLink(link)).toBe(void_);
    expect((await signIn(call, { email, password: 'a new password' })).status).toBe(200);
  });

  test('is not had, and its link not used up, where somebody else is signed in', async () => {
    const [{ bearer }, other] = await Promise.all([
      signUpVerified(server, mailServer),
      signUpVerified(server, mailServer),
    ]);
    const next = newAccount().email;
    const link = await linkTo(bearer, next);
    const [cookie = ''] = (await signIn(call, other)).headers.getSetCookie();
    expect(await followLink(link, { cookie })).toBe('/verified?error=INVALID_USER');
    expect(await userOf(call, other.bearer)).toMatchObject({ email: other.email });
    expect(await followLink(link, bearer)).toBe('/verified');
    expect(await userOf(call, bearer)).toMatchObject({ email: next });
  });

  test('is had once, of many who open the link at the same moment', async () => {
    const { bearer } = await signUpVerified(server, mailServer);
    const next = newAccount().email;
    const link = await linkTo(bearer, next);
    const all = Array.from({ length: shortOrLong(10, 100) }, () => link);
    const ends = await Promise.all(all.map((one) => followLink(one)));
    expect(ends.filter((end) => end === '/verified')).toHaveLength(1);
    expect(await userOf(call, bearer)).toMatchObject({ email: next });
  });
});

describe.each(engines)('a new address without SMTP, on %s', { concurrent: true }, (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const newcomer = async () => {
    const account = newAccount();
    const answer = await call.post('/api/auth/sign-up/email', account);
    return { ...account, bearer: await bearerOf(answer) };
  };
  const change = async (bearer: Bearer, newEmail: unknown) => {
    const answer = await call.post('/api/auth/change-email', { newEmail }, bearer);
    return [answer.status, await answer.json()];
  };

  test('is the account’s at once', async () => {
    const { email, password, bearer } = await newcomer();
    const next = newAccount().email;
    expect(await change(bearer, next.toUpperCase())).toEqual([200, { status: true }]);
    expect(await userOf(call, bearer)).toMatchObject({ email: next, emailVerified: false });
    expect((await signIn(call, { email, password })).status).toBe(401);
    expect((await signIn(call, { email: next, password })).status).toBe(200);
  });

  test('that is taken, one’s own, or none is refused', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    expect(await change(one.bearer, other.email.toUpperCase())).toMatchObject([
      422,
      { code: takenCode },
    ]);
    expect(await change(one.bearer, one.email)).toMatchObject([400, { code: 'EMAIL_IS_THE_SAME' }]);
    const none = ['no address', '', null, `${'x'.repeat(300)}@example.com`, 'a\0@example.com'];
    for (const newEmail of none) {
      expect(await change(one.bearer, newEmail)).toMatchObject([400, {}]);
    }
    const nobody = await call.post('/api/auth/change-email', { newEmail: newAccount().email });
    expect(nobody.status).toBe(401);
    expect(await userOf(call, one.bearer)).toMatchObject({ email: one.email });
  });

  test('that many want at the same moment is one’s, and the others are told', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => newcomer()));
    const wanted = newAccount().email;
    const answers = await Promise.all(
      people.map(({ bearer }) => call.post('/api/auth/change-email', { newEmail: wanted }, bearer)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
  });
});
