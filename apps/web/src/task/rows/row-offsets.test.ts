import { expect, test } from 'vitest';
import { createRowOffsets } from './row-offsets.ts';

function offsetsOf(keys: string) {
  const offsets = createRowOffsets(10, String);
  offsets.setRows(Array.from(keys));
  return offsets;
}

test('rows that were not measured have the estimated height', () => {
  const offsets = offsetsOf('abcd');
  expect([0, 1, 3, 4].map(offsets.startOf)).toEqual([0, 10, 30, 40]);
  expect([-5, 0, 9, 10, 39, 100].map(offsets.indexAt)).toEqual([0, 0, 0, 1, 3, 3]);
});

test('a measured row moves those below it, and keeps its height where it goes', () => {
  const offsets = offsetsOf('abcd');
  expect(offsets.measure(1, 25)).toBe(15);
  expect(offsets.measure(1, 25)).toBe(0);
  expect([1, 2, 4].map(offsets.startOf)).toEqual([10, 35, 55]);
  expect(offsets.indexAt(34)).toBe(1);
  offsets.setRows(Array.from('xacdb'));
  expect([4, 5].map(offsets.startOf)).toEqual([40, 65]);
  expect(offsets.measure(4, 10)).toBe(-15);
  expect(offsets.startOf(5)).toBe(50);
});

test('a key is found in both directions from where it was', () => {
  const offsets = offsetsOf('abcd');
  expect(offsets.indexOf('a', 3)).toBe(0);
  expect(offsets.indexOf('d', 1)).toBe(3);
  expect(offsets.indexOf('b', 9)).toBe(1);
  expect(offsets.indexOf('x')).toBeUndefined();
});

test('an empty list has no height', () => {
  const offsets = offsetsOf('');
  expect(offsets.startOf(0)).toBe(0);
  expect(offsets.indexAt(10)).toBe(0);
});

test('other heights go with their rows where rows come, go and move', () => {
  const offsets = offsetsOf('abcdef');
  const heights: Record<string, number> = { b: 25, e: 5 };
  offsets.measure(1, 25);
  offsets.measure(4, 5);
  for (const keys of ['xabcdef', 'xacdef', 'acdebf', 'fbedca', 'bbe', '', 'abcdef']) {
    offsets.setRows(Array.from(keys));
    const starts = Array.from(keys).map((_, index) => offsets.startOf(index + 1));
    let sum = 0;
    expect(starts).toEqual(Array.from(keys).map((key) => (sum += heights[key] ?? 10)));
  }
});

test('where a row of before is now is known, also among rows that have changed', () => {
  const offsets = offsetsOf('abcdef');
  const indexNow = offsets.setRows(Array.from('axdcef'));
  expect([0, 1, 2, 3, 4, 5].map(indexNow)).toEqual([0, undefined, 3, 2, 4, 5]);
});
