// @ts-check
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { check } from './check-links.mjs';

/**
 * What is wrong in a checkout with these files.
 * @param {Record<string, string>} files
 */
function problemsIn(files) {
  const root = mkdtempSync(join(tmpdir(), 'tydo-links-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return check(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test('a link is relative to its document', () => {
  const text = '[one](../one.ts), [web](https://example.com/x.md), [here](#here)\n[two](one.ts#a)';
  assert.deepEqual(problemsIn({ 'docs/a.md': text, 'one.ts': '' }), [
    'docs/a.md:2: one.ts does not exist.',
  ]);
});

test('a name is the end of a path, or a folder in it', () => {
  const text =
    '`task.ts` `src/task.ts` `packages/db` `db/src/` `ask.ts` `src/other.ts` `packages/api` `lib/`';
  const problems = problemsIn({ 'a.md': text, 'packages/db/src/task.ts': '' });
  assert.deepEqual(
    problems.map((problem) => problem.split(' ')[1]),
    ['ask.ts', 'src/other.ts', 'packages/api', 'lib/'],
  );
});

test('code, and folders that a running Tydo makes, are not names of files', () => {
  const text =
    '`data/` `.tools/` `task.list` `http://x.ts` `a/b`\n```ts\n`gone.ts`\n```\n`late.ts`';
  assert.deepEqual(problemsIn({ 'a.md': text }), ['a.md:5: late.ts does not exist.']);
});

test('the files of a new noun are named as they will be', () => {
  const files = { 'scripts/noun-template/packages/db/src/label/labels.ts.txt': '' };
  assert.deepEqual(problemsIn({ ...files, 'a.md': '`packages/db/src/label/labels.ts`' }), []);
});
