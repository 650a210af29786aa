import { expect, test } from 'vitest';
import { isolate } from '../lib/isolate.ts';
import { quote } from '../lib/quote.ts';

test('a short title is quoted as it is', () => {
  expect(quote('Milk')).toBe(`“${isolate('Milk')}”`);
  expect(quote('😀'.repeat(30))).toBe(`“${isolate('😀'.repeat(30))}”`);
});

test('a long title is shortened', () => {
  expect(quote('Write the talk outline: what worked')).toBe(
    `“${isolate('Write the talk outline: what…')}”`,
  );
});
