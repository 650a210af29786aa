// The command for a PostgreSQL database.
import type { PostgresTarget } from '../connection/postgres-url.ts';

export type Command = 'backup' | 'restore';

/** For a shell; without the password, which `pg_dump` and `pg_restore` prompt for. */
export function formatPostgresCommand(
  target: PostgresTarget,
  command: Command,
  file: string,
): string {
  const database = `--dbname=${quoted(urlOf(target))}`;
  return command === 'backup'
    ? `  (umask 077 && pg_dump --format=custom --file=${quoted(file)} ${database})`
    : `  pg_restore --clean --if-exists --no-owner --single-transaction ${database} ${quoted(file)}`;
}

function urlOf({ host, port, user, database, tls }: PostgresTarget): string {
  const isSocket = host.startsWith('/');
  // A pooler in transaction mode cannot serve a dump; on Neon the direct host has the same name without -pooler.
  const direct = host.replace(/^([^.]+)-pooler(\..*neon\.tech)$/, '$1$2');
  const name = direct.includes(':') ? `[${direct}]` : direct;
  const at = user === undefined ? '' : `${encodeURIComponent(user)}@`;
  const parameters = new URLSearchParams(
    isSocket
      ? { host, port: String(port) }
      : tls === false
        ? { sslmode: 'disable' }
        : { sslmode: 'verify-full', sslrootcert: tls.ca ?? 'system' },
  );
  return `postgresql://${at}${isSocket ? '' : `${name}:${port}`}/${encodeURIComponent(database)}?${parameters.toString()}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
