import { expect, test } from 'vitest';
import { fold } from './search.ts';

test('no letter of Unicode folds differently for being written in another case', () => {
  const different: string[] = [];
  for (let code = 0; code <= 0x10_ff_ff; code += 1) {
    const letter = String.fromCodePoint(code);
    const [upper, lower] = [letter.toUpperCase(), letter.toLowerCase()];
    const folded = fold(letter);
    if ([upper, lower, folded].some((same) => fold(same) !== folded)) different.push(letter);
  }
  expect(different).toEqual([]);
});

test('no neighbour changes how a letter folds, so a piece of a text is a piece of its fold', () => {
  const letters = [
    'Σ',
    'σ',
    'ς',
    'a',
    'A',
    ' ',
    '.',
    '\u0301',
    '\u0307',
    '\u0345',
    'İ',
    'ı',
    'I',
    'i',
  ];
  for (const a of letters) {
    for (const b of letters) {
      for (const c of letters) expect(fold(a + b + c)).toBe(fold(a) + fold(b) + fold(c));
    }
  }
});
