// @ts-check
// What is installed: known hashes, known licences, no script that runs while installing, one version each of what
// must not be there twice.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

/** The packages of the lockfile: name, version, and how its archive is verified. */
const packages = [
  ...(
    read('pnpm-lock.yaml')
      .split(/^packages:$/m)[1]
      ?.split(/^snapshots:$/m)[0] ?? ''
  ).matchAll(
    /^ {2}'?(?<name>@?[^@\s]+)@(?<version>[^\s':]+)'?:\n {4}resolution: (?<resolution>.*)$/gm,
  ),
].map(({ groups }) => ({ name: '', version: '', resolution: '', ...groups }));

const store = join(root, 'node_modules/.pnpm');
const folders = readdirSync(store);

/** Each package that is installed, with what its package.json says. Those for other platforms are not. */
const installed = packages.flatMap(({ name, version }) => {
  const start = `${name.replace('/', '+')}@${version}`;
  const folder = folders.find((each) => each === start || each.startsWith(`${start}_`)) ?? '';
  const file = join(store, folder, 'node_modules', name, 'package.json');
  return existsSync(file) ? [{ ...JSON.parse(readFileSync(file, 'utf8')), name }] : [];
});

test('the hash of every package is known', () => {
  assert.ok(
    packages.length > 300 && installed.length > 250,
    `${packages.length}, ${installed.length}`,
  );
  const unknown = packages.filter(({ resolution }) => !/integrity: sha512-/.test(resolution));
  assert.deepEqual(unknown, []);
});

test('what must not be there twice is there once', () => {
  for (const name of [
    'pg',
    'kysely',
    'better-sqlite3',
    '@mikro-orm/core',
    '@trpc/server',
    'react',
  ]) {
    const versions = packages.filter((each) => each.name === name).map(({ version }) => version);
    assert.equal(versions.length, 1, `${name}: ${versions.join(', ')}`);
  }
});

test('no package runs a script when it is installed, but for those that are named and refused', () => {
  const [, named = ''] = read('pnpm-workspace.yaml').split(/^allowBuilds:$/m);
  assert.doesNotMatch(named.split(/^\S/m)[0] ?? '', /: true/);
  const scripts = installed.filter(
    ({ name, scripts: { preinstall, install, postinstall } = {} }) =>
      [preinstall, install, postinstall].some(Boolean) && !named.includes(name),
  );
  assert.deepEqual(
    scripts.map(({ name }) => name),
    [],
  );
});

/** Of packages that are run or built into the page, and of tools. */
const licences =
  /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0|Unlicense|MPL-2\.0|PostgreSQL)$/;

test('every licence is one that we may use', () => {
  const others = installed.filter(({ license = '' }) => {
    const choices = String(license.type ?? license)
      .replaceAll(/[()]/g, '')
      .split(' OR ');
    return !choices.some((choice) => choice.split(' AND ').every((one) => licences.test(one)));
  });
  assert.deepEqual(
    others.map(({ name, license }) => `${name}: ${license}`),
    [],
  );
});
