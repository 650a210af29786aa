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
])('the status %i is the code %s', (status, code) => {
  expect(errorCodeOf(status)).toBe(code);
});

test('TOO_MANY_REQUESTS and SERVICE_UNAVAILABLE are transient', () => {
  expect(errorCodes.filter(isTransient)).toEqual(['TOO_MANY_REQUESTS', 'SERVICE_UNAVAILABLE']);
});

test('fields of a newer server are left out, and its codes are refused', () => {
  const data = { code: 'CONFLICT', httpStatus: 409, later: true };
  expect(ErrorData.parse(data)).toEqual({ code: 'CONFLICT', httpStatus: 409 });
  expect(ErrorData.safeParse({ ...data, code: 'TEAPOT' }).success).toBe(false);
});

test('unknown fields of the task of a conflict are left out', () => {
  const current = someTask;
  const data = { code: 'CONFLICT', httpStatus: 409, current: { ...current, later: true } };
  expect(ErrorData.parse(data)).toEqual({ ...data, current });
});

test('fields that cannot be read are left out, and the code is kept', () => {
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

test('an account needs a visible name, an address and a long enough password', () => {
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
