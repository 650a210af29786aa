import { expect, test } from 'vitest';
import { unknownAddress } from '../lib/unknown-address.ts';
import { readAuthError } from './auth-refusal.ts';

test.each(['FORBIDDEN', 'INVALID_ORIGIN', 'MISSING_OR_NULL_ORIGIN'])(
  'a page under an address that the server does not know is told so (%s)',
  (code) => {
    expect(readAuthError({ code, status: 403 }, [])).toEqual({ form: unknownAddress });
  },
);

test('what is about a field is said beside it, whatever the form calls it', () => {
  const taken = { code: 'USER_ALREADY_EXISTS', status: 422 };
  expect(readAuthError(taken, ['email', 'password'])).toHaveProperty('email');
  expect(readAuthError(taken, ['newEmail'])).toHaveProperty('newEmail');
  const wrong = { code: 'INVALID_PASSWORD', status: 400 };
  expect(readAuthError(wrong, ['currentPassword', 'newPassword'])).toHaveProperty(
    'currentPassword',
  );
  expect(readAuthError(wrong, ['password'])).toHaveProperty('password');
});

test('who tried too often hears how long to wait', () => {
  const text = (retryAfter?: number) => readAuthError({ status: 429, retryAfter }, []).form;
  expect(text(1)).toContain('in 1 second.');
  expect(text(50)).toContain('in 50 seconds.');
  expect(text(601)).toContain('in 11 minutes.');
  expect(text()).toContain('in 60 seconds.');
});
