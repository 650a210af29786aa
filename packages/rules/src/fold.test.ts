import { expect, test } from 'vitest';
import { fold } from './fold.ts';

test('each letter of Unicode folds alike in each case and form, and folding is idempotent', () => {
  const different: string[] = [];
  // No code point beyond has cases or forms.
  for (let code = 0; code < 0x3_00_00; code += 1) {
    const letter = String.fromCodePoint(code);
    const [upper, lower] = [letter.toUpperCase(), letter.toLowerCase()];
    const [composed, decomposed] = [letter.normalize('NFC'), letter.normalize('NFD')];
    const folded = fold(letter);
    const all = new Set([upper, lower, composed, decomposed, folded, folded.normalize('NFD')]);
    if ([...all].some((same) => same !== letter && fold(same) !== folded)) different.push(letter);
  }
  expect(different).toEqual([]);
});

test.each([
  ['Cafe\u0301', 'CAF\u00c9'],
  ['\u1112\u1161\u11ab\u1100\u116e\u11a8', '\ud55c\uad6d'],
  ['q\u0307\u0323', 'Q\u0323\u0307'],
  ['a\u0323\u0302', '\u1eac'],
  ['Μα\u0390ου', 'μαι\u0308\u0301ου'],
  ['\u212b', 'a\u030a'],
])('%s and %s fold to the same text', (one, other) => {
  expect(fold(one)).toBe(fold(other));
});

test('the fold of a text is the folds of its letters, joined', () => {
  const letters = [
    'Σ',
    'σ',
    'ς',
    'a',
    'A',
    ' ',
    '.',
    'İ',
    'ı',
    'I',
    'i',
    'e\u0301',
    '각',
    'ΐ',
    'ß',
  ];
  for (const a of letters) {
    for (const b of letters) {
      for (const c of letters) {
        for (const form of ['NFC', 'NFD']) {
          expect(fold((a + b + c).normalize(form))).toBe(fold(a) + fold(b) + fold(c));
        }
      }
    }
  }
});
