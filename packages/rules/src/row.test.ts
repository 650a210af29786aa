import { expect, test } from 'vitest';
import { changed } from './row.ts';

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

test('what is given changes, what is not given stays', () => {
  expect(changed(row, { title: 'two', note: undefined }, later)).toEqual({
    ...row,
    title: 'two',
    updatedAt: later,
  });
  expect(changed(row, { note: null }, later)).toEqual({ ...row, note: null, updatedAt: later });
});

test('a change leaves the row that was given as it is', () => {
  const before = structuredClone(row);
  changed(row, { title: 'two', labels: [] }, later);
  expect(row).toEqual(before);
});

test.each<[string, Partial<Row>]>([
  ['nothing', {}],
  ['the same texts', { title: 'one', note: 'some' }],
  ['an equal array', { labels: ['a', 'b'] }],
])('%s changes nothing: it is the same object', (_name, changes) => {
  expect(changed(row, changes, later)).toBe(row);
});

test.each([
  ['another element', ['a', 'c']],
  ['another order', ['b', 'a']],
  ['one more', ['a', 'b', 'c']],
  ['one less', ['a']],
])('an array with %s is a change', (_name, labels) => {
  expect(changed(row, { labels }, later)).toEqual({ ...row, labels, updatedAt: later });
});

test.each([
  ['later', '2026-11-30T09:00:00.002Z', '2026-11-30T09:00:00.002Z'],
  ['one millisecond later', '2026-11-30T09:00:00.001Z', '2026-11-30T09:00:00.001Z'],
  ['the same', '2026-11-30T09:00:00.000Z', '2026-11-30T09:00:00.001Z'],
  ['earlier', '2020-01-01T00:00:00.000Z', '2026-11-30T09:00:00.001Z'],
])('updatedAt grows where now is %s', (_name, now, updatedAt) => {
  expect(changed(row, { title: 'two' }, now).updatedAt).toBe(updatedAt);
});
