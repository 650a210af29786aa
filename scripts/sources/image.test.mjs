// @ts-check
// What `docker build` gets to see: see .dockerignore.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { sourceFiles } from '../files.mjs';

const root = join(import.meta.dirname, '../..');
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

test('the pages of the documentation that the page imports are in the image', () => {
  const imported = sourceFiles(root)
    .filter((file) => file.startsWith('apps/web/src/'))
    .flatMap((file) => [...read(file).matchAll(/'[./]+\/(docs\/[\w-]+\.md)\?raw'/g)])
    .map(([, path]) => path);
  assert.ok(imported.length > 0);
  const sent = read('.dockerignore').split('\n');
  assert.deepEqual(
    imported.filter((path) => !sent.includes(`!${path}`)),
    [],
  );
});
