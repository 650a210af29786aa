// Parses DATABASE_URL: opens nothing, reads no environment.
import { isAbsolute, resolve } from 'node:path';
import { ConfigError } from '../errors.ts';
import { type PostgresTarget, parsePostgresUrl } from './postgres-url.ts';

export interface SqliteTarget {
  engine: 'sqlite';
  /** An absolute path, or `:memory:`. */
  path: string;
}

export type DatabaseTarget = SqliteTarget | PostgresTarget;

const supported =
  'Use sqlite:./data/tydo.db, sqlite:/absolute/path.db, sqlite::memory: or postgresql://user:password@host/database.';

/**
 * Reads a database URL.
 *
 * @param url `sqlite:…`, `postgres://…` or `postgresql://…`, as Neon's console prints them.
 * @param baseDir the base of relative paths (SQLite file, `sslrootcert`).
 * @throws ConfigError with one sentence that says what to write; it never holds a password.
 */
export function parseDatabaseUrl(url: string | undefined, baseDir: string): DatabaseTarget {
  const text = url?.trim() ?? '';
  if (text === '') throw new ConfigError(`DATABASE_URL is not set. ${supported}`);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'sqlite') return parseSqlite(text.slice('sqlite:'.length), baseDir);
  if (scheme === 'postgres' || scheme === 'postgresql') return parsePostgresUrl(text, baseDir);
  if (scheme?.startsWith('postgres') && scheme.includes('+')) {
    throw new ConfigError(
      `DATABASE_URL starts with ${scheme}: which names a Python driver. Write postgresql:// instead.`,
    );
  }
  if (scheme === 'file') {
    throw new ConfigError(
      'DATABASE_URL starts with file:. Write sqlite:/absolute/path.db instead.',
    );
  }
  throw new ConfigError(
    scheme
      ? `DATABASE_URL has the scheme ${scheme}:, which is not supported. ${supported}`
      : `DATABASE_URL has no scheme. ${supported}`,
  );
}

function parseSqlite(path: string, baseDir: string): SqliteTarget {
  if (path === ':memory:') return { engine: 'sqlite', path };
  if (path.startsWith('//')) {
    throw new ConfigError(
      'DATABASE_URL starts with sqlite://. Write sqlite:./relative.db or sqlite:/absolute.db, without the double slash.',
    );
  }
  if (path === '' || path.endsWith('/')) {
    throw new ConfigError('DATABASE_URL names no SQLite file. Write sqlite:./data/tydo.db.');
  }
  if (path.includes('\0')) throw new ConfigError('DATABASE_URL has a NUL character in its path.');
  return { engine: 'sqlite', path: isAbsolute(path) ? path : resolve(baseDir, path) };
}
