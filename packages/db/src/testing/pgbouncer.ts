// A PgBouncer for the tests, as Neon and others run in front of PostgreSQL.
import { spawnSync } from 'node:child_process';
import { startServerProcess } from './server-process.ts';

/** The program, if installed. Debian has it in /usr/sbin, which is not on every PATH. */
export const pgbouncer: string | undefined = ['pgbouncer', '/usr/sbin/pgbouncer'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);

export interface Pooler {
  /** The server's URL, through the pooler, which serves all databases of the server. */
  url: string;
  /** Ends it and removes its folder. */
  stop: () => Promise<void>;
}

/**
 * Starts PgBouncer in transaction mode on a free port of 127.0.0.1. It ends with this process.
 *
 * @param program see `pgbouncer`.
 * @param url an administrator's URL of a PostgreSQL on this machine.
 * @throws Error when it does not start.
 */
export async function startPgBouncer(program: string, url: string): Promise<Pooler> {
  const { port, stop } = await startServerProcess('run-pgbouncer', program, url);
  return { url: Object.assign(new URL(url), { port: String(port) }).href, stop };
}
