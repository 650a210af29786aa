// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { sourceFiles } from '../files.mjs';

const root = join(import.meta.dirname, '../..');
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

test('the sources hold no secret', () => {
  const secret =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]|\b(ghp_|github_pat_|npm_)[A-Za-z0-9]{30}|\bAKIA[A-Z0-9]{16}\b|\bnpg_[A-Za-z0-9]{10}|\bsk-[A-Za-z0-9]{32}/;
  const found = sourceFiles(root).filter((file) => secret.test(read(file)));
  assert.deepEqual(found, []);
});
