// A PgBouncer of the tests' own, as Neon and others put before PostgreSQL.
import { spawnSync } from 'node:child_process';
import { keep } from './keeper.ts';

/** Debian has it in /usr/sbin, which is not on everybody's PATH. */
export const pgbouncer: string | undefined = ['pgbouncer', '/usr/sbin/pgbouncer'].find(
  (program) => spawnSync(program, ['--version']).status === 0,
);

export interface Pooler {
  /** The server's URL, through the pooler; any database of that server can be named in it. */
  url: string;
  /** Ends it and removes its folder. */
  stop: () => Promise<void>;
}

/**
 * Starts PgBouncer in transaction mode on a free port of 127.0.0.1. It ends with this process.
 *
 * @param program see `pgbouncer`.
 * @param url an administrator's, of a PostgreSQL on this machine.
 * @throws Error when it does not start.
 */
export async function startPgBouncer(program: string, url: string): Promise<Pooler> {
  const { port, stop } = await keep('pgbouncer-keeper', program, url);
  return { url: Object.assign(new URL(url), { port: String(port) }).href, stop };
}
