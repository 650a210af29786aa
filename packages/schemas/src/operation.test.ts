import { expect, test } from 'vitest';
import { nounNames, Operation, OperationListInput, OperationRead } from './operation.ts';
import { someTask } from './testing/task.ts';

const time = '2026-01-01T00:00:00.000Z';
const change = { noun: 'task', id: 1, before: null, after: someTask };
const id = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
const operation = { id, seq: 1, kind: 'task.create', undoes: null, createdAt: time };

test('a history is of everything, of a noun, or of one of its rows', () => {
  for (const noun of nounNames) {
    expect(OperationListInput.safeParse({ noun }).success).toBe(true);
    expect(OperationListInput.safeParse({ noun, id: 5 }).success).toBe(true);
  }
  expect(OperationListInput.safeParse(undefined).success).toBe(true);
  expect(OperationListInput.safeParse({ noun: 'other' }).success).toBe(false);
  const { error } = OperationListInput.safeParse({ id: 5 });
  expect(error?.issues).toMatchObject([{ path: ['id'], message: 'Say of which noun it is.' }]);
});

test('an operation tells of rows of the nouns that there are', () => {
  expect(Operation.parse({ ...operation, changes: [change] })).toEqual({
    ...operation,
    changes: [change],
  });
  const other = { noun: 'other', id: 'x', before: null, after: {} };
  expect(Operation.safeParse({ ...operation, changes: [other] }).success).toBe(false);
});

test('who reads one passes over other nouns, and over nothing else', () => {
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
