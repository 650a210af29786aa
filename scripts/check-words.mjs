// @ts-check
/** Part of `pnpm lint`: words that make a reader stop are not used in sources and documents. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { sourceFiles } from './files.mjs';

const words = ['whoever', 'whomever', 'anew', 'of whom', 'had from', 'hereby', 'wherein'];

// The words of one entry may stand on two lines of a comment.
const pattern = words.map((word) => word.replace(' ', String.raw`[\s/*]+`)).join('|');
/** Names of time-outs say what they limit: `timeoutMs`, `requestTimeoutMs`. */
const refused = new RegExp(String.raw`\b(?:${pattern})\b|patience`, 'gi');

// Made by `pnpm reference`; and this list with its test.
const skipped = new Set(['docs/api.md', 'scripts/check-words.mjs', 'scripts/check-words.test.mjs']);

/**
 * The refused words of a text, with their lines.
 * @param {string} text
 * @returns {{ line: number, word: string }[]}
 */
export const wordsIn = (text) =>
  [...text.matchAll(refused)].map(({ 0: found, index }) => ({
    line: text.slice(0, index).split('\n').length,
    word: found.replace(/[\s/*]+/g, ' '),
  }));

/**
 * All refused words below `root`, a line each.
 * @param {string} root
 */
export const check = (root) =>
  sourceFiles(root)
    .filter((file) => /\.(tsx?|mjs|md|txt)$/.test(file) && !skipped.has(file))
    .flatMap((file) =>
      wordsIn(readFileSync(join(root, file), 'utf8')).map(
        ({ line, word }) =>
          `${file}:${line}: "${word}" is not plain English: write it another way.`,
      ),
    );

if (argv[1] === import.meta.filename) {
  const problems = check(resolve(import.meta.dirname, '..'));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
