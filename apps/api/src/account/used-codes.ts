// A code of an authenticator app works once (RFC 6238, 5.2): who has seen it being typed cannot use it too.
import type { AuthDatabase } from '@tydo/db/auth-database';
import { APIError } from 'better-auth/api';

/** Longer than a code is valid: its own 30 seconds, and those before and after. */
const windowSeconds = 120;

export type UsedCodes = ReturnType<typeof createUsedCodes>;

export const createUsedCodes = (authDatabase: AuthDatabase) => ({
  /**
   * Marks a right code as used. Of requests at once, one succeeds.
   *
   * @throws APIError UNAUTHORIZED if it was used before; Refusal SERVICE_UNAVAILABLE.
   */
  async use(personId: string, code: unknown): Promise<void> {
    const key = JSON.stringify(['code', personId, code]);
    if ((await authDatabase.count(key, windowSeconds)).count === 1) return;
    throw new APIError('UNAUTHORIZED', {
      code: 'CODE_ALREADY_USED',
      message: 'This code was already used. Wait for the next one.',
    });
  },
});
