// Deletes accounts. No transaction spans Better Auth's tables and ours, so a tombstone is written first:
// from then on nothing is created for the person, and what is left is erased here or, after a failure, by
// the next run of `eraseClosedAccounts`. See docs/decisions/0010-tombstone.md.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthDatabase } from '@tydo/db/auth-database';
import type { BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import type { BetterAuthAdapter } from './better-auth-adapter.ts';
import type { Passwords } from './password.ts';
import { wrongPassword } from './plugins/password-change.ts';

/** How long the response to a deletion waits for the erasure. It holds a slot of the password queue. */
const erasureTimeoutMs = 1_000;
/** When the tombstone is this old, no request from before it is still running; requests take at most 5 s. */
const maxRequestAgeMs = 60_000;

/** Better Auth's tables with a person's rows. `user` is last, because the others refer to it. */
const personTables = [
  { model: 'session', field: 'userId' },
  { model: 'account', field: 'userId' },
  { model: 'verification', field: 'value' },
  { model: 'twoFactor', field: 'userId' },
  { model: 'user', field: 'id' },
];

export type Deletion = ReturnType<typeof createDeletion>;

export interface DeletionOptions {
  authDatabase: AuthDatabase;
  passwords: Passwords;
  /** Lazy, because Better Auth is created after this. */
  adapter: () => Promise<BetterAuthAdapter>;
  log: Logger;
}

export function createDeletion({ authDatabase, passwords, adapter, log }: DeletionOptions) {
  /** Erases a closed account. @returns whether nothing is left. */
  const erase = (personId: string, signal: AbortSignal): Promise<boolean> =>
    authDatabase.withDeadline(async () => {
      const tables = await adapter();
      for (const { model, field } of personTables) {
        await tables.deleteMany({ model, where: [{ field, value: personId }] });
      }
      return authDatabase.erase(personId, signal);
    }, Infinity);
  const logFailure = (personId: string) => (error: unknown) =>
    log.warn(
      { person: personId, reason: reasonOf(error) },
      'an account was not erased; it is tried again',
    );

  return {
    /** Better Auth's `user.deleteUser`. */
    deleteUser: {
      enabled: true,
      beforeDelete: async ({ id }) => {
        // The password may have been changed since it was verified.
        if (!(await authDatabase.hasPasswordHash(id, passwords.verifiedHash() ?? '')))
          throw wrongPassword();
        await authDatabase.closeAccount(id);
      },
      // The account is deleted in any case; what this leaves is erased later.
      afterDelete: async ({ id }) => {
        const erasing = erase(id, AbortSignal.timeout(erasureTimeoutMs)).catch(logFailure(id));
        await Promise.race([erasing, sleep(erasureTimeoutMs, undefined, { ref: false })]);
      },
    } satisfies NonNullable<BetterAuthOptions['user']>['deleteUser'],

    /**
     * Runs before a session is created. Skips sign-up and password change, where Better Auth has a
     * transaction open on what may be the only connection: the person is new, or signed in.
     *
     * @throws APIError UNAUTHORIZED if the account was deleted.
     */
    async rejectClosedAccount(
      { userId }: { userId: string },
      endpoint: { path?: string } | null,
    ): Promise<void> {
      if (['/sign-up/email', '/change-password'].includes(endpoint?.path ?? '')) return;
      if (!(await authDatabase.isAccountClosed(userId))) return;
      throw new APIError('UNAUTHORIZED', {
        code: 'ACCOUNT_DELETED',
        message: 'This account was deleted.',
      });
    },

    /** Erases the remaining data of deleted accounts, and marks the accounts of which nothing is left. */
    async eraseClosedAccounts(signal: AbortSignal): Promise<void> {
      for (const { personId, closedAt } of await authDatabase.closedAccounts()) {
        const isFinal = Date.now() - closedAt.getTime() > maxRequestAgeMs;
        try {
          const isErased = await erase(personId, signal);
          if (isErased && isFinal) await authDatabase.markErased(personId);
        } catch (error) {
          // One failure does not stop the others.
          if (!signal.aborted) logFailure(personId)(error);
        }
        if (signal.aborted) return;
      }
    },
  };
}
