import { expect, test } from 'vitest';
import { quote } from './quote.ts';

test('a short title is quoted as it is', () => {
  expect(quote('Milk')).toBe('“Milk”');
  expect(quote('😀'.repeat(30))).toBe(`“${'😀'.repeat(30)}”`);
});

test('of a long one the end is left out', () => {
  expect(quote('Write the talk outline: what worked')).toBe('“Write the talk outline: what…”');
});
