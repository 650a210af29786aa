// A reset link sets only one password, also with concurrent uses.
import { engines, shortOrLong } from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { followLink, signIn } from '../../testing/account-actions.ts';
import { callerOf } from '../../testing/caller.ts';
import { mailInOutbox } from '../../testing/mail-server.ts';
import { newAccount, startTestServer } from '../../testing/server.ts';

describe.each(engines)('a password reset on %s', (engine) => {
  test('accepts only one of many concurrent uses of a link', async () => {
    await using server = await startTestServer({ engine });
    const call = callerOf(server);
    const account = newAccount();
    const { email } = account;
    await call.post('/api/auth/sign-up/email', account);
    await call.post('/api/auth/request-password-reset', { email });
    const { link } = await mailInOutbox(server.outbox, email);
    const token = (await followLink(link)).split('token=')[1];
    const passwords = Array.from({ length: shortOrLong(8, 100) }, (_, nth) => `password ${nth}`);
    const responses = await Promise.all(
      passwords.map((newPassword) => call.post('/api/auth/reset-password', { token, newPassword })),
    );
    const done = passwords.filter((_, nth) => responses[nth]?.status === 200);
    expect(done).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 400)).toHaveLength(passwords.length - 1);
    const worked: string[] = [];
    for (const password of passwords) {
      if ((await signIn(call, { email, password })).status === 200) worked.push(password);
    }
    expect(worked).toEqual(done);
  });
});
