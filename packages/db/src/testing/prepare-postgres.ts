// The folder of a PostgreSQL server for run-postgres.ts: the programs, and a data folder as `initdb` makes it.
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

/** The user that the server runs as, with its environment. */
export type ServerUser = ExecFileSyncOptions & { uid?: number; gid?: number };

/** Puts the programs of the package into `target`. They take no space where a hard link is possible. */
export function linkPrograms(native: string, target: string): void {
  for (const entry of readdirSync(native, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const to = join(target, from.slice(native.length));
    if (entry.isDirectory()) mkdirSync(to, { recursive: true });
    else linkOrCopy(from, to);
  }
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const link of links) {
    symlinkSync(basename(link.source), join(target, link.target.replace(/^native\//, '')));
  }
}

// scram_iterations: makes connecting cheap.
const initdb = (
  '-D data -U tydo --pwfile password -A scram-sha-256 -E UTF8 --locale=C --no-sync ' +
  '-c scram_iterations=1'
).split(' ');

/**
 * Makes the data folder `data` in `home`, with the administrator tydo. `initdb` takes a second: it runs once,
 * and its result is kept beside the programs of the package, from where the next servers copy it.
 */
export function makeDataFolder(native: string, home: string, user: ServerUser): void {
  const data = join(home, 'data');
  const kept = `${native}-data-${createHash('sha256').update(initdb.join(' ')).digest('hex').slice(0, 8)}`;
  if (!existsSync(kept)) {
    initialise(home, user);
    keep(data, kept);
    return;
  }
  cpSync(kept, data, { recursive: true });
  chmodSync(data, 0o700);
  const paths = readdirSync(data, { recursive: true, encoding: 'utf8' });
  for (const path of ['', ...paths]) giveTo(user, join(data, path));
}

function initialise(home: string, user: ServerUser): void {
  const password = join(home, 'password');
  writeFileSync(password, 'tydo');
  giveTo(user, password);
  const stdio: ExecFileSyncOptions['stdio'] = ['ignore', 'ignore', 'inherit'];
  execFileSync(join(home, 'pg/bin/initdb'), initdb, { ...user, stdio });
}

function giveTo({ uid, gid }: ServerUser, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Several servers may do this at once: the folder gets its name when it is complete. */
function keep(data: string, kept: string): void {
  const incomplete = `${kept}-${randomUUID()}`;
  try {
    cpSync(data, incomplete, { recursive: true });
    renameSync(incomplete, kept);
  } catch {
    // Another was first, or the folder is read-only: the next server runs `initdb` itself.
    rmSync(incomplete, { recursive: true, force: true });
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
