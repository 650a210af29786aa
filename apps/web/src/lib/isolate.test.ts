import { expect, test } from 'vitest';
import { isolate, piecesOf, withoutIsolates } from './isolate.ts';

test('what is isolated stands apart from the words around it, whatever is in it', () => {
  const sentence = `Deleted “${isolate('a\u2069b')}”, not “${isolate('')}”.`;
  expect(piecesOf(sentence)).toEqual(['Deleted “', 'ab', '”, not “', '', '”.']);
  expect(withoutIsolates(sentence)).toBe('Deleted “ab”, not “”.');
  expect(piecesOf('Saved.')).toEqual(['Saved.']);
});
