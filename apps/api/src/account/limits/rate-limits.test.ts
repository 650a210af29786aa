// Limits of attempts: over instances, by address and e-mail, whatever a caller makes up.
import { engines, execute, temporaryDatabase } from '@tydo/db/testing';
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
/** An address that no other test calls from. */
const newAddress = () => `198.51.${((lastHost += 1) >> 8) + 100}.${lastHost & 255}`;
const from = (address: string) => ({ ...json, 'x-forwarded-for': address });
const countOf = (answers: Response[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

describe.each(engines)('limits on %s', (engine) => {
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

  /** As if so many had failed already; hashing that many passwords takes long. */
  const setCounts = (count: number) => execute(database.url, `update attempt set count = ${count}`);
  const guess = (email: string, address: string, by = call) =>
    by.post(signIn, { email, password: 'a wrong password' }, from(address));
  const newPerson = async () => {
    const account = newAccount();
    const answer = await call.post('/api/auth/sign-up/email', account, from(newAddress()));
    expect(answer.status).toBe(200);
    return { ...account, ...((await answer.json()) as { token: string }) };
  };

  test('after ten wrong passwords, also racing and over two instances, one has to wait', async () => {
    const [address, { email, password }] = [newAddress(), await newPerson()];
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, index) => guess(email, address, index % 2 ? call : other)),
    );
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([10, 4]);
    const refused = await other.post(signIn, { email, password }, from(address));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(900);
    expect(await refused.json()).toEqual({
      code: 'TOO_MANY_REQUESTS',
      message: expect.stringContaining('Too many attempts'),
      requestId: refused.headers.get('x-request-id'),
    });
    // From elsewhere it is him.
    expect((await call.post(signIn, { email, password }, from(newAddress()))).status).toBe(200);
    // Somebody else in the same house is not meant.
    expect((await guess(newAccount().email, address)).status).toBe(401);
  });

  test('a window ends, and what succeeds does not count', async () => {
    const [address, { email, password }] = [newAddress(), await newPerson()];
    const right = () => call.post(signIn, { email, password }, from(address));
    await guess(email, address);
    await setCounts(9);
    // Were they counted, the second would be the eleventh.
    for (const _ of [1, 2]) expect((await right()).status).toBe(200);
    await setCounts(10);
    expect((await right()).status).toBe(429);
    // Being refused is counted by nobody: an office does not pay for one who goes on and on.
    const counts = await execute(database.url, 'select count from attempt where count > 10');
    expect(counts).toEqual([]);
    await execute(
      database.url,
      `update attempt set resets_at = ${engine === 'sqlite' ? '0' : "'2000-01-01'"}`,
    );
    expect((await right()).status).toBe(200);
  });

  test('an e-mail has a limit over all addresses, and an address over all e-mails', async () => {
    const { email, password } = await newPerson();
    await guess(email, newAddress());
    await setCounts(100);
    expect((await call.post(signIn, { email, password }, from(newAddress()))).status).toBe(429);
    const busy = newAddress();
    await guess(newAccount().email, busy);
    await setCounts(300);
    expect((await guess(newAccount().email, busy)).status).toBe(429);
    // And whoever was refused there was not counted here.
    expect((await guess(newAccount().email, newAddress())).status).toBe(401);
  });

  test('a known e-mail and an unknown one get the same answers', async () => {
    const [known, unknown] = [(await newPerson()).email, newAccount().email];
    const told = async (email: string, password: string) => {
      const address = newAddress();
      const answers = [];
      for (let round = 0; round < 2; round += 1) {
        const answer = await call.post(signIn, { email, password }, from(address));
        const { requestId: _, ...body } = Object(await answer.json());
        const headers = [...answer.headers.keys()].filter((name) => name !== 'date');
        answers.push([answer.status, body, headers]);
        if (round === 0) await setCounts(10);
      }
      return answers;
    };
    expect(await told(unknown, 'a wrong password')).toEqual(await told(known, 'a wrong password'));
    // Refused before it is hashed, for both.
    const long = 'x'.repeat(200_000);
    expect(await told(unknown, long)).toEqual(await told(known, long));
  });

  test('whatever is written differently counts as the same', async () => {
    const [{ email }, host] = [await newPerson(), newAddress()];
    await guess(email, host);
    await setCounts(10);
    const written = [
      email.toUpperCase(),
      // Better Auth refuses it; it is no way around either.
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
    // As they are, past the client's own idea of an address.
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

  test('an IPv6 network is one caller, and another one is not', async () => {
    const { email } = await newPerson();
    await guess(email, '2001:db8:1:2::1');
    await setCounts(10);
    expect((await guess(email, '2001:db8:1:2:ffff::2')).status).toBe(429);
    expect((await guess(email, '2001:db8:1:3::1')).status).toBe(401);
    expect((await guess(email, newAddress())).status).toBe(401);
  });

  test('guessing with a session ends too, and not for the other sessions', async () => {
    const { email, password, token } = await newPerson();
    const signedIn = await call.post(signIn, { email, password }, from(newAddress()));
    const second = ((await signedIn.json()) as { token: string }).token;
    const change = (currentPassword: string, session: string) =>
      call.post(
        '/api/auth/change-password',
        { currentPassword, newPassword: 'another password' },
        { ...from(newAddress()), authorization: `Bearer ${session}` },
      );
    expect((await change('a wrong password', token)).status).toBe(400);
    await setCounts(10);
    // From wherever, and whatever else he sends.
    expect((await change(password, token)).status).toBe(429);
    expect((await change(password, second)).status).toBe(200);
  });

  test('mails are asked for ten times at most, known or not, and accounts made by the hundred', async () => {
    for (const { email } of [await newPerson(), newAccount()]) {
      const ask = (path: string) => call.post(`/api/auth/${path}`, { email }, from(newAddress()));
      for (const path of ['request-password-reset', 'send-verification-email']) {
        expect((await ask(path)).status).toBe(200);
        await setCounts(8);
        const answers = await Promise.all(Array.from({ length: 4 }, () => ask(path)));
        expect([path, countOf(answers, 200), countOf(answers, 429)]).toEqual([path, 2, 2]);
      }
    }
    const address = newAddress();
    const up = () => call.post('/api/auth/sign-up/email', newAccount(), from(address));
    expect((await up()).status).toBe(200);
    await setCounts(300);
    expect((await up()).status).toBe(429);
  });
});

test('where sign-ups and changes of address send mail, nobody’s mailbox is filled', async () => {
  await using mailServer = await startMailServer();
  const env = { SMTP_URL: mailServer.url, MAIL_FROM: 'tydo@example.com', TRUST_PROXY: '1' };
  await using server = await startTestServer({ engine: 'sqlite', env });
  const call = callerOf(server);
  const [known, person] = [newAccount(), await signUpVerified(server, mailServer)];
  expect((await call.post('/api/auth/sign-up/email', known)).status).toBe(200);
  // A session has a limit of its own, and so has a sign-in.
  const sessions = [1, 2, 3, 4].map(async () => bearerOf(await signInWith(call, person)));
  const bearers = (await Promise.all(sessions)).values();
  const asked = async (email: string): Promise<unknown[]> => {
    const up = { ...known, email };
    const signUp = call.post('/api/auth/sign-up/email', up, from(newAddress()));
    const headers = { ...bearers.next().value, 'x-forwarded-for': newAddress() };
    const change = call.post('/api/auth/change-email', { newEmail: email }, headers);
    const answers = [await signUp, await change];
    return answers.map(({ status }) => status);
  };
  const set = (count: number) => execute(server.databaseUrl, `update attempt set count = ${count}`);
  for (const email of [known.email, newAccount().email]) {
    await set(0);
    expect(await asked(email)).toEqual([200, 200]);
    await set(10);
    // Written otherwise it is the same mailbox; and it tells as little as the answers before.
    expect(await asked(email.toUpperCase())).toEqual([429, 429]);
  }
});

test('without TRUST_PROXY a made-up X-Forwarded-For is no way around', async () => {
  await using database = await temporaryDatabase('sqlite');
  await using server = await startServerOn(database.url);
  const call = callerOf(server);
  const { email } = newAccount();
  const guess = (address: string) =>
    call.post(signIn, { email, password: 'a wrong password' }, from(address));
  expect((await guess(newAddress())).status).toBe(401);
  await execute(database.url, 'update attempt set count = 10');
  expect((await guess(newAddress())).status).toBe(429);
});
