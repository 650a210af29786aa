// The connection for Better Auth, which owns the tables of accounts, and the deletion of accounts. Lint allows
// its import only in apps/api/src/account.
import type { Kysely } from 'kysely';
import { withDeadline, withoutDeadline } from '../connection/deadline.ts';
import type { Database } from '../database.ts';
import { internalsOf } from '../internals.ts';
import { withSchemaLock } from '../schema/schema-lock.ts';
import type { TokenUse } from '../token/find-token.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { isAccountDisabled, type ListedPerson, listPeople, setDisabledAt } from './disabling.ts';
import { erase } from './erase.ts';
import { hasPasswordHash } from './has-password-hash.ts';
import type { FoundSession } from './sessions.ts';
import {
  type ClosedAccount,
  closeAccount,
  closedAccounts,
  isAccountClosed,
  markErased,
} from './tombstone.ts';

export type { ListedPerson } from './disabling.ts';

/** What Better Auth takes as its `database`. */
export interface AuthConnection {
  db: Kysely<never>;
  type: 'sqlite' | 'postgres';
}

export interface AuthDatabase extends Attempts {
  connection: AuthConnection;
  /**
   * Runs `work` over the connection. If the database was away, this throws even if Better Auth swallowed
   * the error.
   *
   * @param deadline as for `database.unitOfWork`.
   * @throws Refusal SERVICE_UNAVAILABLE, or what `work` throws.
   */
  withDeadline<T>(work: () => Promise<T>, deadline?: number): Promise<T>;
  /** The deadline of a call that begins now, in milliseconds since 1970. */
  newDeadline(): number;
  /**
   * Runs `work`, which changes tables over the given connection, in one transaction and while no other process
   * changes tables.
   *
   * @throws SchemaError if it fails; then nothing was changed.
   */
  withSchemaLock<T>(work: (connection: AuthConnection) => Promise<T>): Promise<T>;
  /**
   * The session of a token, expired or not, unless its account was deleted or disabled. One statement.
   *
   * @param deadline as for `database.unitOfWork`.
   * @throws Refusal SERVICE_UNAVAILABLE
   */
  findSession(token: string, deadline?: number): Promise<FoundSession | undefined>;
  /** The same for API tokens: see `createTokenUse`. @throws Refusal SERVICE_UNAVAILABLE */
  findToken(
    ...given: [...Parameters<TokenUse['find']>, deadline?: number]
  ): ReturnType<TokenUse['find']>;
  /** Ends the token of this text, if there is one. @throws Refusal SERVICE_UNAVAILABLE */
  endToken(text: string, deadline?: number): Promise<void>;
  /** Deletes tokens that were revoked or expired before this time. @throws Refusal SERVICE_UNAVAILABLE */
  deleteEndedTokens(before: Date): Promise<void>;
  /**
   * Sets the tombstone of a deleted account: from now on all writes for this person are refused with
   * UNAUTHORIZED. What was committed before stays until it is erased.
   */
  closeAccount(personId: string): Promise<void>;
  isAccountClosed(personId: string): Promise<boolean>;
  /** Disables an account since `at`; null enables it. */
  setDisabledAt(personId: string, at: Date | null): Promise<void>;
  isAccountDisabled(personId: string): Promise<boolean>;
  /** See `listPeople`. @param pageSize default: 1,000 */
  listPeople(afterEmail: string, pageSize?: number): Promise<ListedPerson[]>;
  /** Closed accounts that are not marked as erased: up to 1,000, the oldest first. */
  closedAccounts(): Promise<ClosedAccount[]>;
  /**
   * Deletes all rows of a closed account, however long it takes. After an abort or crash the next run
   * continues; concurrent runs are safe.
   *
   * @param signal aborts it soon.
   * @returns whether nothing is left.
   * @throws TypeError for an account that is not closed.
   */
  erase(personId: string, signal?: AbortSignal): Promise<boolean>;
  /** Marks a closed account as erased; the tombstone stays. */
  markErased(personId: string): Promise<void>;
  /**
   * Whether `hash` is the stored hash of the person's password. Waits for a concurrent change of it.
   *
   * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
   */
  hasPasswordHash(personId: string, hash: string): Promise<boolean>;
}

/** Uses the connections of the open database. */
export function authDatabaseOf(database: Database): AuthDatabase {
  const { kysely, dialect, timeouts, entities, findSession, tokenUse } = internalsOf(database);
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
    findToken: (text, kind, deadline) =>
      withDeadline(() => tokenUse.find(text, kind), timeouts.call, deadline),
    endToken: (text, deadline) => withDeadline(() => tokenUse.end(text), timeouts.call, deadline),
    deleteEndedTokens: (before) => withoutDeadline(() => tokenUse.deleteEnded(before)),
    closeAccount: (personId) => closeAccount(kysely, dialect, personId),
    isAccountClosed: (personId) => isAccountClosed(kysely, personId),
    setDisabledAt: (personId, at) => setDisabledAt(kysely, dialect, personId, at),
    isAccountDisabled: (personId) => isAccountDisabled(kysely, personId),
    listPeople: (afterEmail, pageSize = 1_000) => listPeople(kysely, afterEmail, pageSize),
    closedAccounts: () => closedAccounts(kysely),
    erase: (personId, signal) => withoutDeadline(() => erase(kysely, entities, personId, signal)),
    markErased: (personId) => markErased(kysely, dialect, personId),
  };
}
