import { expect, test } from 'vitest';
import { applyChanges } from './row.ts';

interface Row {
  title: string;
  note: string | null;
  labels: string[];
  updatedAt: string;
}
const row: Row = {
  title: 'one',
  note: 'some',
  labels: ['a', 'b'],
  updatedAt: '2026-11-30T09:00:00.000Z',
};
const later = '2026-11-30T09:00:01.500Z';

test('a given field changes, a missing or undefined one does not', () => {
  expect(applyChanges(row, { title: 'two', note: undefined }, later)).toEqual({
    ...row,
    title: 'two',
    updatedAt: later,
  });
  expect(applyChanges(row, { note: null }, later)).toEqual({
    ...row,
    note: null,
    updatedAt: later,
  });
});

test('the given row is not modified', () => {
  const before = structuredClone(row);
  applyChanges(row, { title: 'two', labels: [] }, later);
  expect(row).toEqual(before);
});

test.each<[string, Partial<Row>]>([
  ['nothing', {}],
  ['the same texts', { title: 'one', note: 'some' }],
  ['an equal array', { labels: ['a', 'b'] }],
])('%s is no change: the same object is returned', (_name, changes) => {
  expect(applyChanges(row, changes, later)).toBe(row);
});

test.each([
  ['another element', ['a', 'c']],
  ['another order', ['b', 'a']],
  ['one more', ['a', 'b', 'c']],
  ['one less', ['a']],
])('an array with %s is a change', (_name, labels) => {
  expect(applyChanges(row, { labels }, later)).toEqual({ ...row, labels, updatedAt: later });
});

test.each([
  ['later', '2026-11-30T09:00:00.002Z', '2026-11-30T09:00:00.002Z'],
  ['one millisecond later', '2026-11-30T09:00:00.001Z', '2026-11-30T09:00:00.001Z'],
  ['the same', '2026-11-30T09:00:00.000Z', '2026-11-30T09:00:00.001Z'],
  ['earlier', '2020-01-01T00:00:00.000Z', '2026-11-30T09:00:00.001Z'],
])('updatedAt increases where now is %s', (_name, now, updatedAt) => {
  expect(applyChanges(row, { title: 'two' }, now).updatedAt).toBe(updatedAt);
});
