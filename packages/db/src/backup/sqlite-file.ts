// The SQLite file of DATABASE_URL; for PostgreSQL, an error with the command to run instead.
import { parseDatabaseUrl } from '../connection/url.ts';
import { ConfigError } from '../errors.ts';
import { type Command, formatPostgresCommand } from './format-postgres-command.ts';

/** @param file the backup. @throws ConfigError where DATABASE_URL names no SQLite file. */
export function sqliteFileOf(
  url: string | undefined,
  baseDir: string,
  command: Command,
  file: string,
): string {
  const target = parseDatabaseUrl(url, baseDir);
  if (target.engine === 'postgresql') {
    throw new ConfigError(
      `DATABASE_URL names a PostgreSQL database, which has tools of its own for this. Run (it asks for the password):\n${formatPostgresCommand(target, command, file)}`,
    );
  }
  if (target.path !== ':memory:') return target.path;
  throw new ConfigError('DATABASE_URL is sqlite::memory:, which ends with its process: no file.');
}
