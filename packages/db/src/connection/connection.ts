import type { Configuration } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type { CompiledQuery, Kysely, Dialect as KyselyDialect, QueryResult } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import type { ObserveStatement } from './kysely-driver.ts';

/** A logger for warnings at the start; pino's fit. */
export interface Log {
  warn(details: object, message: string): void;
}

/** In milliseconds. */
export interface Timeouts {
  /** All database time of one call; with our own work it stays under 5 s. */
  call: number;
  /** One statement, within that. */
  statement: number;
}

/** The pool sizes are per process; SQLite ignores them. */
export interface ConnectionOptions {
  /** Connections kept open. */
  poolSize: number;
  /** Additional connections under load. */
  maxOverflow: number;
  /** The age at which a connection is retired, in seconds. */
  recycleSeconds: number;
  /** Default: 4 s for a call, 2 s for a statement. Tests of other things have longer ones. */
  timeouts: Timeouts;
  /** Gets warnings about lost connections, and about files that others could read. */
  log?: Log | undefined;
  /** Runs each statement. Default: nothing is around it. */
  observeStatement?: ObserveStatement | undefined;
}

/** The connections of this process at this moment. On SQLite: the one that writes. */
export interface PoolState {
  size: number;
  idle: number;
  /** Calls that wait for one. */
  waiting: number;
}

/** What the two engines have in common. */
export interface Connection {
  dialect: Dialect;
  timeouts: Timeouts;
  /** MikroORM's driver, over `kysely`. */
  driver: new (
    config: Configuration,
  ) => AbstractSqlDriver;
  kysely: KyselyDialect;
  /** Runs a statement outside of any transaction. */
  executeOutsideTransaction: <Row>(query: CompiledQuery) => Promise<QueryResult<Row>>;
  poolState: () => PoolState;
  /** For logs: the file, or host and database; no user, no password. */
  name: string;
  /** Runs once, at the start. @throws ConfigError for settings of the server that would cause errors. */
  checkSettings: (db: Kysely<never>) => Promise<void>;
  /** Whether the first statement of a start may succeed later after this error. */
  isRetryable: (error: unknown) => boolean;
  /** The error of a start: a ConfigError for a mistake, or the error itself where waiting may help. */
  explainStartError: (error: unknown) => unknown;
}
