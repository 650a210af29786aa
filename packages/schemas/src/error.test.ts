import { expect, test } from 'vitest';
import { SignUp } from './account.ts';
import { ErrorData, errorCodeOf, errorCodes, isTransient } from './error.ts';
import { someTask } from './testing/task.ts';

test.each([
  [404, 'NOT_FOUND'],
  [422, 'BAD_REQUEST'],
  [500, 'INTERNAL_SERVER_ERROR'],
  [502, undefined],
  [503, 'SERVICE_UNAVAILABLE'],
])('the status %i is told as %s', (status, code) => {
  expect(errorCodeOf(status)).toBe(code);
});

test('to be away, or to have had enough, passes by itself', () => {
  expect(errorCodes.filter(isTransient)).toEqual(['TOO_MANY_REQUESTS', 'SERVICE_UNAVAILABLE']);
});

test('a later server may tell more than this client knows, but no other code', () => {
  const data = { code: 'CONFLICT', httpStatus: 409, later: true };
  expect(ErrorData.parse(data)).toEqual({ code: 'CONFLICT', httpStatus: 409 });
  expect(ErrorData.safeParse({ ...data, code: 'TEAPOT' }).success).toBe(false);
});

test('a conflict is understood when a later server knows more of the task', () => {
  const current = someTask;
  const data = { code: 'CONFLICT', httpStatus: 409, current: { ...current, later: true } };
  expect(ErrorData.parse(data)).toEqual({ ...data, current });
});

test('what cannot be read of a refusal is left out, and the code still says what to do', () => {
  const data = { code: 'CONFLICT', httpStatus: 409, current: { later: 1 }, outcome: 'later' };
  expect(ErrorData.parse({ ...data, noun: 'later', blockedBy: { id: 5 } })).toEqual({
    code: 'CONFLICT',
    httpStatus: 409,
  });
  const known = { noun: 'task', id: 1, before: null, after: someTask };
  const operation = {
    id: 'c56a4180-65aa-42ec-a945-5fd21dec0538',
    seq: 2,
    kind: 'list.delete',
    undoes: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    changes: [known, { noun: 'later', id: 'x', before: {}, after: null }],
  };
  expect(ErrorData.parse({ ...data, blockedBy: operation }).blockedBy).toEqual({
    ...operation,
    changes: [known],
  });
});

test('an account has a name to see, an address and a password of some length', () => {
  const account = { name: ' Ann ', email: ' ann@example.com ', password: '12345678' };
  expect(SignUp.parse(account)).toEqual({
    name: 'Ann',
    email: 'ann@example.com',
    password: '12345678',
  });
  for (const wrong of [{ name: '\u200b' }, { email: 'ann' }, { password: '1234567' }]) {
    expect(SignUp.safeParse({ ...account, ...wrong }).success).toBe(false);
  }
});
