// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeEnvFile } from './env-file.mjs';
import { fetchPackage, verify } from './fetch-package.mjs';
import { isInstalled, stampOf } from './install.mjs';
import { withLock } from './lock.mjs';
import { PINNED } from './pinned-packages.mjs';
import { childEnvironment, isAtLeast } from './toolchain.mjs';

const SECRET = /^BETTER_AUTH_SECRET=([\w-]{43})$/m;
const SERVER = `
  import { createServer } from 'node:http';
  createServer().listen(0, '127.0.0.1', () => console.log('listening'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('got ' + signal);
      setTimeout(() => process.exit(0), 50);
    });
  }`;

describe('the bootstrap', () => {
  test('imports nothing that Node 20 does not have', () => {
    const todo = ['bootstrap.mjs'];
    for (const file of todo) {
      const text = readFileSync(join(import.meta.dirname, file), 'utf8');
      assert.doesNotMatch(text, /globSync|import\.meta\.(dirname|filename)/, file);
      for (const [, next = ''] of text.matchAll(/^import .* from '\.\/(.+)';$/gm)) {
        if (!todo.includes(next)) todo.push(next);
      }
    }
    assert.ok(todo.includes('report.mjs'));
  });
});

describe('versions', () => {
  test('are compared by number', () => {
    assert.ok(isAtLeast('22.18.0', '22.18.0'));
    assert.ok(isAtLeast('24.0.0', '22.18.0'));
    assert.ok(isAtLeast('12.0.0', '10.26.0'));
    assert.ok(!isAtLeast('22.9.0', '22.18.0'));
    assert.ok(!isAtLeast('9.15.9', '10.26.0'));
  });
});

describe('the environment of children', () => {
  test('has the tools first in PATH and no npm variables', () => {
    const env = childEnvironment(['/tools'], { PATH: '/bin', npm_config_cache: '/x', PORT: '1' });
    assert.equal(env['PATH'], `/tools${delimiter}/bin`);
    assert.equal(env['PORT'], '1');
    assert.equal(env['DO_NOT_TRACK'], '1');
    assert.ok(!('npm_config_cache' in env));
  });
});

describe('.env', () => {
  test('is made with a random secret, readable only by its owner', (t) => {
    const first = emptyCheckout(t);
    const second = emptyCheckout(t);
    assert.ok(makeEnvFile(first, { DATABASE_URL: ' ', BETTER_AUTH_SECRET: '' }));
    assert.ok(makeEnvFile(second, {}));
    const text = readFileSync(join(first, '.env'), 'utf8');
    assert.match(text, SECRET);
    assert.match(text, /^DATABASE_URL=sqlite:/m);
    assert.notEqual(text, readFileSync(join(second, '.env'), 'utf8'));
    assert.equal(statSync(join(first, '.env')).mode & 0o777, 0o600);
  });

  for (const env of [
    { NODE_ENV: 'production' },
    { DATABASE_URL: 'sqlite::memory:' },
    { BETTER_AUTH_SECRET: 'chosen' },
    { BETTER_AUTH_SECRETS: '1:chosen' },
  ]) {
    test(`is not made when ${Object.entries(env).join().replace(',', ' is ')}`, (t) => {
      const root = emptyCheckout(t);
      assert.ok(!makeEnvFile(root, env));
      assert.ok(!existsSync(join(root, '.env')));
    });
  }

  test('is not changed when it exists', (t) => {
    const root = emptyCheckout(t);
    writeFileSync(join(root, '.env'), 'mine');
    assert.ok(!makeEnvFile(root, {}));
    assert.equal(readFileSync(join(root, '.env'), 'utf8'), 'mine');
  });
});

describe('a pinned package', () => {
  test('has a whole SHA-512 for every platform', () => {
    for (const { sha512 } of Object.values(PINNED).flatMap(({ node, pnpm }) => [node, pnpm])) {
      assert.equal(Buffer.from(sha512, 'base64').length, 64);
    }
  });

  test('is refused and deleted when its hash is another one', async (t) => {
    const archive = join(temporary(t), 'package.tgz');
    writeFileSync(archive, 'not what was pinned');
    const pinned = { name: 'node', version: '1.0.0', sha512: 'AAAA' };
    await assert.rejects(verify(archive, pinned), /node@1\.0\.0 is not the package/);
    assert.ok(!existsSync(archive));
  });

  test('is not fetched where TYDO_NO_DOWNLOAD is set', async (t) => {
    const tools = join(temporary(t), '.tools');
    const fetching = fetchPackage(pinnedNode(), tools, 'install it', { TYDO_NO_DOWNLOAD: '1' });
    await assert.rejects(fetching, /^Error: TYDO_NO_DOWNLOAD forbids fetching .*: install it\.$/);
    assert.ok(!existsSync(tools));
  });

  test('is reported in one sentence when the registry cannot be reached', async (t) => {
    const tools = join(temporary(t), '.tools');
    const env = {
      PATH: process.env['PATH'],
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(tools, 'cache'),
    };
    const fetching = fetchPackage(pinnedNode(), tools, 'install it', env);
    await assert.rejects(fetching, /ECONNREFUSED\): check the network, or install it\.$/);
    assert.ok(!existsSync(join(tools, 'lock')));
  });
});

describe('the dependencies', () => {
  test('are installed again when what they depend on has changed', (t) => {
    const root = workspace(t);
    assert.ok(!isInstalled(root, '24.0.0'));
    markInstalled(root, '24.0.0');
    assert.ok(isInstalled(root, '24.0.0'));
    assert.ok(!isInstalled(root, '26.0.0'));
    writeFileSync(join(root, 'packages/a/package.json'), '{"dependencies":{"zod":"5"}}');
    assert.ok(!isInstalled(root, '24.0.0'));
  });

  test('are installed again when a package has lost its node_modules', (t) => {
    const root = workspace(t);
    markInstalled(root, '24.0.0');
    rmSync(join(root, 'packages/a/node_modules'), { recursive: true });
    assert.ok(!isInstalled(root, '24.0.0'));
  });
});

describe('two runs in one checkout', () => {
  test('take turns', async (t) => {
    const lock = join(temporary(t), 'lock');
    let working = 0;
    const work = async () => {
      assert.equal(++working, 1);
      await sleep(20);
      working--;
    };
    await Promise.all([withLock(lock, work), withLock(lock, work)]);
    assert.ok(!existsSync(lock));
  });

  test('do not wait for a run that was killed', async (t) => {
    const lock = join(temporary(t), 'lock');
    writeFileSync(lock, '1');
    utimesSync(lock, new Date(0), new Date(0));
    assert.equal(await withLock(lock, async () => 'done'), 'done');
  });
});

describe('npm start', { concurrency: true }, () => {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
    test(`ends the server cleanly on ${signal}`, async (t) => {
      const { child, output } = await started(t, process.execPath, [
        'scripts/bootstrap.mjs',
        'start',
      ]);
      child.kill(signal);
      assert.deepEqual(await once(child, 'close'), [0, null]);
      assert.match(output.text, /got SIGTERM/);
    });
  }

  test('ends the server when the shell between npm and us is killed', async (t) => {
    const shell = ['-c', `'${process.execPath}' scripts/bootstrap.mjs start; true`];
    const { child, output } = await started(t, 'sh', shell, { npm_lifecycle_event: 'start' });
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.match(output.text, /got SIGTERM/);
  });

  test('exits with the code of a server that ends by itself', async (t) => {
    const root = runnable(t, 'process.exit(7)');
    const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start'], inside(root));
    assert.deepEqual(await once(child, 'close'), [7, null]);
  });
});

describe('a command that does not exist', () => {
  test('is refused with the list of commands', async (t) => {
    const child = spawn(
      process.execPath,
      ['scripts/bootstrap.mjs', 'tset'],
      inside(runnable(t, '')),
    );
    const output = collect(child);
    assert.deepEqual(await once(child, 'close'), [2, null]);
    assert.match(output.text, /^tydo: unknown command "tset": one of start, .*\n$/);
  });
});

/** @param {import('node:test').TestContext} t */
function temporary(t) {
  const folder = mkdtempSync(join(tmpdir(), 'tydo bootstrap '));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {import('node:test').TestContext} t */
function emptyCheckout(t) {
  const root = temporary(t);
  cpSync(join(import.meta.dirname, '../.env.example'), join(root, '.env.example'));
  return root;
}

/** @param {import('node:test').TestContext} t */
function workspace(t) {
  const root = emptyCheckout(t);
  for (const folder of ['packages/a', 'e2e']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages:\n  - packages/*\n  - "e2e"\n');
  writeFileSync(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 9\n');
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'e2e/package.json'), '{}');
  writeFileSync(join(root, 'packages/a/package.json'), '{"dependencies":{"zod":"4"}}');
  return root;
}

/**
 * @param {string} root
 * @param {string} node
 */
function markInstalled(root, node) {
  for (const folder of ['node_modules', 'packages/a/node_modules']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'node_modules/.tydo-installed'), stampOf(root, node));
}

/**
 * A checkout with this bootstrap, a server of a few lines, and a pnpm and a turbo that do nothing.
 * @param {import('node:test').TestContext} t
 * @param {string} server
 */
function runnable(t, server) {
  const root = workspace(t);
  cpSync(import.meta.dirname, join(root, 'scripts'), { recursive: true });
  markInstalled(root, process.versions.node);
  program(join(root, 'bin/pnpm'), 'echo 12.21.0');
  program(join(root, 'node_modules/.bin/turbo'), 'exit 0');
  mkdirSync(join(root, 'apps/api/src'), { recursive: true });
  writeFileSync(join(root, 'apps/api/package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'apps/api/src/main.ts'), server);
  return root;
}

/**
 * @param {string} file
 * @param {string} script
 */
function program(file, script) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [more]
 */
function inside(root, more) {
  const PATH = [join(root, 'bin'), process.env['PATH']].join(delimiter);
  return { cwd: root, env: { PATH, ...more }, stdio: /** @type {const} */ ('pipe') };
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function started(t, command, args, env) {
  const child = spawn(command, args, inside(runnable(t, SERVER), env));
  const output = collect(child);
  while (!output.text.includes('listening')) {
    assert.equal(child.exitCode, null, output.text);
    await sleep(10);
  }
  return { child, output };
}

/** @param {import('node:child_process').ChildProcessWithoutNullStreams} child */
function collect(child) {
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output.text += text;
    });
  }
  return output;
}

function pinnedNode() {
  const pinned = PINNED['linux-x64'];
  assert.ok(pinned);
  return pinned.node;
}
