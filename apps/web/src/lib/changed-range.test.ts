import { expect, test } from 'vitest';
import { changedRange } from './changed-range.ts';

const rangeOf = (before: string, after: string) => {
  const { start, end } = changedRange(Array.from(before), Array.from(after), Object.is);
  return [start, end];
};

test('what is the same at the start and at the end is not in the range', () => {
  expect(rangeOf('abcd', 'abXcd')).toEqual([2, 2]);
  expect(rangeOf('abcd', 'abd')).toEqual([2, 1]);
  expect(rangeOf('abcd', 'aXcd')).toEqual([1, 2]);
  expect(rangeOf('abcd', 'dabc')).toEqual([0, 0]);
});

test('start and end do not overlap', () => {
  expect(rangeOf('aa', 'aaa')).toEqual([2, 0]);
  expect(rangeOf('aaa', 'aa')).toEqual([2, 0]);
  expect(rangeOf('ab', 'ab')).toEqual([2, 0]);
  expect(rangeOf('', 'a')).toEqual([0, 0]);
});
