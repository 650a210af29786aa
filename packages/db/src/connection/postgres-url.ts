// Parses postgresql://… No library reads `sslmode` as we promise it: the certificate is checked, or the
// start fails.

import { resolve } from 'node:path';
import { isLoopback } from '@tydo/schemas/loopback';
import { ConfigError } from '../errors.ts';

export interface PostgresTarget {
  engine: 'postgresql';
  /** A host name, an IP address without brackets, or the folder of a unix socket. */
  host: string;
  port: number;
  user?: string;
  password?: string;
  database: string;
  /** `false`: no TLS. Otherwise certificate and host name are checked, with `ca` if given. */
  tls: false | { ca?: string };
  /** SCRAM channel binding, where the server offers it. */
  channelBinding: boolean;
  applicationName?: string;
  options?: string;
  /** In milliseconds. */
  connectTimeout?: number;
}

const unreadable =
  'DATABASE_URL cannot be read. Write postgresql://user:password@host/database, with / ? # @ : % in the password percent-encoded.';

/** @throws ConfigError with one sentence that says what to write; it never holds a password. */
export function parsePostgresUrl(text: string, baseDir: string): PostgresTarget {
  const parts = /^[a-z]+:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i.exec(text);
  if (!parts) throw new ConfigError(unreadable);
  const [, authority = '', path = '', query = ''] = parts;
  const at = authority.lastIndexOf('@');
  const [user, password] = splitOnce(at < 0 ? '' : authority.slice(0, at), ':');
  const parameters = readParameters(query);
  const { host, port } = readHost(authority.slice(at + 1), parameters.get('host'));
  const database = decode(path, 'database name');
  if (database === '') {
    throw new ConfigError(
      'DATABASE_URL names no database. Write it after the host: postgresql://user:password@host/database.',
    );
  }
  const applicationName = parameters.get('application_name');
  const options = parameters.get('options');
  return {
    engine: 'postgresql',
    host,
    port,
    database,
    ...(user ? { user: decode(user, 'user name') } : {}),
    ...(password ? { password: decode(password, 'password') } : {}),
    tls: readTls(host, parameters, baseDir),
    channelBinding: readChannelBinding(parameters.get('channel_binding')),
    ...(applicationName ? { applicationName } : {}),
    ...(options ? { options } : {}),
    ...readConnectTimeout(parameters.get('connect_timeout')),
  };
}

const knownParameters = [
  'application_name',
  'channel_binding',
  'connect_timeout',
  'host',
  'options',
  'sslmode',
  'sslrootcert',
];

function readParameters(query: string): Map<string, string> {
  // A password with an unescaped ?: it must not be printed.
  if (query.includes('@')) throw new ConfigError(unreadable);
  const parameters = new Map<string, string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name, value = ''] = splitOnce(pair, '=');
    if (!knownParameters.includes(name)) {
      throw new ConfigError(
        `DATABASE_URL has the parameter ${printable(name)}, which Tydo does not support. Supported are ${knownParameters.join(', ')}.`,
      );
    }
    if (parameters.has(name)) {
      throw new ConfigError(`DATABASE_URL has the parameter ${name} twice. Write it once.`);
    }
    parameters.set(name, decode(value, name));
  }
  return parameters;
}

function readHost(authority: string, socket: string | undefined): { host: string; port: number } {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]\s]*)(?::(\d*))?$/i.exec(authority);
  const host = decode(parts?.[1]?.replace(/^\[|\]$/g, '') ?? '', 'host');
  const port = parts?.[2] ? Number(parts[2]) : 5432;
  if (!parts || port < 1 || port > 65535) {
    throw new ConfigError(
      'DATABASE_URL has a host or port that cannot be read. Write host:port (an IPv6 address in brackets), and percent-encode / ? # @ : % in the password.',
    );
  }
  if (host !== '' && socket !== undefined) {
    throw new ConfigError(
      'DATABASE_URL names a host twice. Write it once, before the database name.',
    );
  }
  if (socket !== undefined && !socket.startsWith('/')) {
    throw new ConfigError(
      'The parameter host is for the folder of a unix socket, such as host=/tmp.',
    );
  }
  if (host.includes(',')) {
    throw new ConfigError('DATABASE_URL names several hosts. Write one.');
  }
  const hostOrSocket = host || socket;
  if (!hostOrSocket) {
    throw new ConfigError(
      'DATABASE_URL names no host. Write postgresql://user:password@host/database.',
    );
  }
  return { host: hostOrSocket, port };
}

// Unlike libpq's, our `require` checks the certificate.
function readTls(host: string, parameters: Map<string, string>, baseDir: string) {
  const mode = parameters.get('sslmode');
  if (mode !== undefined && !['disable', 'require', 'verify-ca', 'verify-full'].includes(mode)) {
    throw new ConfigError(
      `DATABASE_URL has sslmode=${printable(mode)}. Write sslmode=verify-full (TLS, checked) or sslmode=disable (no TLS).`,
    );
  }
  const ca = parameters.get('sslrootcert');
  if (mode === 'disable' && ca !== undefined) {
    throw new ConfigError(
      'DATABASE_URL has sslrootcert with sslmode=disable. Write sslmode=verify-full.',
    );
  }
  if (ca === '') {
    throw new ConfigError(
      'DATABASE_URL has an empty sslrootcert. Write sslrootcert=/path/ca.pem or sslrootcert=system.',
    );
  }
  const socket = host.startsWith('/');
  if (socket && mode !== undefined && mode !== 'disable') {
    throw new ConfigError(
      `DATABASE_URL has sslmode=${mode} for a unix socket, which has no TLS. Leave sslmode out.`,
    );
  }
  const local = socket || isLoopback(host);
  if (mode === 'disable' || (mode === undefined && ca === undefined && local)) return false;
  return ca === undefined || ca === 'system' ? {} : { ca: resolve(baseDir, ca) };
}

// The driver cannot demand channel binding: `require`, as in the URLs of Neon's console, means `prefer`.
function readChannelBinding(binding = 'prefer'): boolean {
  if (!['disable', 'prefer', 'require'].includes(binding)) {
    throw new ConfigError(
      `DATABASE_URL has channel_binding=${printable(binding)}. Write channel_binding=prefer.`,
    );
  }
  return binding !== 'disable';
}

function readConnectTimeout(seconds: string | undefined): { connectTimeout?: number } {
  if (seconds === undefined) return {};
  if (!/^[1-9]\d{0,3}$/.test(seconds)) {
    throw new ConfigError(
      'DATABASE_URL has a connect_timeout that is no number of seconds from 1 to 9999.',
    );
  }
  return { connectTimeout: Number(seconds) * 1000 };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConfigError(
      `DATABASE_URL has a % in its ${what} that starts no escape. Write %25 for a percent sign.`,
    );
  }
}

const printable = (text: string) => JSON.stringify(text.slice(0, 40));
