// @ts-check
/**
 * Part of `pnpm lint`: every import, of types too, must be allowed by `rooms.mjs`. And
 * `Object(value).name` is refused, which is an `any` that no rule of oxlint sees.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { argv } from 'node:process';
import { trees } from './rooms.mjs';

/**
 * @typedef {import('./rooms.mjs').Tree} Tree
 * @typedef {{ specifier: string, isType: boolean, line: number }} Import
 */

const isTest = (/** @type {string} */ file) =>
  /\.(test|spec|bench)\.tsx?$|(^|\/)testing\//.test(file);

/** The file with which `any` is turned into something that is checked. */
const helper = 'packages/schemas/src/record.ts';

/**
 * What a source file imports, in any way that Node or TypeScript know but `require`. Statements begin a
 * line, as Biome formats them.
 * @param {string} text
 * @returns {Import[]}
 */
export function importsIn(text) {
  const statement = /^(?:import|export)\s+(type\s)?(?:([^'";=(]*?)\bfrom\s*)?'([^']+)'/gm;
  const call = /(\btypeof\s+)?\bimport\(\s*'([^']+)'/g;
  const lineAt = (/** @type {number} */ index) => text.slice(0, index).split('\n').length;
  const found = [];
  for (const { 1: type, 2: names = '', 3: specifier = '', index } of text.matchAll(statement)) {
    const [, listed] = /^\s*\{([^}]*)\}\s*$/.exec(names) ?? [];
    const each =
      listed
        ?.split(',')
        .map((name) => name.trim())
        .filter(Boolean) ?? [];
    const isType =
      type !== undefined || (each.length > 0 && each.every((name) => /^type\s/.test(name)));
    found.push({ specifier, isType, line: lineAt(index) });
  }
  for (const { 1: type, 2: specifier = '', index } of text.matchAll(call)) {
    found.push({ specifier, isType: type !== undefined, line: lineAt(index) });
  }
  return found;
}

/** @param {string} path @param {string} room */
const liesIn = (path, room) => room === path || path.startsWith(`${room}/`);

/**
 * The room that a file belongs to.
 * @param {string} path from the tree's folder on
 * @param {Tree} tree
 * @returns {string | undefined} undefined where it lies in a folder that the table does not have
 */
export function roomOf(path, { rooms }) {
  if (!rooms) return '.';
  const [room] = Object.keys(rooms)
    .filter((name) => liesIn(path, name))
    .toSorted((one, other) => other.length - one.length);
  return room ?? (path.includes('/') || !('.' in rooms) ? undefined : '.');
}

/**
 * The problem of an import, if it has one.
 * @param {string} folder of the tree
 * @param {string} path of the importing file, from there on
 * @param {Import} found
 * @param {Tree} tree
 * @returns {string | undefined}
 */
export function problemOf(folder, path, { specifier, isType }, tree) {
  const room = roomOf(path, tree) ?? '.';
  const allowed = tree.rooms?.[room] ?? [];
  if (specifier.startsWith('@tydo/')) {
    const names = [...tree.packages, ...allowed];
    if (names.some((name) => isExport(specifier, name))) return undefined;
    if (names.includes(`type ${specifier}`)) {
      return isType ? undefined : 'may be imported for its types only: write `import type`.';
    }
    const some = names.filter((name) => /^(type )?@/.test(name));
    return `is not for ${nameOf(folder, room)}, which may import ${listOf(some)} of the workspace.`;
  }
  if (!specifier.startsWith('.')) {
    return tree.forbidden?.test(specifier)
      ? `is a library that ${folder} does not use.`
      : undefined;
  }
  // A page of the documentation, as text.
  if (/\/docs\/[a-z-]+\.md\?raw$/.test(specifier)) return undefined;
  const target = relative('/tree', resolve('/tree', dirname(path), specifier));
  if (target.startsWith('..')) return 'leaves the package: import packages by their names.';
  const other = roomOf(target, tree);
  if (other === room || tree.known?.includes(`${path} > ${target}`)) return undefined;
  if (room !== '.' && liesIn(target, room)) return undefined;
  if (isTest(target)) return 'is for tests.';
  if (allowed.includes('*') || allowed.some((name) => liesIn(target, name))) return undefined;
  const some = allowed.filter((name) => !/^(type )?@/.test(name));
  return `is not for ${nameOf(folder, room)}, which may import ${listOf(some)}. Move what both need to a room that both may import.`;
}

/** @param {string} specifier @param {string} allowed */
const isExport = (specifier, allowed) =>
  allowed.endsWith('/*') ? specifier.startsWith(allowed.slice(0, -1)) : specifier === allowed;

/** @param {string} folder @param {string} room */
const nameOf = (folder, room) => (room === '.' ? folder : `${folder}/${room}`);

/** @param {readonly string[]} names */
const listOf = (names) => names.join(', ') || 'nothing';

/**
 * A cycle of rooms that may import each other, directly or through others.
 * @param {Tree} tree
 * @returns {string[] | undefined} the rooms of the cycle; the first is also the last
 */
export function circleIn({ rooms = {} }) {
  const names = Object.keys(rooms);
  const next = (/** @type {string} */ room) =>
    names.filter(
      (other) =>
        other !== room &&
        other !== '.' &&
        (liesIn(other, room) || (rooms[room] ?? []).some((name) => liesIn(other, name))),
    );
  const done = new Set();
  /** @type {(way: string[]) => string[] | undefined} */
  const follow = (way) => {
    const room = way.at(-1) ?? '';
    if (way.indexOf(room) < way.length - 1) return way.slice(way.indexOf(room));
    if (done.has(room)) return undefined;
    for (const other of next(room)) {
      const circle = follow([...way, other]);
      if (circle) return circle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of names) {
    const circle = follow([room]);
    if (circle) return circle;
  }
  return undefined;
}

/**
 * All problems below `root`, a line each.
 * @param {string} root
 * @param {Record<string, Tree>} table
 * @returns {string[]}
 */
export function check(root, table = trees) {
  const problems = missingTrees(root, table);
  for (const [folder, tree] of Object.entries(table)) {
    const circle = circleIn(tree);
    if (circle)
      problems.push(`scripts/rooms.mjs: ${folder} goes in a circle: ${circle.join(' > ')}`);
    const unused = new Set(tree.known);
    const cwd = join(root, folder);
    const exclude = (/** @type {string} */ path) => /(^|\/)(node_modules|dist)$/.test(path);
    for (const path of globSync('**/*.{ts,tsx}', { cwd, exclude }).toSorted()) {
      if (isTest(path)) continue;
      const text = readFileSync(join(cwd, path), 'utf8');
      const file = `${folder}/${path}`;
      if (roomOf(path, tree) === undefined) {
        problems.push(`${file}: ${missingRoom(folder, path, tree)}`);
        continue;
      }
      for (const found of importsIn(text)) {
        unused.delete(`${path} > ${join(dirname(path), found.specifier)}`);
        const problem = problemOf(folder, path, found, tree);
        if (problem) problems.push(`${file}:${found.line}: '${found.specifier}' ${problem}`);
      }
      if (file === helper) continue;
      for (const line of objectCallsIn(text)) {
        problems.push(
          `${file}:${line}: Object(…) is an any: use recordOf of @tydo/schemas/record.`,
        );
      }
    }
    for (const line of unused)
      problems.push(`scripts/rooms.mjs: take out what is not there any more: ${line}`);
  }
  return problems;
}

/**
 * What to add for a file that lies in no folder of the table.
 * @param {string} folder of the tree
 * @param {string} path of the file, from there on
 * @param {Tree} tree
 */
function missingRoom(folder, path, { rooms = {} }) {
  const [room = path] = path.split('/');
  const key = /^\w+$/.test(room) ? room : `'${room}'`;
  // A new folder is usually a noun, beside the one that is there.
  const like = rooms['task'] ?? [];
  const imports = like.map((name) => `'${name}'`).join(', ');
  return `scripts/rooms.mjs does not know '${room}': add \`${key}: [${imports}]\`, with what it may import, to the rooms of '${folder}', and list it in the rooms that import it.`;
}

/**
 * Packages with sources that the table does not have.
 * @param {string} root
 * @param {Record<string, Tree>} table
 */
const missingTrees = (root, table) =>
  globSync('{apps,packages}/*/src', { cwd: root })
    .filter((folder) => !(folder in table))
    .map(
      (folder) =>
        `${folder}: scripts/rooms.mjs does not know this package: add it to \`trees\`, with what it may import.`,
    );

/**
 * The lines in which `Object` is called.
 * @param {string} text
 */
export const objectCallsIn = (text) =>
  text
    .split('\n')
    .flatMap((line, place) =>
      /^\s*(\/\/|\/?\*)/.test(line) || !/(?<![\w$.])Object\(/.test(line) ? [] : [place + 1],
    );

if (argv[1] === import.meta.filename) {
  const problems = check(resolve(import.meta.dirname, '..'));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
