// @ts-check
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { check, circleIn, importsIn } from './check-imports.mjs';
import { trees } from './rooms.mjs';

const tree = {
  packages: ['@tydo/schemas/*', 'type @tydo/api/router'],
  forbidden: /^pg$/,
  rooms: {
    lib: [],
    'lib/inner': [],
    task: ['lib', '@tydo/db/auth-database'],
    'main.ts': ['*'],
  },
};

/**
 * What is wrong where the files have these texts.
 * @param {Record<string, string>} files by their paths in `app/src`
 * @param {readonly string[]} [known]
 */
const problemsIn = (files, known = []) =>
  checkWith(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`app/src/${path}`, text])),
    { 'app/src': { ...tree, known } },
  );

/**
 * @param {Record<string, string>} files by their paths in the checkout
 * @param {Parameters<typeof check>[1]} table
 */
function checkWith(files, table) {
  const root = mkdtempSync(join(tmpdir(), 'tydo-imports-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return check(root, table);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** @param {string} line @param {string} [path] */
const problemOf = (line, path = 'lib/a.ts') => problemsIn({ [path]: line }).join('\n');

test('all forms of import are found, and whether they import only types', () => {
  const text = `// import { z } from './comment.ts';
import './effect.ts';
import one, { type Two } from './one.ts';
import type { Three } from './three.ts';
import {
  type Four,
  type Five,
} from './four.ts';
export * from './all.ts';
export type { Six } from './six.ts';
const seven = await import('./seven.ts');
type Eight = typeof import('./eight.ts');
export const text = 'from';
`;
  const found = importsIn(text).map(({ specifier, isType, line }) => [specifier, isType, line]);
  assert.deepEqual(found, [
    ['./effect.ts', false, 2],
    ['./one.ts', false, 3],
    ['./three.ts', true, 4],
    ['./four.ts', true, 5],
    ['./all.ts', false, 9],
    ['./six.ts', true, 10],
    ['./seven.ts', false, 11],
    ['./eight.ts', true, 12],
  ]);
});

test('a room imports itself, what lies in it, and what the table lists', () => {
  const files = {
    'lib/a.ts': "import './b.ts';\nimport './inner/c.ts';\nimport { x } from '@tydo/schemas/task';",
    'task/a.ts': "import '../lib/inner/c.ts';\nimport '@tydo/db/auth-database';",
    'main.ts': "import './task/a.ts';\nimport type { R } from '@tydo/api/router';",
  };
  assert.deepEqual(problemsIn(files), []);
});

test('an import against the direction, also of a type, is reported with file, line and what to do', () => {
  const told =
    /^app\/src\/lib\/a\.ts:2: '\.\.\/task\/b\.ts' is not for app\/src\/lib, which may import nothing\. Move/;
  assert.match(problemOf("\nimport type { B } from '../task/b.ts';"), told);
  assert.match(problemOf("import '../a.ts';", 'lib/inner/c.ts'), /is not for app\/src\/lib\/inner/);
});

test('a known import is accepted, and must leave the table when it is gone', () => {
  const files = { 'lib/a.ts': "import '../task/b.ts';" };
  assert.deepEqual(problemsIn(files, ['lib/a.ts > task/b.ts']), []);
  assert.match(
    problemsIn({}, ['lib/a.ts > task/b.ts']).join(),
    /take out .*: lib\/a\.ts > task\/b\.ts$/,
  );
});

test('packages are imported by their names, and only what the room has from them', () => {
  assert.match(problemOf("import '../../../packages/db/src/errors.ts';"), /leaves the package/);
  assert.match(problemOf("import '@tydo/db/auth-database';"), /may import @tydo\/schemas\/\*/);
  assert.match(problemOf("import { r } from '@tydo/api/router';"), /types only/);
  assert.match(problemOf("import pg from 'pg';"), /does not use/);
});

test('a new folder is refused with the line that it needs in the table', () => {
  const refusal =
    /^app\/src\/label\/router\.ts: scripts\/rooms\.mjs does not know 'label': add `label: \['lib', '@tydo\/db\/auth-database'\]`/;
  assert.match(problemOf('', 'label/router.ts'), refusal);
  assert.match(problemOf('', 'to-do/list.ts'), /add `'to-do': /);
});

test('a new folder of the page is refused too', () => {
  const refusal = checkWith({ 'apps/web/src/place/place-row.tsx': '' }, trees).find((problem) =>
    problem.startsWith('apps/web'),
  );
  assert.match(
    refusal ?? '',
    /add `place: \[.*'lib'.*'sync', 'ui'.*\]`, .* to the rooms of 'apps\/web\/src'/,
  );
});

test('a new package is refused', () => {
  const [refusal] = checkWith({ 'packages/new/src/a.ts': '' }, {});
  assert.match(refusal ?? '', /^packages\/new\/src: .* add it to `trees`/);
});

test('nothing but tests imports from testing/', () => {
  const text = "import '../testing/people.ts';\nObject(text).length;";
  assert.match(problemOf("import './testing/people.ts';", 'main.ts'), /is for tests/);
  assert.deepEqual(problemsIn({ 'lib/a.test.ts': text, 'testing/b.ts': text }), []);
});

test('Object(value).name is refused, Object.keys is not', () => {
  assert.match(problemOf('\nconst code = Object(error).code;'), /a\.ts:2: .* is an any/);
  assert.equal(problemOf('// Object(x)\nObject.keys(x);'), '');
});

test('a table with a cycle is refused', () => {
  assert.equal(
    circleIn({ packages: [], rooms: { a: ['b'], b: ['c'], c: [], '.': ['*'] } }),
    undefined,
  );
  assert.deepEqual(circleIn({ packages: [], rooms: { a: ['b'], b: ['c'], c: ['a'] } }), [
    'a',
    'b',
    'c',
    'a',
  ]);
  // A folder may import what lies in it.
  assert.deepEqual(circleIn({ packages: [], rooms: { a: [], 'a/in': ['a'] } }), ['a', 'a/in', 'a']);
});
