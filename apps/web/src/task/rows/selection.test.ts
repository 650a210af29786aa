import { expect, test } from 'vitest';
import { keptIn, noSelection, rangeTo, toggled } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];
const uids = (selection: { uids: ReadonlySet<string> }) => [...selection.uids];

test('a range goes from the task that was selected last by itself, in either direction', () => {
  const one = toggled(noSelection, 'c');
  expect(uids(rangeTo(one, order, 'd'))).toEqual(['c', 'd']);
  expect(uids(rangeTo(rangeTo(one, order, 'd'), order, 'a'))).toEqual(['a', 'b', 'c']);
  expect(uids(rangeTo(noSelection, order, 'b'))).toEqual(['b']);
});

test('a task that is selected twice, or that has gone, is not selected', () => {
  const two = toggled(toggled(noSelection, 'a'), 'b');
  expect(uids(toggled(two, 'a'))).toEqual(['b']);
  expect(toggled(toggled(two, 'a'), 'b')).toBe(noSelection);
  expect(keptIn(two, order)).toBe(two);
  expect(uids(keptIn(two, ['b']))).toEqual(['b']);
});
