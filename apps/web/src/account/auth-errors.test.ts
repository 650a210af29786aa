import { expect, test } from 'vitest';
import { untrustedOrigin } from '../lib/untrusted-origin.ts';
import { readAuthError } from './auth-errors.ts';

test.each(['FORBIDDEN', 'INVALID_ORIGIN', 'MISSING_OR_NULL_ORIGIN'])(
  'explains an untrusted origin (%s)',
  (code) => {
    expect(readAuthError({ code, status: 403 }, [])).toEqual({ form: untrustedOrigin });
  },
);

test('assigns the error to the field of the form that it concerns', () => {
  const taken = { code: 'USER_ALREADY_EXISTS', status: 422 };
  expect(readAuthError(taken, ['email', 'password'])).toHaveProperty('email');
  expect(readAuthError(taken, ['newEmail'])).toHaveProperty('newEmail');
  const wrong = { code: 'INVALID_PASSWORD', status: 400 };
  expect(readAuthError(wrong, ['currentPassword', 'newPassword'])).toHaveProperty(
    'currentPassword',
  );
  expect(readAuthError(wrong, ['password'])).toHaveProperty('password');
});

test('says what only the operator of the server can change', () => {
  const text = (code: string, status: number) => readAuthError({ code, status }, ['email']).form;
  expect(text('ACCOUNT_DISABLED', 401)).toContain('is disabled');
  expect(text('SIGN_UP_CLOSED', 403)).toContain('is closed');
});

test('says how long to wait after too many attempts', () => {
  const text = (retryAfter?: number) => readAuthError({ status: 429, retryAfter }, []).form;
  expect(text(1)).toContain('in 1 second.');
  expect(text(50)).toContain('in 50 seconds.');
  expect(text(601)).toContain('in 11 minutes.');
  expect(text()).toContain('in 60 seconds.');
});
