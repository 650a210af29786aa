// Rate limits by IP address, email address and session, shared by all instances.
import { execute, postgresOrBoth, temporaryDatabase } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearerOf, signIn as signInWith, signUpVerified } from '../../testing/account-actions.ts';
import { type Caller, callerOf, json } from '../../testing/caller.ts';
import { startMailServer } from '../../testing/mail-server.ts';
import { rawRequest, sendRaw } from '../../testing/raw-http.ts';
import {
  newAccount,
  startServerOn,
  startTestServer,
  type TestServer,
} from '../../testing/server.ts';

const signIn = '/api/auth/sign-in/email';
let lastHost = 0;
/** An IP address that no other test uses. */
const newIp = () => `198.51.${((lastHost += 1) >> 8) + 100}.${lastHost & 255}`;
const from = (address: string) => ({ ...json, 'x-forwarded-for': address });
const countOf = (responses: Response[], status: number) =>
  responses.filter((response) => response.status === status).length;

describe.each(postgresOrBoth)('rate limits on %s', (engine) => {
  let database: Awaited<ReturnType<typeof temporaryDatabase>>;
  let one: TestServer;
  let two: TestServer;
  let call: Caller;
  let other: Caller;
  beforeAll(async () => {
    database = await temporaryDatabase(engine);
    const env = { TRUST_PROXY: '1', BETTER_AUTH_SECRET: 'the same for both instances, and long' };
    [one, two] = [await startServerOn(database.url, env), await startServerOn(database.url, env)];
    [call, other] = [callerOf(one), callerOf(two)];
  });
  afterAll(async () => {
    for (const it of [one, two, database]) await it[Symbol.asyncDispose]();
  });

  /** Sets all counts, because real attempts hash passwords and take long. */
  const setCounts = (count: number) => execute(database.url, `update attempt set count = ${count}`);
  const guess = (email: string, address: string, by = call) =>
    by.post(signIn, { email, password: 'a wrong password' }, from(address));
  const newPerson = async () => {
    const account = newAccount();
    const response = await call.post('/api/auth/sign-up/email', account, from(newIp()));
    expect(response.status).toBe(200);
    return { ...account, ...((await response.json()) as { token: string }) };
  };

  test('blocks sign-in after ten wrong passwords, also concurrent ones on two instances', async () => {
    const [address, { email, password }] = [newIp(), await newPerson()];
    const responses = await Promise.all(
      Array.from({ length: 14 }, (_, index) => guess(email, address, index % 2 ? call : other)),
    );
    expect([countOf(responses, 401), countOf(responses, 429)]).toEqual([10, 4]);
    const refused = await other.post(signIn, { email, password }, from(address));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(900);
    expect(await refused.json()).toEqual({
      code: 'TOO_MANY_REQUESTS',
      message: expect.stringContaining('Too many attempts'),
      requestId: refused.headers.get('x-request-id'),
    });
    // The person can sign in from another IP address.
    expect((await call.post(signIn, { email, password }, from(newIp()))).status).toBe(200);
    // Another person can sign in from the same IP address.
    expect((await guess(newAccount().email, address)).status).toBe(401);
  });

  test('resets the count after the window, and does not count successes', async () => {
    const [address, { email, password }] = [newIp(), await newPerson()];
    const right = () => call.post(signIn, { email, password }, from(address));
    await guess(email, address);
    await setCounts(9);
    // If successes were counted, the second would be the eleventh attempt.
    for (const _ of [1, 2]) expect((await right()).status).toBe(200);
    await setCounts(10);
    expect((await right()).status).toBe(429);
    // Refused attempts are not counted, so that one caller cannot use up the limit of an office.
    const counts = await execute(database.url, 'select count from attempt where count > 10');
    expect(counts).toEqual([]);
    await execute(
      database.url,
      `update attempt set resets_at = ${engine === 'sqlite' ? '0' : "'2000-01-01'"}`,
    );
    expect((await right()).status).toBe(200);
  });

  test('limits an email address over all IP addresses, and an IP address over all email addresses', async () => {
    const { email, password } = await newPerson();
    await guess(email, newIp());
    await setCounts(100);
    expect((await call.post(signIn, { email, password }, from(newIp()))).status).toBe(429);
    const busy = newIp();
    await guess(newAccount().email, busy);
    await setCounts(300);
    expect((await guess(newAccount().email, busy)).status).toBe(429);
    // The refused attempt was not counted for the email address.
    expect((await guess(newAccount().email, newIp())).status).toBe(401);
  });

  test('gives known and unknown email addresses the same responses', async () => {
    const [known, unknown] = [(await newPerson()).email, newAccount().email];
    const responsesFor = async (email: string, password: string) => {
      const address = newIp();
      const responses = [];
      for (let round = 0; round < 2; round += 1) {
        const response = await call.post(signIn, { email, password }, from(address));
        const { requestId: _, ...body } = Object(await response.json());
        const headers = [...response.headers.keys()].filter((name) => name !== 'date');
        responses.push([response.status, body, headers]);
        if (round === 0) await setCounts(10);
      }
      return responses;
    };
    expect(await responsesFor(unknown, 'a wrong password')).toEqual(
      await responsesFor(known, 'a wrong password'),
    );
    // Too long to be hashed, for both.
    const long = 'x'.repeat(200_000);
    expect(await responsesFor(unknown, long)).toEqual(await responsesFor(known, long));
  });

  test('counts different spellings of an address or path as the same', async () => {
    const [{ email }, host] = [await newPerson(), newIp()];
    await guess(email, host);
    await setCounts(10);
    const written = [
      email.toUpperCase(),
      // Better Auth rejects it; it must not avoid the limit either.
      ` ${email} `,
    ];
    for (const text of written) expect((await guess(text, host)).status).toBe(429);
    expect((await guess(email, `::ffff:${host}`)).status).toBe(429);
    const body = JSON.stringify({ email, password: 'a wrong password' });
    const headers = [
      `X-Forwarded-For: ${host}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    // Sent raw, because an HTTP client would normalize them.
    for (const path of [
      `${signIn}?x=1`,
      `${signIn}#x`,
      '/api/auth/./sign-in/email',
      '/api/auth/sign-up/../sign-in/email',
      '/api/auth/sign-up/%2e%2e/sign-in/email',
      '/api/auth\\sign-in/email',
      '/api/auth//sign-in/email',
      '/api/auth/sign-in//email',
      '//api/auth/sign-in/email',
      '/api/auth/sign-in/email/',
      '/api/auth/sign%2din/email',
      '/api/auth/sign-in%2femail',
      '/api/auth/Sign-In/email',
      '/API/auth/sign-in/email',
      '/api/auth/sign-in/email%00',
      '/api/auth/sign-in/email;x',
      `http://localhost${signIn}`,
    ]) {
      const { status } = await sendRaw(one.url, rawRequest(`POST ${path} HTTP/1.1`, headers, body));
      expect([path, [400, 404, 405, 429].includes(status)]).toEqual([path, true]);
    }
  });

  test('counts an IPv6 /64 network as one caller', async () => {
    const { email } = await newPerson();
    await guess(email, '2001:db8:1:2::1');
    await setCounts(10);
    expect((await guess(email, '2001:db8:1:2:ffff::2')).status).toBe(429);
    expect((await guess(email, '2001:db8:1:3::1')).status).toBe(401);
    expect((await guess(email, newIp())).status).toBe(401);
  });

  test('limits password guesses per session', async () => {
    const { email, password, token } = await newPerson();
    const signedIn = await call.post(signIn, { email, password }, from(newIp()));
    const second = ((await signedIn.json()) as { token: string }).token;
    const change = (currentPassword: string, session: string) =>
      call.post(
        '/api/auth/change-password',
        { currentPassword, newPassword: 'another password' },
        { ...from(newIp()), authorization: `Bearer ${session}` },
      );
    expect((await change('a wrong password', token)).status).toBe(400);
    await setCounts(10);
    // From another IP address, and with the right password.
    expect((await change(password, token)).status).toBe(429);
    expect((await change(password, second)).status).toBe(200);
  });

  test('limits mail requests for known and unknown addresses, and sign-ups per IP address', async () => {
    for (const { email } of [await newPerson(), newAccount()]) {
      const ask = (path: string) => call.post(`/api/auth/${path}`, { email }, from(newIp()));
      for (const path of ['request-password-reset', 'send-verification-email']) {
        expect((await ask(path)).status).toBe(200);
        await setCounts(8);
        const responses = await Promise.all(Array.from({ length: 4 }, () => ask(path)));
        expect([path, countOf(responses, 200), countOf(responses, 429)]).toEqual([path, 2, 2]);
      }
    }
    const address = newIp();
    const up = () => call.post('/api/auth/sign-up/email', newAccount(), from(address));
    expect((await up()).status).toBe(200);
    await setCounts(300);
    expect((await up()).status).toBe(429);
  });
});

test('limits sign-ups and address changes that send mail by their recipient', async () => {
  await using mailServer = await startMailServer();
  const env = { SMTP_URL: mailServer.url, MAIL_FROM: 'tydo@example.com', TRUST_PROXY: '1' };
  await using server = await startTestServer({ engine: 'sqlite', env });
  const call = callerOf(server);
  const [known, person] = [newAccount(), await signUpVerified(server, mailServer)];
  expect((await call.post('/api/auth/sign-up/email', known)).status).toBe(200);
  // Several sessions, because each has its own limit.
  const sessions = [1, 2, 3, 4].map(async () => bearerOf(await signInWith(call, person)));
  const bearers = (await Promise.all(sessions)).values();
  const asked = async (email: string): Promise<unknown[]> => {
    const up = { ...known, email };
    const signUp = call.post('/api/auth/sign-up/email', up, from(newIp()));
    const { password } = person;
    const headers = { ...bearers.next().value, 'x-forwarded-for': newIp() };
    const change = call.post('/api/auth/change-email', { newEmail: email, password }, headers);
    const responses = [await signUp, await change];
    return responses.map(({ status }) => status);
  };
  const set = (count: number) => execute(server.databaseUrl, `update attempt set count = ${count}`);
  for (const email of [known.email, newAccount().email]) {
    await set(0);
    expect(await asked(email)).toEqual([200, 200]);
    await set(10);
    // Another spelling is the same mailbox, and the response is the same for known and unknown addresses.
    expect(await asked(email.toUpperCase())).toEqual([429, 429]);
  }
});

test('ignores X-Forwarded-For without TRUST_PROXY', async () => {
  await using database = await temporaryDatabase('sqlite');
  await using server = await startServerOn(database.url);
  const call = callerOf(server);
  const { email } = newAccount();
  const guess = (address: string) =>
    call.post(signIn, { email, password: 'a wrong password' }, from(address));
  expect((await guess(newIp())).status).toBe(401);
  await execute(database.url, 'update attempt set count = 10');
  expect((await guess(newIp())).status).toBe(429);
});
