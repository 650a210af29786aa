import { expect, test } from 'vitest';
import { createTypeAhead, indexAfterKey } from './list-keys.ts';

test('arrows wrap around, Home and End go to the ends, other keys nowhere', () => {
  expect(indexAfterKey('ArrowDown', -1, 3)).toBe(0);
  expect(indexAfterKey('ArrowDown', 2, 3)).toBe(0);
  expect(indexAfterKey('ArrowUp', 0, 3)).toBe(2);
  expect(indexAfterKey('ArrowUp', -1, 3)).toBe(2);
  expect(indexAfterKey('Home', 2, 3)).toBe(0);
  expect(indexAfterKey('End', 0, 3)).toBe(2);
  expect(indexAfterKey('x', 0, 3)).toBeUndefined();
  expect(indexAfterKey('End', -1, 0)).toBeUndefined();
});

test('letters find an item, and the same letter later the next one', () => {
  const texts = ['Delete', 'Duplicate', 'Edit'];
  const find = createTypeAhead();
  expect(find('d', texts, -1, 0)).toBe(0);
  expect(find('u', texts, 0, 100)).toBe(1);
  expect(find('d', texts, 1, 2000)).toBe(0);
  expect(find('d', texts, 0, 4000)).toBe(1);
  expect(find('x', texts, 0, 6000)).toBeUndefined();
});
