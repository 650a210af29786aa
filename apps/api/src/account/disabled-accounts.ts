// Refuses sessions of accounts that an operator has disabled.
import type { AuthDatabase } from '@tydo/db/auth-database';
import { APIError } from 'better-auth/api';
import type { BetterAuthAdapter } from './better-auth-adapter.ts';

export type DisabledAccounts = ReturnType<typeof createDisabledAccounts>;

/** @param adapter lazy, because Better Auth is created after this. */
export function createDisabledAccounts(
  authDatabase: AuthDatabase,
  adapter: () => Promise<BetterAuthAdapter>,
) {
  return {
    /**
     * Runs after a session was created. Disabling is written before the sessions are deleted: either that deletes
     * this session, or the account is found disabled here.
     *
     * @throws APIError UNAUTHORIZED if the account is disabled; then the session has ended.
     */
    endNewSession: async ({ id, userId }: { id: string; userId: string }): Promise<void> => {
      if (!(await authDatabase.isAccountDisabled(userId))) return;
      const tables = await adapter();
      await tables.deleteMany({ model: 'session', where: [{ field: 'id', value: id }] });
      throw new APIError('UNAUTHORIZED', {
        code: 'ACCOUNT_DISABLED',
        message: 'This account is disabled. Ask the operator of this server.',
      });
    },
  };
}
