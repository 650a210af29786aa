import { expect, test } from 'vitest';
import { checkSignIn, checkSignUp } from './credentials.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'long enough' };

test('a complete form is all right', () => {
  expect(checkSignUp(ada)).toEqual({});
  expect(checkSignIn(ada)).toEqual({});
});

test.each([
  ['name', '  '],
  ['email', 'ada'],
  ['email', 'ada@example'],
  ['password', 'short'],
])('somebody new is told when the %s is "%s"', (field, value) => {
  expect(Object.keys(checkSignUp({ ...ada, [field]: value }))).toEqual([field]);
});

test('an old password may be of any length, but not empty', () => {
  expect(checkSignIn({ ...ada, password: 'x' })).toEqual({});
  expect(checkSignIn({ ...ada, password: '' })).toHaveProperty('password');
});
