// For Better Auth, which owns the tables of accounts and wants a connection; for nothing else (lint
// lets only apps/api/src/auth.ts in).
import type { Kysely } from 'kysely';
import { reportingFailure, withoutDeadline } from '../connection/failure.ts';
import type { Database } from '../database.ts';
import { handleOf } from '../handle.ts';
import { alone } from '../schema/alone.ts';
import { type FoundSession, sessionFinder } from './sessions.ts';

/** What Better Auth takes as its `database`. */
export interface AccountsConnection {
  db: Kysely<never>;
  type: 'sqlite' | 'postgres';
}

export interface Accounts {
  connection: AccountsConnection;
  /**
   * Runs `work` over the connection; that the database was away is told even where Better Auth
   * swallows it.
   *
   * @param deadline as for `database.unitOfWork`.
   * @throws Refusal SERVICE_UNAVAILABLE, or what `work` throws.
   */
  reportingFailure<T>(work: () => Promise<T>, deadline?: number): Promise<T>;
  /**
   * Runs `work`, which changes tables over the connection that it is given, while no other process
   * changes any. It is one transaction: killed in the middle, nothing of it is done.
   *
   * @throws SchemaError when it fails; nothing was changed then.
   */
  alone<T>(work: (connection: AccountsConnection) => Promise<T>): Promise<T>;
  /**
   * The session that a token names, expired or not, unless its person is gone. One statement.
   *
   * @param deadline as for `database.unitOfWork`.
   * @throws Refusal SERVICE_UNAVAILABLE
   */
  findSession(token: string, deadline?: number): Promise<FoundSession | undefined>;
}

/** The same connections that the tasks have. */
export function accountsOf(database: Database): Accounts {
  const { kysely, engine } = handleOf(database);
  const type = engine === 'sqlite' ? 'sqlite' : 'postgres';
  const findSession = sessionFinder(kysely);
  return {
    connection: { db: kysely, type },
    reportingFailure,
    alone: (work) => withoutDeadline(() => alone(kysely, engine, (db) => work({ db, type }))),
    findSession: (token, deadline) => reportingFailure(() => findSession(token), deadline),
  };
}
