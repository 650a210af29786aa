// @ts-check
/**
 * `npm start`, `npm test` and the other commands of the root package.json, from a fresh clone on a
 * machine that has only Node 20 and npm. No dependencies: it runs before anything is installed.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeEnvFile } from './env-file.mjs';
import { prepareDependencies } from './install.mjs';
import { withMemoryFolder } from './memory-folder.mjs';
import { explain, Stop, say } from './report.mjs';
import { exitCodeOf, run, runQuietly } from './run.mjs';
import { prepareToolchain } from './toolchain.mjs';

/** @typedef {import('./toolchain.mjs').Toolchain} Toolchain */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LINT = ['check:imports', 'check:links', 'check:words', 'check:lint'];
const CHECKS = ['check:format', ...LINT, 'check:types'];
/** turbo runs the other checks after one has failed. */
const ALL = '--continue=dependencies-successful';

const longTest = /\.long\.(?:test|spec)\.ts$/;

/** @type {Record<string, (tools: Toolchain, args: string[]) => Promise<number>>} */
const COMMANDS = {
  start,
  dev,
  test: turbo(...CHECKS, 'test', 'test:scripts', 'test:sources', 'test:noun'),
  check: turbo(...CHECKS, ALL),
  format: turbo('check:format'),
  lint: turbo(...LINT, ALL),
  typecheck: turbo('check:types', ALL),
  build: turbo('build'),
  seed,
  'new-noun': makeNoun,
  backup: copyDatabase('backup'),
  restore: copyDatabase('restore'),
  admin,
  bench,
  reference: turbo('reference'),
  'format:write': formatAll,
  e2e: turbo('e2e'),
  'test:long': testLong,
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}

/**
 * @param {string[]} argv
 * @returns {Promise<number>} the exit code
 */
async function main([name = '', ...args]) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    throw new Stop(`unknown command "${name}": one of ${Object.keys(COMMANDS).join(', ')}.`, 2);
  }
  if (process.platform === 'win32') {
    throw new Stop('Windows itself is not supported: clone and run this inside WSL.');
  }
  const tools = await prepareToolchain(root);
  await prepareDependencies(root, tools);
  return command(tools, args);
}

/**
 * Builds the page if it is not built, and serves.
 * @param {Toolchain} tools
 * @param {string[]} args
 */
async function start({ env }, args) {
  makeEnvFile(root, process.env);
  await buildPage(env);
  // On every start Node 22 warns that running TypeScript is experimental.
  const node = ['--disable-warning=ExperimentalWarning', 'apps/api/src/main.ts', ...args];
  // The server ignores a signal while it is stopping, so it may get Ctrl-C from us as well.
  const ending = await run('node', node, { cwd: root, env, toleratesRepeats: true });
  return ending.code;
}

/**
 * Copies the database to a file, or a file to where the database is.
 * @param {'backup' | 'restore'} name
 * @returns {(tools: Toolchain, args: string[]) => Promise<number>}
 */
function copyDatabase(name) {
  return async ({ env }, args) => {
    // A new machine may begin with a backup.
    if (name === 'restore') makeEnvFile(root, process.env);
    // pnpm passes the `--` on that npm keeps to itself; both run us at the root, wherever they were run.
    const files = args
      .filter((arg) => arg !== '--')
      .map((arg) =>
        arg.startsWith('--') ? arg : resolve(process.env['INIT_CWD'] ?? process.cwd(), arg),
      );
    const node = ['--disable-warning=ExperimentalWarning', 'apps/api/src/backup/main.ts'];
    return (await run('node', [...node, name, ...files], { cwd: root, env })).code;
  };
}

/**
 * The operator's commands about accounts, such as `disable EMAIL`.
 * @param {Toolchain} tools
 * @param {string[]} args
 */
async function admin({ env }, args) {
  // pnpm passes the `--` on that npm keeps to itself.
  const own = args.filter((arg) => arg !== '--');
  const node = ['--disable-warning=ExperimentalWarning', 'apps/api/src/admin/main.ts', ...own];
  return (await run('node', node, { cwd: root, env })).code;
}

/**
 * Makes an account with data to develop with.
 * @param {Toolchain} tools
 */
async function seed({ env }) {
  makeEnvFile(root, process.env);
  const node = ['--disable-warning=ExperimentalWarning', 'apps/api/src/seed/main.ts'];
  return (await run('node', node, { cwd: root, env })).code;
}

/**
 * Makes the files of a noun in every package: `new-noun label`, or `new-noun category categories`.
 * @param {Toolchain} tools
 * @param {string[]} args
 */
async function makeNoun({ env }, args) {
  const names = args.filter((arg) => arg !== '--');
  const options = { cwd: root, env };
  // As a program: it needs the Node of the toolchain, while this file also runs with Node 20.
  const made = await run('node', ['scripts/new-noun.mjs', ...names], options);
  if (made.code !== 0) return made.code;
  const biome = join(root, 'node_modules/.bin/biome');
  const formatted = await runQuietly('formatting', biome, ['check', '--write', '.'], options);
  process.stderr.write(formatted.code === 0 ? '' : formatted.output);
  const node = ['--disable-warning=ExperimentalWarning', 'apps/api/src/reference/main.ts'];
  const { code } = await run('node', node, options);
  if (code === 0) {
    process.stdout.write('docs/api.md\n');
    say(`next: give it its fields in packages/schemas/src/${names[0]}.ts, then npm test`);
  }
  return code || formatted.code;
}

/** @param {NodeJS.ProcessEnv} env */
async function buildPage(env) {
  // turbo knows in a tenth of a second that nothing changed; then there is nothing to say.
  const announcement = setTimeout(() => say('building the page'), 700);
  const args = ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'];
  const ending = await runQuietly('building the page', turboBin(), args, { cwd: root, env });
  clearTimeout(announcement);
  if (ending.code === 0) return;
  process.stderr.write(ending.output);
  throw new Stop('the page could not be built, see above.', ending.code);
}

/**
 * Runs the API and the page, and reloads them on changes.
 * @param {Toolchain} tools
 * @param {string[]} args
 */
async function dev({ env }, args) {
  makeEnvFile(root, process.env);
  const ending = await run(turboBin(), ['run', 'dev', ...args], { cwd: root, env });
  return ending.stoppedBy ? 0 : ending.code;
}

/**
 * Measures; `--short` takes a minute on two cores.
 * @param {Toolchain} tools
 * @param {string[]} args
 */
async function bench({ env }, args) {
  // pnpm passes the `--` on that npm keeps to itself.
  const own = args.filter((arg) => arg !== '--');
  const all = ['run', 'bench', '--log-prefix=none', '--', ...own];
  const ending = await run(turboBin(), all, { cwd: root, env });
  return ending.stoppedBy ? exitCodeOf(ending.stoppedBy) : ending.code;
}

/**
 * Formats every file.
 * @param {Toolchain} tools
 * @param {string[]} args
 */
async function formatAll({ env }, args) {
  const biome = join(root, 'node_modules/.bin/biome');
  return (await run(biome, ['check', '--write', ...args], { cwd: root, env })).code;
}

/**
 * A command that only runs turbo tasks.
 * @param {...string} tasks
 * @returns {(tools: Toolchain, args: string[]) => Promise<number>}
 */
function turbo(...tasks) {
  return async ({ env }, args) => {
    // As many tasks as cores: more starve each other, and take a quarter more CPU in all.
    const concurrency = `--concurrency=${availableParallelism()}`;
    const all = ['run', ...tasks, concurrency, ...args];
    const ending = await withMemoryFolder(env, (own) => {
      // Dozens of processes load the same packages: a third of the CPU of each start.
      const compiled = join(own['TMPDIR'] ?? tmpdir(), 'tydo-compile-cache');
      return run(turboBin(), all, { cwd: root, env: { NODE_COMPILE_CACHE: compiled, ...own } });
    });
    // turbo may exit with 0 when a signal stops it.
    return ending.stoppedBy ? exitCodeOf(ending.stoppedBy) : ending.code;
  };
}

/**
 * All of it takes over an hour; each name chooses the files `<name>*.long.test.ts`.
 * @param {Toolchain} tools
 * @param {string[]} args
 */
async function testLong(tools, args) {
  const parts = args.filter((arg) => arg !== '--');
  const folders = ['packages', 'apps', 'e2e'];
  const files = folders.flatMap((folder) => longTestsIn(join(root, folder)));
  for (const part of parts) {
    if (files.some((file) => file.startsWith(part))) continue;
    const names = files.map((file) => file.replace(longTest, '')).join(', ');
    throw new Stop(`no long test is named "${part}": one of ${names}.`, 2);
  }
  const filters = parts.map((part) => `/${part}`);
  return turbo('test:long')(tools, filters.length > 0 ? ['--', ...filters] : []);
}

/**
 * @param {string} folder
 * @returns {string[]} the names of the files
 */
function longTestsIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory() && entry.name !== 'node_modules') {
      return longTestsIn(join(folder, entry.name));
    }
    return longTest.test(entry.name) ? [entry.name] : [];
  });
}

function turboBin() {
  return join(root, 'node_modules/.bin/turbo');
}
