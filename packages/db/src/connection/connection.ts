import type { Configuration } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type { CompiledQuery, Kysely, Dialect as KyselyDialect, QueryResult } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** Where a start says what it saw; pino's loggers fit. */
export interface Log {
  warn(details: object, message: string): void;
}

/** In milliseconds. */
export interface Timeouts {
  /** All that a caller waits for the database; with our own work it stays under 5 s. */
  call: number;
  /** What one statement may take of it. */
  statement: number;
}

/** The sizes of the pool are per process; SQLite passes over them. */
export interface ConnectionOptions {
  /** Connections kept. */
  poolSize: number;
  /** More under load. */
  maxOverflow: number;
  /** The age at which a connection is retired, in seconds. */
  recycleSeconds: number;
  /** Default: those of the product. Tests of something else have longer ones, on a busy machine. */
  timeouts: Timeouts;
  /** Told of connections that were lost, and of files that others could read. */
  log?: Log | undefined;
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
  /** Asks a statement outside of any transaction, without what Kysely puts around it. */
  executeOutsideTransaction: <Row>(query: CompiledQuery) => Promise<QueryResult<Row>>;
  /** For people: the file, or host and database; no user, no password. */
  name: string;
  /** Once, at the start. @throws ConfigError for a server under whose settings Tydo would lose something. */
  check: (db: Kysely<never>) => Promise<void>;
  /** Of what the first question failed with: whether an answer may only be late. */
  isLate: (error: unknown) => boolean;
  /** What the start says of it: a ConfigError, or the error itself where waiting may mend it. */
  startFailure: (error: unknown) => unknown;
}
