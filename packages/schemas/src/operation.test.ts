import { expect, test } from 'vitest';
import { nounNames, Operation, OperationListInput, OperationRead } from './operation.ts';
import { someTask } from './testing/task.ts';

const time = '2026-01-01T00:00:00.000Z';
const change = { noun: 'task', id: 1, before: null, after: someTask };
const id = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
const operation = { id, seq: 1, kind: 'task.create', undoes: null, createdAt: time };

test('operations are listed of all rows, of a noun, or of one row', () => {
  for (const noun of nounNames) {
    expect(OperationListInput.safeParse({ noun }).success).toBe(true);
    expect(OperationListInput.safeParse({ noun, id: 5 }).success).toBe(true);
  }
  expect(OperationListInput.safeParse(undefined).success).toBe(true);
  expect(OperationListInput.safeParse({ noun: 'other' }).success).toBe(false);
  const { error } = OperationListInput.safeParse({ id: 5 });
  expect(error?.issues).toMatchObject([{ path: ['id'], message: 'An id needs its noun.' }]);
});

test('an operation has changes of known nouns only', () => {
  expect(Operation.parse({ ...operation, changes: [change] })).toEqual({
    ...operation,
    changes: [change],
  });
  const other = { noun: 'other', id: 'x', before: null, after: {} };
  expect(Operation.safeParse({ ...operation, changes: [other] }).success).toBe(false);
});

test('a reader leaves out changes of unknown nouns, and refuses all else that is invalid', () => {
  const named = ['other', 'constructor'].map((noun) => ({
    noun,
    id: 'x',
    before: null,
    after: {},
  }));
  const others = [...named, { id: 5 }, null, 'x'];
  expect(OperationRead.parse({ ...operation, changes: [...others, change] })).toEqual({
    ...operation,
    changes: [change],
  });
  for (const wrong of [
    null,
    'x',
    {},
    { ...operation, changes: 5 },
    { ...operation, changes: [{ ...change, id: 'x' }] },
  ]) {
    expect(OperationRead.safeParse(wrong).success).toBe(false);
  }
});
