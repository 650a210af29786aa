// @ts-check
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { check, wordsIn } from './check-words.mjs';

test('a refused word is reported with its line', () => {
  assert.deepEqual(wordsIn('a\n// Whoever asks'), [{ line: 2, word: 'Whoever' }]);
  assert.deepEqual(wordsIn('read anew, hereby'), [
    { line: 1, word: 'anew' },
    { line: 1, word: 'hereby' },
  ]);
});

test('two words are found on two lines of a comment too', () => {
  assert.deepEqual(wordsIn('// two people, one of\n// whom waits'), [{ line: 1, word: 'of whom' }]);
  assert.deepEqual(wordsIn(' * what it had\n * from it'), [{ line: 1, word: 'had from' }]);
});

test('a part of a longer word is not refused', () => {
  assert.deepEqual(wordsIn('renewed, a new one, whom, had, from'), []);
});

test('patience is refused as a name, and as a part of one', () => {
  assert.deepEqual(
    wordsIn('const startPatience = patience;').map(({ word }) => word),
    ['Patience', 'patience'],
  );
});

test('sources and documents are checked, the reference and what is installed are not', () => {
  const root = mkdtempSync(join(tmpdir(), 'tydo-words-'));
  const files = ['README.md', 'a/b.tsx', 'docs/api.md', 'a/data.json', 'node_modules/x/c.md'];
  try {
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), 'wherein');
    }
    assert.deepEqual(check(root), [
      'README.md:1: "wherein" is not plain English: write it another way.',
      'a/b.tsx:1: "wherein" is not plain English: write it another way.',
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
