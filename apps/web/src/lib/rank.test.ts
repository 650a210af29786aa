import { expect, test } from 'vitest';
import { distanceOf, ranked } from './rank.ts';

test('every word that was typed has to be in the label, whatever its case', () => {
  expect(distanceOf('Go to Today', 'tod')).toBe(1);
  expect(distanceOf('Today', 'TOD')).toBe(0);
  expect(distanceOf('Café visits', 'CAFÉ vis')).toBe(1);
  expect(distanceOf('Upcoming', 'com')).toBe(2);
  expect(distanceOf('Upcoming', 'up x')).toBeUndefined();
  expect(distanceOf('Upcoming', '  ')).toBe(0);
});

test('the best match comes first, and of equal ones what was used last', () => {
  const items = ['Homework', 'Home', 'My home', 'Garden'].map((label) => ({ id: label, label }));
  const labels = (used: [string, number][]) =>
    ranked(items, 'home', new Map(used)).map(({ label }) => label);
  expect(labels([])).toEqual(['Homework', 'Home', 'My home']);
  expect(labels([['Home', 2]])).toEqual(['Home', 'Homework', 'My home']);
  expect(
    labels([
      ['Home', 2],
      ['Homework', 3],
      ['My home', 4],
    ]),
  ).toEqual(['Homework', 'Home', 'My home']);
});
