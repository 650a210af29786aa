import { expect, test } from 'vitest';
import { ChangePassword, SignedIn, SignedUp, SignIn, SignUp } from './account.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'long enough' };

test('a complete account is valid, and name and address are trimmed', () => {
  expect(SignUp.parse({ ...ada, name: ' Ada ', email: ' ada@example.com ' })).toEqual(ada);
});

test.each([
  ['name', '  '],
  ['name', '\u3164\u2800\u0301'],
  ['name', 'x'.repeat(201)],
  ['email', ''],
  ['email', 'ada'],
  ['email', 'ada@example'],
  ['email', `${'x'.repeat(250)}@example.com`],
  ['password', 'short'],
  ['password', 'x'.repeat(129)],
])('a sign-up is refused when the %s is "%.20s"', (field, value) => {
  const { error } = SignUp.safeParse({ ...ada, [field]: value });
  expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
});

test('an existing password may have any length but 0; a new one must keep the rules', () => {
  const { email } = ada;
  expect(SignIn.safeParse({ email, password: 'x' }).success).toBe(true);
  expect(SignIn.safeParse({ email, password: '' }).success).toBe(false);
  const { error } = ChangePassword.safeParse({ currentPassword: 'x', newPassword: 'short' });
  expect(error?.issues.map(({ path }) => path)).toEqual([['newPassword']]);
});

test('only a sign-up may be answered without a token', () => {
  expect(SignedUp.parse({ token: null })).toEqual({ token: null });
  expect(SignedIn.safeParse({ token: null }).success).toBe(false);
});
