// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { check } from '../check-imports.mjs';
import { sourceFiles } from '../files.mjs';
import { newNoun } from '../new-noun.mjs';

const root = resolve(import.meta.dirname, '../..');
const bin = (/** @type {string} */ name) => join(root, 'node_modules/.bin', name);

/**
 * The sources of this checkout; its packages see each other in the copy.
 * @param {import('node:test').TestContext} t
 */
function copyOfCheckout(t) {
  const copy = mkdtempSync(join(tmpdir(), 'tydo-noun-'));
  t.after(() => rmSync(copy, { recursive: true, force: true }));
  for (const file of sourceFiles(root)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
    if (!file.endsWith('/package.json')) continue;
    const modules = join(dirname(file), 'node_modules');
    const links = { recursive: true, verbatimSymlinks: true };
    if (existsSync(join(root, modules))) cpSync(join(root, modules), join(copy, modules), links);
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

test('a new noun has its files in every package, type-checked and linted', async (t) => {
  const copy = copyOfCheckout(t);
  const files = newNoun(copy, 'entry', 'entries');
  for (const file of [
    'packages/schemas/src/entry.ts',
    'packages/rules/src/entry.ts',
    'packages/db/src/entry/entries.ts',
    'apps/api/src/entry/router.ts',
    'apps/api/src/seed/entries.ts',
    'packages/db/src/entities.ts',
    'scripts/rooms.mjs',
  ]) {
    assert.ok(files.includes(file), file);
    assert.doesNotMatch(addedTo(file).join('\n'), /\bnotes?\b|Notes?[A-Z]|\ba entry/);
  }
  // Not e2e: it imports no noun.
  for (const project of ['.', 'apps/web']) {
    assert.equal(outputOf(bin('tsc'), ['-p', project, '--checkers', '1']), '');
  }
  const sources = files.filter((file) => file.endsWith('.ts'));
  const lint = ['--config', join(root, '.oxlintrc.json'), '--type-aware', '--deny-warnings'];
  assert.match(outputOf(bin('oxlint'), [...lint, ...sources]), /^Found 0 warnings and 0 errors\./);
  const { trees } = await import(join(copy, 'scripts/rooms.mjs'));
  assert.deepEqual(check(copy, trees), []);

  /** @param {string} file */
  function addedTo(file) {
    const linesOf = (/** @type {string} */ folder) =>
      readFileSync(join(folder, file), 'utf8').split('\n');
    const before = new Set(existsSync(join(root, file)) ? linesOf(root) : []);
    return linesOf(copy).filter((line) => !before.has(line));
  }

  /**
   * @param {string} program
   * @param {string[]} args
   */
  function outputOf(program, args) {
    const env = { ...process.env, GOGC: '400' };
    return spawnSync(program, args, { cwd: copy, encoding: 'utf8', env }).stdout;
  }
});

test('nothing is written where the noun exists, or a line has no place any more', (t) => {
  const copy = copyOfCheckout(t);
  assert.throws(() => newNoun(copy, 'task'), /exists already/);
  const entities = join(copy, 'packages/db/src/entities.ts');
  writeFileSync(entities, '');
  assert.throws(() => newNoun(copy, 'gadget'), /entities\.ts has no place for `import/);
  assert.ok(!existsSync(join(copy, 'packages/schemas/src/gadget.ts')));
});

test('a noun is one word in lower case', () => {
  for (const name of ['', 'Label', 'to-do', '../x', 'x y']) {
    assert.throws(() => newNoun(root, name), /is no name for a noun/);
  }
});
