import type { Configuration } from '@mikro-orm/core';
import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type { CompiledQuery, Dialect, QueryResult } from 'kysely';

export type Engine = 'sqlite' | 'postgresql';

/** Where a start says what it saw; pino's loggers fit. */
export interface Log {
  warn(details: object, message: string): void;
}

/** The sizes of the pool are per process; SQLite passes over them. */
export interface ConnectionOptions {
  /** Connections kept. */
  poolSize: number;
  /** More under load. */
  maxOverflow: number;
  /** The age at which a connection is retired, in seconds. */
  recycleSeconds: number;
  /** Told of connections that were lost, and of files that others could read. */
  log?: Log | undefined;
}

/** What the two engines have in common. */
export interface Connection {
  engine: Engine;
  /** MikroORM's driver, over `dialect`. */
  driver: new (
    config: Configuration,
  ) => AbstractSqlDriver;
  dialect: Dialect;
  /** Asks a statement outside of any transaction, without what Kysely puts around it. */
  alone: <Row>(query: CompiledQuery) => Promise<QueryResult<Row>>;
}
