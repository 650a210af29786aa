import { expect, test } from 'vitest';
import { age } from './age.ts';

const now = new Date(2026, 10, 23, 9, 0);

test.each([
  [new Date(2026, 10, 23, 9, 5), 'just now'],
  [new Date(2026, 10, 23, 8, 59, 30), 'just now'],
  [new Date(2026, 10, 23, 8, 55), '5m ago'],
  [new Date(2026, 10, 23, 6, 59), '2h ago'],
  [new Date(2026, 10, 22, 23, 0), 'yesterday'],
  [new Date(2026, 10, 20, 9, 0), '3d ago'],
  [new Date(2026, 9, 1, 9, 0), '1 Oct'],
  [new Date(2025, 9, 1, 9, 0), '1 Oct 2025'],
])('%s is shown as "%s"', (date, words) => {
  expect(age(date, now)).toBe(words);
});
