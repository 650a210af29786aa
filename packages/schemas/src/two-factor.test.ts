import { expect, test } from 'vitest';
import { ChangeTwoFactor, DeleteAccount, SignInChallenge, TwoFactorCode } from './two-factor.ts';

test('a code is trimmed, and has to be there', () => {
  expect(TwoFactorCode.parse({ code: ' 123 456 ' })).toEqual({ code: '123 456' });
  for (const code of ['', '  ', 1]) {
    expect(TwoFactorCode.safeParse({ code }).success).toBe(false);
  }
});

test('deleting an account asks for a code only where the account has them; a change always', () => {
  const password = 'correct horse battery';
  expect(DeleteAccount.safeParse({ password }).success).toBe(true);
  expect(DeleteAccount.safeParse({ password, code: '' }).success).toBe(false);
  expect(ChangeTwoFactor.safeParse({ password }).success).toBe(false);
  expect(DeleteAccount.safeParse({ password, more: 1 }).success).toBe(false);
});

test('only an answer that asks for a code is a challenge', () => {
  expect(SignInChallenge.safeParse({ twoFactorRedirect: true }).success).toBe(true);
  expect(SignInChallenge.safeParse({ token: 'x' }).success).toBe(false);
});
