#!/usr/bin/env node
// @ts-check
/**
 * The command line, without dependencies up to here: it finds a Node that can run the rest, on machines that
 * have only Node 20, too.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);
/** In the package there are no sources; in a checkout they are what counts. */
const isPacked = !existsSync(join(here, '../src'));

/** The Node that `npm start` has downloaded for this checkout. */
function ownNode() {
  const tools = join(root, '.tools');
  const folders = existsSync(tools) ? readdirSync(tools) : [];
  return folders
    .filter((name) => name.startsWith('node-'))
    .map((name) => join(tools, name, 'bin/node'))
    .find((path) => existsSync(path));
}

const isReady = isPacked || existsSync(join(here, '../node_modules/@tydo/client'));
const node = runsTypeScript || isPacked ? undefined : ownNode();
const canRun = runsTypeScript || isPacked || node !== undefined;
if (!isReady || !canRun) {
  process.stderr.write(`Run "npm start" once in ${root}: it gets what this needs.\n`);
  process.exitCode = 1;
} else if (node === undefined) {
  await runHere();
} else {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}

async function runHere() {
  // Node 22 warns at each start that running TypeScript is experimental.
  process.removeAllListeners('warning');
  // Who reads the output may end before it does, as `head`.
  process.stdout.on('error', (error) => {
    process.exit(Object(error).code === 'EPIPE' ? 0 : 1);
  });
  const { main } = await import(isPacked ? '../dist/main.mjs' : '../src/main.ts');
  process.exitCode = await main(process.argv.slice(2), {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  });
}
