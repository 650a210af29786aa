// Runs PostgreSQL until standard input closes, which happens when the parent process ends, even by SIGKILL.
// Arguments: the folder of the binaries, the port, PostgresOptions as JSON. Prints the path of the log file
// when the server accepts connections. With each line that it reads, it stops the server at once, as a crash
// does, starts it again, and prints the path again.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkPrograms, makeDataFolder } from './prepare-postgres.ts';
import { waitForPostgres } from './wait-for-postgres.ts';

export interface PostgresOptions {
  /** In addition to those below, as in postgresql.conf. */
  settings: Record<string, string>;
  /** For the data folder, with permissions for the server only: name → content. */
  files: Record<string, string>;
}

const [native, port, json] = process.argv.slice(2);
if (!native || !port || !json) {
  throw new Error('usage: run-postgres <binaries> <port> <options>');
}
const { settings: more, files }: PostgresOptions = JSON.parse(json);

// PostgreSQL refuses to run as root, and another user may have no access to this checkout: hence the copy.
const nobody = 65534;
const root = process.getuid?.() === 0;
const user = root ? { uid: nobody, gid: nobody } : {};

const home = mkdtempSync(join(tmpdir(), 'tydo-postgres-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
linkPrograms(native, join(home, 'pg'));
if (root) chownSync(home, nobody, nobody);

const data = join(home, 'data');
const bin = (name: string) => join(home, 'pg', 'bin', name);
const options = { ...user, cwd: home, env: { ...libraryPath(), LC_ALL: 'C', TZ: 'UTC' } };
makeDataFolder(native, home, options);
for (const [name, content] of Object.entries(files)) {
  writeFileSync(join(data, name), content, { mode: 0o600 });
  if (root) chownSync(join(data, name), nobody, nobody);
}
const log = join(home, 'log');
const settings = {
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: home,
  max_connections: '300',
  // A small cache and a minimal log make creating and dropping databases cheap.
  shared_buffers: '16MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  // With the database's name, so that a test finds the lines of its own.
  log_line_prefix: '%m [%p] %d ',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  // It would visit each of a hundred short-lived databases.
  autovacuum: 'off',
  jit: 'off',
  ...more,
};
let server = start();
const stop = () => server.kill('SIGQUIT');
process.stdin
  .on('data', () => void restart())
  .on('end', stop)
  .on('error', stop);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
await sayReady();

function start(): ChildProcess {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(bin('postgres'), ['-D', data, ...args], {
    ...options,
    stdio: ['ignore', 'ignore', openSync(log, 'a')],
  });
  return child.on('exit', exitToo);
}

function exitToo(code: number | null): void {
  process.exit(code ?? 1);
}

async function restart(): Promise<void> {
  server.off('exit', exitToo);
  const exit = once(server, 'exit');
  stop();
  await exit;
  server = start();
  await sayReady();
}

async function sayReady(): Promise<void> {
  await waitForPostgres(`postgresql://tydo:tydo@127.0.0.1:${port}/postgres`);
  process.stdout.write(log);
}

function libraryPath(): Record<string, string> {
  const lib = join(home, 'pg', 'lib');
  // LD_BIND_NOW: symbols are resolved once by the server, not in each backend.
  return process.platform === 'darwin'
    ? { DYLD_LIBRARY_PATH: lib }
    : { LD_LIBRARY_PATH: lib, LD_BIND_NOW: '1' };
}
