import { expect, test } from 'vitest';
import { rowsNear } from './focus-row.ts';

test('the focus goes to what was acted on, else to the row below, else above', () => {
  const order = ['a', 'b', 'c', 'd'];
  expect(rowsNear(order, ['b'])).toEqual(['b', 'c', 'd', 'a']);
  expect(rowsNear(order, ['a', 'c'])).toEqual(['a', 'c', 'd', 'b']);
  expect(rowsNear(order, ['c', 'd'])).toEqual(['c', 'd', 'b', 'a']);
  expect(rowsNear(order, ['gone'])).toEqual(['gone', 'a', 'b', 'c', 'd']);
});
