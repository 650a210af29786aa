import { expect, test } from 'vitest';
import { isNameText } from './text.ts';

test.each([
  ['Home', true],
  ['  Home', true],
  ['ß', true],
  ['', false],
  [' \u3000', false],
  ['\u2800', false],
  ['two\nlines', false],
  ['two\u2028lines', false],
  ['a\0b', false],
  ['\ud800', false],
])('%j can be a name: %s', (text, expected) => {
  expect(isNameText(text)).toBe(expected);
});
