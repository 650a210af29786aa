// Kysely's driver over connections that begin and end their own transactions, as both engines have them.
import type { DatabaseConnection, Driver } from 'kysely';

export interface TransactionConnection extends DatabaseConnection {
  begin: () => Promise<void>;
  /** @throws Refusal SERVICE_UNAVAILABLE, with `outcome: 'unknown'` where no reply came. */
  commit: () => Promise<void>;
  rollback: () => Promise<void>;
  /** Rolls back a transaction that is still open. */
  release: () => void;
}

export const createKyselyDriver = (
  acquireConnection: () => Promise<TransactionConnection>,
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
