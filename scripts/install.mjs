// @ts-check
/** The workspace's dependencies, installed when something that they depend on has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { Stop, say } from './report.mjs';
import { runQuietly } from './run.mjs';

/** Inside node_modules, so that it goes when they go. */
const STAMP = 'node_modules/.tydo-installed';
/** Measured with `du -sm node_modules`. */
const INSTALLED_MEGABYTES = 570;

/**
 * Installs exactly what the lockfile says, unless it is installed.
 * @param {string} root the checkout
 * @param {import('./toolchain.mjs').Toolchain} tools
 * @throws {Stop} when pnpm fails; its output has been shown then
 */
export async function prepareDependencies(root, tools) {
  if (isInstalled(root, tools.node)) return;
  await withLock(join(root, '.tools/lock'), async () => {
    if (isInstalled(root, tools.node)) return;
    say(
      `installing the dependencies with pnpm ${tools.pnpm}: about ${INSTALLED_MEGABYTES} MB in node_modules`,
    );
    const stamp = stampOf(root, tools.node);
    const args = ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false'];
    // In production pnpm would leave out the tools that build the page.
    const env = { ...tools.env, NODE_ENV: undefined };
    const ending = await runQuietly('installing', 'pnpm', args, { cwd: root, env });
    if (ending.code !== 0) {
      process.stderr.write(ending.output);
      throw new Stop(
        'pnpm install failed, see above: put that right and run this again; if a package.json was changed, `pnpm install` brings the lockfile up to date.',
      );
    }
    writeFileSync(join(root, STAMP), stamp);
  });
}

/**
 * Whether the installed dependencies match the lockfile and the manifests.
 * @param {string} root
 * @param {string} node the version of Node that they are for
 * @returns {boolean}
 */
export function isInstalled(root, node) {
  const complete = manifests(root).every(
    (file) => !hasDependencies(file) || existsSync(join(dirname(file), 'node_modules')),
  );
  const stamp = join(root, STAMP);
  return complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(root, node);
}

/**
 * A hash of all that decides what is installed.
 * @param {string} root
 * @param {string} node
 * @returns {string}
 * @throws {Stop} when there is no lockfile
 */
export function stampOf(root, node) {
  const lockfile = join(root, 'pnpm-lock.yaml');
  if (!existsSync(lockfile)) {
    throw new Stop('pnpm-lock.yaml is missing: bring it back with `git checkout pnpm-lock.yaml`.');
  }
  const hash = createHash('sha256').update(`${node} ${process.platform} ${process.arch}`);
  for (const file of [lockfile, join(root, 'pnpm-workspace.yaml'), ...manifests(root)]) {
    hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * The package.json of the root and of every workspace package. pnpm-workspace.yaml is read without
 * a YAML parser: its `packages` are plain lines, `folder` or `folder/*`.
 * @param {string} root
 * @returns {string[]}
 */
function manifests(root) {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const packages = /^packages:\n((?: +- .*\n)+)/m.exec(workspace)?.[1] ?? '';
  const patterns = packages.match(/[^\s'"-][^\s'"]*/g) ?? [];
  const folders = patterns.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    if (!existsSync(join(root, parent))) return [];
    return readdirSync(join(root, parent))
      .toSorted()
      .map((name) => `${parent}/${name}`);
  });
  return ['.', ...folders]
    .map((folder) => join(root, folder, 'package.json'))
    .filter((file) => existsSync(file));
}

/** @param {string} manifest */
function hasDependencies(manifest) {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  );
  return Boolean(dependencies ?? devDependencies ?? optionalDependencies);
}
