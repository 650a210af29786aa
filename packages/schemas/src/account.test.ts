import { expect, test } from 'vitest';
import { ChangePassword, SignedIn, SignedUp, SignIn, SignUp } from './account.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'long enough' };

test('a complete account is all right, and spaces around name and address are taken off', () => {
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
])('somebody new is told when the %s is "%.20s"', (field, value) => {
  const { error } = SignUp.safeParse({ ...ada, [field]: value });
  expect(error?.issues.map(({ path }) => path)).toEqual([[field]]);
});

test('a password that one has may be of any length, but not empty; a new one keeps the rules', () => {
  const { email } = ada;
  expect(SignIn.safeParse({ email, password: 'x' }).success).toBe(true);
  expect(SignIn.safeParse({ email, password: '' }).success).toBe(false);
  const { error } = ChangePassword.safeParse({ currentPassword: 'x', newPassword: 'short' });
  expect(error?.issues.map(({ path }) => path)).toEqual([['newPassword']]);
});

test('only who signs up may be without a token', () => {
  expect(SignedUp.parse({ token: null })).toEqual({ token: null });
  expect(SignedIn.safeParse({ token: null }).success).toBe(false);
});
