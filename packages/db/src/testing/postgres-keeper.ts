// Runs PostgreSQL until standard input closes, which happens when whoever started it ends, even by
// SIGKILL. Arguments: the folder of the binaries, the port.
import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const [native, port] = process.argv.slice(2);
if (!native || !port) throw new Error('usage: postgres-keeper <binaries> <port>');

// PostgreSQL refuses to run as root; another user cannot enter every checkout, hence the copy.
const nobody = 65534;
const root = process.getuid?.() === 0;
const user = root ? { uid: nobody, gid: nobody } : {};

const home = mkdtempSync(join(tmpdir(), 'tydo-postgres-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
cpSync(native, join(home, 'pg'), { recursive: true });
for (const { source, target } of symlinks(native)) {
  symlinkSync(basename(source), join(home, 'pg', target.replace(/^native\//, '')));
}
writeFileSync(join(home, 'password'), 'tydo');
if (root) for (const path of [home, join(home, 'password')]) chownSync(path, nobody, nobody);

const data = join(home, 'data');
const bin = (name: string) => join(home, 'pg', 'bin', name);
const options = { ...user, cwd: home, env: { ...libraryPath(), LC_ALL: 'C', TZ: 'UTC' } };
execFileSync(
  bin('initdb'),
  [
    '-D',
    data,
    '-U',
    'tydo',
    '--pwfile',
    'password',
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ],
  { ...options, stdio: ['ignore', 'ignore', 'inherit'] },
);
const settings = {
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: home,
  max_connections: '300',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
};
const server = spawn(
  bin('postgres'),
  ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
  { ...options, stdio: ['ignore', 'ignore', 'ignore'] },
);
server.on('exit', (code) => process.exit(code ?? 1));
const stop = () => server.kill('SIGQUIT');
process.stdin.resume().on('end', stop).on('error', stop);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

await answering(`postgresql://tydo:tydo@127.0.0.1:${port}/postgres`);
process.stdout.write('ready\n');

function symlinks(folder: string): { source: string; target: string }[] {
  return JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'));
}

function libraryPath(): Record<string, string> {
  const name = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return { [name]: join(home, 'pg', 'lib') };
}

async function answering(connectionString: string): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return await client.end();
    } catch {
      await sleep(20);
    }
  }
}
