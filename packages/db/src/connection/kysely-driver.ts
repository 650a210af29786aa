// Kysely's driver over connections that begin and end their own transactions, as both engines have them.

import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { Engine } from '../dialect/dialect.ts';

export interface TransactionConnection extends DatabaseConnection {
  begin: () => Promise<void>;
  /** @throws Refusal SERVICE_UNAVAILABLE, with `outcome: 'unknown'` where no reply came. */
  commit: () => Promise<void>;
  rollback: () => Promise<void>;
  /** Rolls back a transaction that is still open. */
  release: () => void;
}

/** Runs a statement, whose text has placeholders for all values. For traces. */
export type ObserveStatement = <T>(
  text: string,
  engine: Engine,
  run: () => Promise<T>,
) => Promise<T>;

type Acquire = () => Promise<TransactionConnection>;

export const createKyselyDriver = (
  acquireConnection: Acquire,
  destroy: () => Promise<void>,
): Driver => ({
  init: async () => {},
  acquireConnection,
  beginTransaction: (connection: TransactionConnection) => connection.begin(),
  commitTransaction: (connection: TransactionConnection) => connection.commit(),
  rollbackTransaction: (connection: TransactionConnection) => connection.rollback(),
  releaseConnection: async (connection: TransactionConnection) => connection.release(),
  destroy,
});

/** The same connections, with `observe` around each statement and COMMIT. */
export function observed(
  acquire: Acquire,
  engine: Engine,
  observe: ObserveStatement | undefined,
): Acquire {
  if (!observe) return acquire;
  return async () => {
    const connection = await acquire();
    const executeQuery = connection.executeQuery.bind(connection);
    connection.executeQuery = (query) => observe(query.sql, engine, () => executeQuery(query));
    const commit = connection.commit.bind(connection);
    connection.commit = () => observe('commit', engine, commit);
    return connection;
  };
}

/** Runs a statement on a connection of its own, without the layers of Kysely's executor. */
export const executeOn =
  (acquire: Acquire) =>
  async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
    const connection = await acquire();
    try {
      return await connection.executeQuery<Row>(query);
    } finally {
      connection.release();
    }
  };
