// For accounts: Better Auth, which owns their tables and wants a connection, and the end of an account.
// For nothing else (lint lets only apps/api/src/account in).
import type { Kysely } from 'kysely';
import { withDeadline, withoutDeadline } from '../connection/deadline.ts';
import type { Database } from '../database.ts';
import { internalsOf } from '../internals.ts';
import { withSchemaLock } from '../schema/schema-lock.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { erase } from './erase.ts';
import { hasPasswordHash } from './password.ts';
import type { FoundSession } from './sessions.ts';
import { type ClosedAccount, close, closedAccounts, finish, isAccountClosed } from './tombstone.ts';

/** What Better Auth takes as its `database`. */
export interface AccountsConnection {
  db: Kysely<never>;
  type: 'sqlite' | 'postgres';
}

export interface Accounts extends Attempts {
  connection: AccountsConnection;
  /**
   * Runs `work` over the connection; that the database was away is told even where Better Auth
   * swallows it.
   *
   * @param deadline as for `database.unitOfWork`.
   * @throws Refusal SERVICE_UNAVAILABLE, or what `work` throws.
   */
  withDeadline<T>(work: () => Promise<T>, deadline?: number): Promise<T>;
  /** When a call that begins now has to have its answer, in milliseconds since 1970. */
  newDeadline(): number;
  /**
   * Runs `work`, which changes tables over the connection that it is given, while no other process
   * changes any. It is one transaction: killed in the middle, nothing of it is done.
   *
   * @throws SchemaError when it fails; nothing was changed then.
   */
  withSchemaLock<T>(work: (connection: AccountsConnection) => Promise<T>): Promise<T>;
  /**
   * The session that a token names, expired or not, unless its person is gone. One statement.
   *
   * @param deadline as for `database.unitOfWork`.
   * @throws Refusal SERVICE_UNAVAILABLE
   */
  findSession(token: string, deadline?: number): Promise<FoundSession | undefined>;
  /**
   * Sets a person's tombstone: from now on, and for ever, whatever would write for them is refused with
   * UNAUTHORIZED. What was committed before is there until it is erased.
   */
  close(personId: string): Promise<void>;
  isAccountClosed(personId: string): Promise<boolean>;
  /** Whose tombstone stands, without `finish`; up to a thousand, those first who wait longest. */
  closedAccounts(): Promise<ClosedAccount[]>;
  /**
   * Deletes a closed person's tasks and journal, however long it takes. Ended in the middle, the next
   * one goes on; several at a time do no harm.
   *
   * @param signal ends it soon.
   * @returns whether nothing is left.
   * @throws TypeError for somebody who was not closed.
   */
  erase(personId: string, signal?: AbortSignal): Promise<boolean>;
  /** Says of a closed person that nothing is left; the tombstone stays. */
  finish(personId: string): Promise<void>;
  /**
   * Whether `hash` is what is kept of the person's password. Where that is being changed right now, it
   * waits for the outcome.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
   */
  hasPasswordHash(personId: string, hash: string): Promise<boolean>;
}

/** The same connections that the tasks have. */
export function accountsOf(database: Database): Accounts {
  const { kysely, dialect, timeouts, entities, findSession } = internalsOf(database);
  const type = dialect.engine === 'sqlite' ? 'sqlite' : 'postgres';
  return {
    connection: { db: kysely, type },
    withDeadline: (work, deadline) => withDeadline(work, timeouts.call, deadline),
    newDeadline: () => database.newDeadline(),
    ...createAttempts(kysely, dialect),
    hasPasswordHash: (personId, hash) => hasPasswordHash(kysely, dialect, personId, hash),
    withSchemaLock: (work) =>
      withoutDeadline(() => withSchemaLock(kysely, dialect, (db) => work({ db, type }))),
    findSession: (token, deadline) =>
      withDeadline(() => findSession(token), timeouts.call, deadline),
    close: (personId) => close(kysely, dialect, personId),
    isAccountClosed: (personId) => isAccountClosed(kysely, personId),
    closedAccounts: () => closedAccounts(kysely),
    erase: (personId, signal) => withoutDeadline(() => erase(kysely, entities, personId, signal)),
    finish: (personId) => finish(kysely, dialect, personId),
  };
}
