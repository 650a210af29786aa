// PostgreSQL through node-postgres' pool, as a Kysely dialect that MikroORM and Better Auth share.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import type { Connection, ConnectionOptions } from '../connection/connection.ts';
import { createKyselyDriver, executeOn, observed } from '../connection/kysely-driver.ts';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { postgresDialect } from '../dialect/postgres.ts';
import { ConfigError } from '../errors.ts';
import { withRowStatements } from '../statement/row-statements.ts';
import { acquireTimeoutMs, ConnectionPool } from './connection-pool.ts';
import { checkSettings } from './settings.ts';
import { explainStartError, isRetryable } from './start-error.ts';

/** The pool connects with its first statement. */
export function openPostgres(target: PostgresTarget, options: ConnectionOptions): Connection {
  const pool = new pg.Pool({
    Client: TidyClient,
    ...clientOptions(target),
    application_name: applicationName(target),
    min: options.poolSize,
    max: options.poolSize + options.maxOverflow,
    maxLifetimeSeconds: options.recycleSeconds,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: Math.min(target.connectTimeout ?? acquireTimeoutMs, acquireTimeoutMs),
    keepAlive: true,
  });
  const warn = (error: Error) =>
    options.log?.warn({ reason: error.message }, 'a database connection was lost');
  pool.on('error', warn);
  pool.on('connect', (client) => client.on('error', warn));
  const connections = new ConnectionPool(pool, options.timeouts, isNeon(target.host) || undefined);
  const acquire = observed(() => connections.acquire(), 'postgresql', options.observeStatement);
  return {
    dialect: postgresDialect,
    timeouts: options.timeouts,
    driver: withRowStatements(PostgreSqlDriver, postgresDialect),
    kysely: {
      createDriver: () => createKyselyDriver(acquire, () => pool.end()),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
    },
    executeOutsideTransaction: executeOn(acquire),
    poolState: () => ({
      size: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    name: `PostgreSQL ${target.host}/${target.database}`,
    checkSettings: (db) => checkSettings(db, target),
    isRetryable,
    explainStartError: (error) => explainStartError(error, target),
  };
}

/** How to reach the server, for the pool and for single connections. @throws ConfigError for an unreadable CA. */
export const clientOptions = (target: PostgresTarget): pg.ClientConfig => ({
  host: target.host,
  port: target.port,
  database: target.database,
  ...(target.user === undefined ? {} : { user: target.user }),
  ...(target.password === undefined ? {} : { password: target.password }),
  ...(target.options === undefined ? {} : { options: target.options }),
  ssl: tlsOptions(target),
  enableChannelBinding: target.channelBinding,
});

/** By which the sessions of a server are known. */
export const applicationName = (target: PostgresTarget): string => target.applicationName ?? 'tydo';

/** Neon's pooler, too, keeps named statements for its clients. */
const isNeon = (host: string): boolean => host.endsWith('.neon.tech');

function tlsOptions(target: PostgresTarget) {
  if (target.tls === false) return false;
  // `host`: for an IP address Node compares the certificate with it.
  const checked = { rejectUnauthorized: true, host: target.host };
  return target.tls.ca === undefined ? checked : { ...checked, ca: readCa(target.tls.ca) };
}

// Node accepts any text, and without a certificate in it would trust its own CAs.
function readCa(path: string): string[] {
  const text = readText(path);
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!certificates?.every(isCertificate)) {
    throw new ConfigError(
      `DATABASE_URL names sslrootcert=${path}, which holds no certificate in PEM form. Name the file with the CA's certificate.`,
    );
  }
  return certificates;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(
      `DATABASE_URL names sslrootcert=${path}, which cannot be read. Check the path.`,
    );
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** pg leaves the socket open when it fails to sign in for a reason of its own, such as no password. */
class TidyClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.connection.once('error', () => this.connection.stream.destroy());
  }
}
