// A single connection to PostgreSQL, without the pool and its time-outs: for commands.
import pg from 'pg';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { ConfigError } from '../errors.ts';
import { clientOptions } from './open-postgres.ts';
import { explainStartError } from './start-error.ts';

/** @throws ConfigError with what to do. */
export async function connectClient(
  target: PostgresTarget,
  applicationName = 'tydo-backup',
): Promise<AsyncDisposable & { client: pg.Client }> {
  const client = new pg.Client({
    ...clientOptions(target),
    application_name: applicationName,
    connectionTimeoutMillis: target.connectTimeout ?? 30_000,
  });
  // A statement fails with it as well.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    const reason = explainStartError(error, target);
    if (reason instanceof ConfigError) throw reason;
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `${target.host} does not answer (${message}). Check DATABASE_URL, and that the database runs.`,
      { cause: error },
    );
  }
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/**
 * Neon's direct host has the name of its pooled one without `-pooler`. A pooler shares sessions, so that it
 * cannot be seen who uses the database.
 */
export function direct(target: PostgresTarget): PostgresTarget {
  return { ...target, host: target.host.replace(/^([^.]+)-pooler(\..*neon\.tech)$/, '$1$2') };
}
