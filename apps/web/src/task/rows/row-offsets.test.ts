import { expect, test } from 'vitest';
import { createRowOffsets } from './row-offsets.ts';

function offsetsOf(keys: string) {
  const offsets = createRowOffsets(10);
  offsets.setKeys(keys.length, (index) => keys.charAt(index));
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
  const moved = 'xacdb';
  offsets.setKeys(5, (index) => moved.charAt(index));
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
