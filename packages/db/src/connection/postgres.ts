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
import { unavailable } from './failure.ts';
import type { PostgresTarget } from './url.ts';

// Together they stay under the 5 s after which a caller has its answer, whatever happened.
const acquireTimeout = 2_500;
const statementTimeout = 2_000;

/** In milliseconds; 0: none. */
interface Limits {
  statement: number;
}

/** Opens nothing yet: the pool connects when it is first asked. */
export function openPostgres(target: PostgresTarget, options: ConnectionOptions): Connection {
  const limits: Limits = { statement: statementTimeout };
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
    dialect: new PooledDialect(new PooledDriver(pool, limits)),
    withoutTimeLimit: (work) => withoutTimeLimit(limits, work),
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

async function withoutTimeLimit<T>(limits: Limits, work: () => Promise<T>) {
  limits.statement = 0;
  try {
    return await work();
  } finally {
    limits.statement = statementTimeout;
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
  readonly #limits: Limits;

  constructor(pool: pg.Pool, limits: Limits) {
    this.pool = pool;
    this.#limits = limits;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PooledConnection> {
    return new PooledConnection(this.pool, await checkOut(this.pool), this.#limits);
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: PooledConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'));
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
  try {
    return await pool.connect();
  } catch (error) {
    // Whatever the reason: nobody can be asked.
    throw unavailable(error);
  }
}

/** A connection while somebody holds it: every statement is bounded in time. */
class PooledConnection implements DatabaseConnection {
  readonly #pool: pg.Pool;
  readonly #limits: Limits;
  #client: pg.PoolClient;
  #fresh = true;
  #broken = false;

  constructor(pool: pg.Pool, client: pg.PoolClient, limits: Limits) {
    this.#pool = pool;
    this.#client = client;
    this.#limits = limits;
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
    await this.#query('rollback', []).catch(() => {
      this.#broken = true;
    });
  }

  release(): void {
    this.#client.release(this.#broken);
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not used.');
  }

  async #query(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    // A connection that died while idle shows it at its first statement; one that only reads or
    // begins can be repeated on another connection.
    const repeatable = this.#fresh && /^(select|begin)\b/i.test(sql);
    this.#fresh = false;
    try {
      return await this.#send(sql, parameters);
    } catch (error) {
      this.#broken = connectionIsLost(error);
      if (!repeatable || !this.#broken || error instanceof StatementTimeout) {
        throw asFailure(error, sql);
      }
    }
    await this.#replace();
    return this.#query(sql, parameters);
  }

  async #replace(): Promise<void> {
    const client = await checkOut(this.#pool);
    this.#client.release(true);
    this.#client = client;
    this.#broken = false;
  }

  /** A statement that is not answered in time loses its connection: nobody waits for it any more. */
  async #send(sql: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    const { statement } = this.#limits;
    if (statement === 0) return this.#client.query(sql, [...parameters]);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(new StatementTimeout(`no answer within ${statement} ms`));
      void this.#client.end();
    }, statement);
    try {
      return await Promise.race([this.#client.query(sql, [...parameters]), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}

class StatementTimeout extends Error {}

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
