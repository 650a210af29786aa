import { expect, test } from 'vitest';
import { unknownAddress } from '../lib/unknown-address.ts';
import { readAuthError } from './auth-refusal.ts';

test.each(['FORBIDDEN', 'INVALID_ORIGIN', 'MISSING_OR_NULL_ORIGIN'])(
  'a page under an address that the server does not know is told so (%s)',
  (code) => {
    expect(readAuthError({ code, status: 403 })).toEqual({ form: unknownAddress });
  },
);

test('what is about a field is said beside it', () => {
  const taken = readAuthError({ code: 'USER_ALREADY_EXISTS', status: 422 });
  expect(Object.keys(taken)).toEqual(['email']);
});
