// A password is the same in every Unicode form of its letters.
import { hash } from '@node-rs/argon2';
import { execute, sqliteOrBoth } from '@tydo/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followLink } from '../testing/account-actions.ts';
import { type Caller, callerOf, json } from '../testing/caller.ts';
import { mailInOutbox } from '../testing/mail-server.ts';
import { newAccount, startTestServer, type TestServer } from '../testing/server.ts';
import { createPasswords } from './password.ts';

// The same letters in two forms each: NFC and NFD, a ligature, full width, Hangul.
const [composed, decomposed] = ['Zo\u00eb ﬁve 각', 'Zoe\u0308 five \u1100\u1161\u11a8'];
const [wide, narrow] = ['Ｐａｓｓｗｏｒｄ ①', 'Password 1'];

describe.each(sqliteOrBoth)('a password on %s', (engine) => {
  let server: TestServer;
  let call: Caller;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    call = callerOf(server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const signIn = async (email: string, password: string) =>
    (await call.post('/api/auth/sign-in/email', { email, password })).status;

  test('is accepted in every Unicode form, on every path', async () => {
    const account = { ...newAccount(), password: composed };
    const { email } = account;
    const up = await call.post('/api/auth/sign-up/email', account);
    const bearer = { ...json, authorization: `Bearer ${Object(await up.json()).token}` };
    expect(await signIn(email, decomposed)).toBe(200);
    expect(await signIn(email, composed)).toBe(200);
    expect(await signIn(email, composed.replace('ë', 'e'))).toBe(401);

    const change = { currentPassword: decomposed, newPassword: wide };
    const changed = await call.post('/api/auth/change-password', change, bearer);
    expect(changed.status).toBe(200);
    expect([await signIn(email, narrow), await signIn(email, composed)]).toEqual([200, 401]);

    await call.post('/api/auth/request-password-reset', { email });
    const { link } = await mailInOutbox(server.outbox, email);
    const token = new URL(await followLink(link), server.url).searchParams.get('token');
    const reset = { token, newPassword: decomposed };
    expect((await call.post('/api/auth/reset-password', reset)).status).toBe(200);
    const again = await call.post('/api/auth/sign-in/email', { email, password: composed });
    const headers = { ...json, authorization: `Bearer ${Object(await again.json()).token}` };
    const deleted = await call.post('/api/auth/delete-user', { password: decomposed }, headers);
    expect(deleted.status).toBe(200);
  });

  test('that was hashed without normalization is still accepted as it was typed', async () => {
    const { email, ...account } = newAccount();
    const up = await call.post('/api/auth/sign-up/email', { email, ...account });
    const { id } = Object(await up.json()).user;
    const before = await hash(decomposed);
    await execute(
      server.databaseUrl,
      `update account set password = '${before}' where user_id = '${id}'`,
    );
    expect([await signIn(email, decomposed), await signIn(email, 'another one')]).toEqual([
      200, 401,
    ]);
    const signedIn = await call.post('/api/auth/sign-in/email', { email, password: decomposed });
    const bearer = { ...json, authorization: `Bearer ${Object(await signedIn.json()).token}` };
    const change = { currentPassword: decomposed, newPassword: decomposed };
    expect((await call.post('/api/auth/change-password', change, bearer)).status).toBe(200);
    expect(await signIn(email, composed)).toBe(200);
  });

  test('is measured before normalization', async () => {
    const up = (password: string) =>
      call.post('/api/auth/sign-up/email', { ...newAccount(), password });
    // Four letters in eight UTF-16 units, and a letter that normalizes to eighteen.
    expect((await up('e\u0301'.repeat(4))).status).toBe(200);
    expect((await up('\u00e9'.repeat(4))).status).toBe(400);
    expect((await up('\ufdfa'.repeat(128))).status).toBe(200);
    expect((await up('x'.repeat(129))).status).toBe(400);
  });
});

test('hashes passwords at the cost that OWASP recommends', async () => {
  expect(await createPasswords().hash('correct horse')).toMatch(
    /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
  );
});

test('does not normalize a password above the length limit, which would take long', async () => {
  const { verify } = createPasswords();
  // Normalization would sort the marks, in quadratic time.
  const marks = '\u0301\u0316'.repeat(100_000);
  const control = 'x'.repeat(marks.length);
  const hashed = await hash('something else');
  const cpuTimeFor = async (password: string) => {
    const began = process.cpuUsage();
    expect(await verify({ hash: hashed, password })).toBe(false);
    const { user, system } = process.cpuUsage(began);
    return user + system;
  };
  const plain = await cpuTimeFor(control);
  expect(await cpuTimeFor(marks)).toBeLessThan(20 * plain + 200_000);
});
