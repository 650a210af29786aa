import { expect, test } from 'vitest';
import { isolate, piecesOf, withoutIsolates } from './isolate.ts';

test('separates isolated text from the sentence around it', () => {
  const sentence = `Deleted “${isolate('a\u2069b')}”, not “${isolate('')}”.`;
  expect(piecesOf(sentence)).toEqual(['Deleted “', 'ab', '”, not “', '', '”.']);
  expect(withoutIsolates(sentence)).toBe('Deleted “ab”, not “”.');
  expect(piecesOf('Saved.')).toEqual(['Saved.']);
});
