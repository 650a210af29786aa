// PostgreSQL through node-postgres' pool, as a Kysely dialect that MikroORM and Better Auth share.
import { readFileSync } from 'node:fs';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type QueryResult,
} from 'kysely';
import pg from 'pg';
import { ConfigError } from '../errors.ts';
import type { Connection, ConnectionOptions } from './connection.ts';
import { after, timeLeft, unavailable } from './failure.ts';
import type { PostgresTarget } from './url.ts';

// In milliseconds; the call's deadline (failure.ts) can only shorten them.
const acquireTimeout = 2_500;
const statementTimeout = 2_000;
const pingTimeout = 400;
/** A connection that rested longer than this may have died unnoticed. */
const trustedRest = 1_000;

/** Opens nothing yet: the pool connects when it is first asked. */
export function openPostgres(target: PostgresTarget, options: ConnectionOptions): Connection {
  const pool = new pg.Pool({
    host: target.host,
    port: target.port,
    database: target.database,
    ...(target.user === undefined ? {} : { user: target.user }),
    ...(target.password === undefined ? {} : { password: target.password }),
    ...(target.options === undefined ? {} : { options: target.options }),
    application_name: target.applicationName ?? 'tydo',
    ssl: tlsOptions(target),
    enableChannelBinding: true,
    min: options.poolSize,
    max: options.poolSize + options.maxOverflow,
    maxLifetimeSeconds: options.recycleSeconds,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: Math.min(target.connectTimeout ?? acquireTimeout, acquireTimeout),
    keepAlive: true,
  });
  const warn = (error: Error) =>
    options.log?.warn({ reason: error.message }, 'a database connection was lost');
  pool.on('error', warn);
  pool.on('connect', (client) => client.on('error', warn));
  return {
    engine: 'postgresql',
    driver: PostgreSqlDriver,
    dialect: new PooledDialect(new PooledDriver(pool)),
  };
}

function tlsOptions(target: PostgresTarget) {
  if (target.tls === false) return false;
  // `host` is what Node compares the certificate with where the name is an IP address.
  const checked = { rejectUnauthorized: true, host: target.host };
  if (target.tls.ca === undefined) return checked;
  try {
    return { ...checked, ca: readFileSync(target.tls.ca, 'utf8') };
  } catch {
    throw new ConfigError(
      `DATABASE_URL names sslrootcert=${target.tls.ca}, which cannot be read. Check the path.`,
    );
  }
}

class PooledDialect extends PostgresDialect {
  readonly #driver: PooledDriver;

  constructor(driver: PooledDriver) {
    super({ pool: driver.pool });
    this.#driver = driver;
  }

  override createDriver(): Driver {
    return this.#driver;
  }
}

class PooledDriver implements Driver {
  readonly pool: pg.Pool;
  /** When a connection was last given back. */
  readonly #rests = new WeakMap<pg.PoolClient, number>();

  constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  async init(): Promise<void> {}

  /** Connections that died while they rested are thrown away here, before a call depends on one. */
  async acquireConnection(): Promise<PooledConnection> {
    for (;;) {
      const client = await checkOut(this.pool);
      const since = this.#rests.get(client) ?? Infinity;
      if (Date.now() - since < trustedRest || since === Infinity || (await answers(client))) {
        return new PooledConnection(client);
      }
      client.release(true);
    }
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    this.#rests.set(connection.client, Date.now());
    connection.release();
  }

  /**
   * The server gives up late statements too: one whose connection was cut would otherwise go on
   * waiting for its lock. LOCAL, because behind PgBouncer the session is not ours.
   */
  async beginTransaction(connection: PooledConnection): Promise<void> {
    const limit = timeLeft(statementTimeout);
    // A little earlier than we do, so that the connection can be kept.
    const server = Math.max(1, Math.ceil(limit - 100));
    const bound = limit === Infinity ? '' : `; set local statement_timeout = ${server}`;
    await connection.executeQuery(CompiledQuery.raw(`begin${bound}`));
  }

  /** @throws Refusal SERVICE_UNAVAILABLE with `outcome: 'unknown'` when no reply came. */
  async commitTransaction(connection: PooledConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: PooledConnection): Promise<void> {
    await connection.rollback();
  }

  async destroy(): Promise<void> {
    await this.pool.end();
  }
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  const connecting = pool.connect();
  try {
    return await inTime(connecting, timeLeft(acquireTimeout));
  } catch (error) {
    // It may still come, when nobody waits for it any more.
    connecting.then((client) => client.release()).catch(() => {});
    // Whatever the reason: nobody can be asked.
    throw unavailable(error);
  }
}

async function answers(client: pg.PoolClient): Promise<boolean> {
  try {
    await inTime(client.query('select 1'), timeLeft(pingTimeout));
    return true;
  } catch {
    return false;
  }
}

/** A connection while somebody holds it: every statement is bounded in time. */
class PooledConnection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  #broken = false;

  constructor(client: pg.PoolClient) {
    this.client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rows, rowCount } = await this.#query(sql, parameters);
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  async commit(): Promise<void> {
    const { command } = await this.#query('commit', []);
    // PostgreSQL answers so when a statement before had failed: nothing was committed.
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back.');
  }

  async rollback(): Promise<void> {
    // A transaction whose connection is gone has rolled back already.
    if (this.#broken) return;
    try {
      await inTime(this.client.query('rollback'), pingTimeout);
    } catch {
      this.#broken = true;
    }
  }

  release(): void {
    this.client.release(this.#broken);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  async #query(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    const limit = timeLeft(statementTimeout);
    if (limit <= 0) throw unavailable(new TooLate());
    try {
      return lastOf(await inTime(this.client.query(sql, [...parameters]), limit));
    } catch (error) {
      // A statement that was not answered in time loses its connection.
      this.#broken ||= connectionIsLost(error);
      throw asFailure(error, sql);
    }
  }
}

/** Of several statements sent as one, pg gives several results; its types do not say so. */
function lastOf(result: pg.QueryResult | pg.QueryResult[]): pg.QueryResult {
  if (!Array.isArray(result)) return result;
  const last = result.at(-1);
  if (!last) throw new TypeError('pg gave no result');
  return last;
}

async function inTime<T>(answer: Promise<T>, limit: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = after(limit, () => late.reject(new TooLate()));
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

class TooLate extends Error {
  override readonly message = 'no answer in time';
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, shutdowns.
// What is no answer of the server at all is a lost connection, but for a mistake of ours.
function connectionIsLost(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08...|57P0[123])$/.test(error.code ?? '');
  return error instanceof Error && !(error instanceof TypeError);
}

// Cancelled or waited too long for a lock, out of connections, disk or memory, read-only.
const temporary = /^(57014|55P03|53...|25006)$/;

function asFailure(error: unknown, sql: string): unknown {
  if (connectionIsLost(error)) {
    return unavailable(error, sql === 'commit' ? { outcome: 'unknown' } : {});
  }
  const refusedForNow = error instanceof pg.DatabaseError && temporary.test(error.code ?? '');
  return refusedForNow ? unavailable(error) : error;
}
