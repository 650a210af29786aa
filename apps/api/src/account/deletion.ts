// The end of an account. Nothing joins Better Auth's tables and ours, so a tombstone drives it: once that
// stands nothing is made for the person any more, and whatever is left of them is erased, here or, after
// a failure in between, by the next round of `eraseClosedAccounts`. See docs/decisions/0010-tombstone.md.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Accounts } from '@tydo/db/accounts';
import type { BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import type { AuthAdapter } from './auth-adapter.ts';
import type { Passwords } from './password.ts';
import { wrongPassword } from './plugins/password-change.ts';

/**
 * How long the answer to a deletion waits for the erasing, in milliseconds. It has a place in the line of
 * those who want a password hashed meanwhile.
 */
const patience = 1_000;
/** After so many nothing that began before the tombstone is under way; requests have 5 s. */
const settled = 60_000;

/** Where Better Auth keeps something of a person, the person last: the others refer to it. */
const places = [
  { model: 'session', field: 'userId' },
  { model: 'account', field: 'userId' },
  { model: 'verification', field: 'value' },
  { model: 'user', field: 'id' },
];

export type Deletion = ReturnType<typeof createDeletion>;

export interface DeletionOptions {
  accounts: Accounts;
  passwords: Passwords;
  /** Better Auth's, which needs what is made here. */
  adapter: () => Promise<AuthAdapter>;
  log: Logger;
}

export function createDeletion({ accounts, passwords, adapter, log }: DeletionOptions) {
  /** All of a closed person. @returns whether nothing is left. */
  const erase = (personId: string, signal: AbortSignal): Promise<boolean> =>
    accounts.withDeadline(async () => {
      const tables = await adapter();
      for (const { model, field } of places) {
        await tables.deleteMany({ model, where: [{ field, value: personId }] });
      }
      return accounts.erase(personId, signal);
    }, Infinity);
  const failed = (personId: string) => (error: unknown) =>
    log.warn(
      { person: personId, reason: reasonOf(error) },
      'an account was not erased; soon again',
    );

  return {
    /** Better Auth's `user.deleteUser`. */
    deleteUser: {
      enabled: true,
      beforeDelete: async ({ id }) => {
        // It may have been changed while it was hashed, perhaps because somebody else knows it.
        if (!(await accounts.hasPasswordHash(id, passwords.verified() ?? '')))
          throw wrongPassword();
        await accounts.close(id);
      },
      // Deleted it is in any case; what is left here is erased later.
      afterDelete: async ({ id }) => {
        const erasing = erase(id, AbortSignal.timeout(patience)).catch(failed(id));
        await Promise.race([erasing, sleep(patience, undefined, { ref: false })]);
      },
    } satisfies NonNullable<BetterAuthOptions['user']>['deleteUser'],

    /**
     * For every session before it is made. Not where Better Auth has a transaction open, on the only
     * connection perhaps: a sign-up is of somebody new, a change of the password of somebody signed in.
     *
     * @throws APIError UNAUTHORIZED where the tombstone stands.
     */
    async refuseClosed(
      { userId }: { userId: string },
      endpoint: { path?: string } | null,
    ): Promise<void> {
      if (['/sign-up/email', '/change-password'].includes(endpoint?.path ?? '')) return;
      if (!(await accounts.isAccountClosed(userId))) return;
      throw new APIError('UNAUTHORIZED', {
        code: 'ACCOUNT_DELETED',
        message: 'This account was deleted.',
      });
    },

    /** Erases what is left of people who were deleted, and says of whom nothing is. */
    async eraseClosedAccounts(signal: AbortSignal): Promise<void> {
      for (const { personId, closedAt } of await accounts.closedAccounts()) {
        const isSettled = Date.now() - closedAt.getTime() > settled;
        try {
          const isErased = await erase(personId, signal);
          if (isErased && isSettled) await accounts.finish(personId);
        } catch (error) {
          // So that one does not keep the others waiting.
          if (!signal.aborted) failed(personId)(error);
        }
        if (signal.aborted) return;
      }
    },
  };
}
