// @ts-check
/** Node and pnpm for everything else: the machine's own if they are new enough, otherwise pinned ones. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fetchPackage } from './fetch-package.mjs';
import { PINNED } from './pinned-packages.mjs';
import { Stop } from './report.mjs';

/** The first Node that runs TypeScript as it is; MikroORM and vitest want 22.17 and 22.12. */
export const OLDEST_NODE = '22.18.0';
/** The first pnpm that reads `allowBuilds`; before 10.9 the lockfile's overrides do not match. */
export const OLDEST_PNPM = '10.26.0';

const INSTEAD = `install Node ${OLDEST_NODE} or newer (https://nodejs.org) and pnpm ${OLDEST_PNPM} or newer (npm install --global pnpm)`;

/**
 * @typedef {object} Toolchain
 * @property {string} node its version
 * @property {string} pnpm its version
 * @property {NodeJS.ProcessEnv} env the environment in which `node` and `pnpm` are these
 */

/**
 * Finds Node and pnpm, and fetches into `.tools` what the machine does not have.
 * @param {string} root the checkout
 * @returns {Promise<Toolchain>}
 * @throws {Stop} when something is missing and cannot be had
 */
export async function prepareToolchain(root) {
  const node = await prepareNode(root);
  const machine = pnpmVersion(root, childEnvironment(node.bins));
  if (machine && isAtLeast(machine, OLDEST_PNPM)) {
    return { node: node.version, pnpm: machine, env: childEnvironment(node.bins) };
  }
  const pinned = pinnedFor('pnpm');
  const bin = await fetchPackage(pinned, join(root, '.tools'), INSTEAD);
  const env = childEnvironment([bin, ...node.bins]);
  const version = pnpmVersion(root, env);
  if (!version) throw doesNotRun(pinned.name);
  return { node: node.version, pnpm: version, env };
}

/** @param {string} root */
async function prepareNode(root) {
  const { node: version } = process.versions;
  if (isAtLeast(version, OLDEST_NODE)) {
    // Tasks run `node` from PATH: it must be this one.
    const bins = firstOnPath('node') === process.execPath ? [] : [dirname(process.execPath)];
    return { version, bins };
  }
  const pinned = pinnedFor('node');
  const bin = await fetchPackage(pinned, join(root, '.tools'), INSTEAD);
  if (!versionOf('node', root, childEnvironment([bin]))) throw doesNotRun(pinned.name);
  return { version: pinned.version, bins: [bin] };
}

/**
 * @param {'node' | 'pnpm'} tool
 * @returns {import('./pinned-packages.mjs').PinnedPackage}
 */
function pinnedFor(tool) {
  const platform = `${process.platform}-${process.arch}`;
  const pinned = PINNED[platform];
  if (!pinned) throw new Stop(`no ${tool} is pinned for ${platform}: ${INSTEAD}.`);
  return pinned[tool];
}

/** @param {string} name of a package for another C library, as on Alpine, or an older kernel */
function doesNotRun(name) {
  return new Stop(`what ${name} holds does not run on this machine: ${INSTEAD}.`);
}

/**
 * The environment for children.
 * @param {string[]} bins folders that go first on PATH
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(bins, env = process.env) {
  const PATH = [...bins, env['PATH']].filter(Boolean).join(delimiter);
  // npm describes itself and its settings in npm_*; pnpm would warn about them, or obey them.
  const rest = Object.entries(env).filter(([name]) => !/^npm_/i.test(name));
  return {
    ...Object.fromEntries(rest),
    PATH,
    // pnpm 10 would download the version that package.json names; 11 and 12 ask pnpm-workspace.yaml.
    npm_config_manage_package_manager_versions: 'false',
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  };
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
function pnpmVersion(root, env) {
  // A corepack shim that has no pnpm yet would download one, unpinned and unannounced.
  return versionOf('pnpm', root, { ...env, COREPACK_ENABLE_NETWORK: '0' });
}

/**
 * @param {string} program
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} `1.2.3`, or nothing when it is not there or does not work
 */
function versionOf(program, cwd, env) {
  const options = /** @type {const} */ ({ cwd, env, encoding: 'utf8', timeout: 20_000 });
  const { status, stdout } = spawnSync(program, ['--version'], options);
  return status === 0 ? /\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined;
}

/**
 * @param {string} program
 * @returns {string | undefined} its real path
 */
function firstOnPath(program) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      return realpathSync(join(folder, program));
    } catch {}
  }
  return undefined;
}

/**
 * Compares versions of three numbers.
 * @param {string} version
 * @param {string} oldest
 * @returns {boolean} whether the first is the second or newer
 */
export function isAtLeast(version, oldest) {
  return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}
