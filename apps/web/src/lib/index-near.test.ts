import { expect, test } from 'vitest';
import { indexNear } from './index-near.ts';

const find = (text: string, character: string, near: number) =>
  indexNear(text.length, near, (index) => text[index] === character);

test('the nearest index is found, in both directions', () => {
  expect(find('abcabc', 'a', 2)).toBe(3);
  expect(find('abcabc', 'a', 1)).toBe(0);
  expect(find('abcabc', 'c', 5)).toBe(5);
  expect(find('abc', 'c', 0)).toBe(2);
  expect(find('abc', 'a', 9)).toBe(0);
  expect(find('abc', 'x', 1)).toBe(-1);
  expect(find('', 'x', 0)).toBe(-1);
});
