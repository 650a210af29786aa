import { expect, test } from 'vitest';
import { ImportAdd, ImportAdded, importLimits } from './import.ts';

const isTaken = (input: unknown) => ImportAdd.safeParse(input).success;

test('rows need ids, and take what only an import knows', () => {
  expect(isTaken({})).toBe(true);
  expect(isTaken({ lists: [{ id: 'a', name: 'Home', archived: true }] })).toBe(true);
  expect(isTaken({ lists: [{ name: 'Home' }] })).toBe(false);
  const task = { uid: 'a', title: 'Milk', completedAt: null, occurrence: '2026-12-24' };
  expect(isTaken({ tasks: [task] })).toBe(true);
  expect(isTaken({ tasks: [{ title: 'Milk' }] })).toBe(false);
  expect(isTaken({ tasks: [{ ...task, operationId: 'x' }] })).toBe(false);
  expect(isTaken({ tasks: [{ ...task, before: 'b', after: 'c' }] })).toBe(false);
  expect(isTaken({ settings: {} })).toBe(false);
});

test('a call has at most 100 rows of each noun', () => {
  const labels = Array.from({ length: importLimits.rows + 1 }, (_, index) => ({
    id: `${index}`,
    name: `Label ${index}`,
  }));
  expect(isTaken({ labels })).toBe(false);
  expect(isTaken({ labels: labels.slice(1) })).toBe(true);
});

test('the answer names rows by noun and id', () => {
  const answer = { made: [{ noun: 'task', id: 'a' }], there: [] };
  expect(ImportAdded.parse(answer)).toEqual(answer);
});
