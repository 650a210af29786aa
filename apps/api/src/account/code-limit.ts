// Limits wrong codes of a signed-in person. The limits of rate-limits.ts are per session, and a new password gives a
// new session; Better Auth counts only those of a sign-in.
import type { AuthDatabase } from '@tydo/db/auth-database';
import { tooManyAttempts } from '../errors/retry-later-error.ts';

const maxWrongCodes = 10;
const windowSeconds = 15 * 60;

export type CodeLimit = ReturnType<typeof createCodeLimit>;

/**
 * Returns a function that checks a code. It is counted before it is checked, so that concurrent guesses count.
 *
 * @throws RetryLaterError TOO_MANY_REQUESTS after ten wrong codes of the person in 15 minutes; what `check` throws.
 */
export const createCodeLimit =
  (authDatabase: AuthDatabase) =>
  async (personId: string, check: () => Promise<void>): Promise<void> => {
    const key = JSON.stringify(['wrong codes', personId]);
    const { count, secondsLeft } = await authDatabase.count(key, windowSeconds);
    if (count > maxWrongCodes) {
      await authDatabase.uncount(key);
      throw tooManyAttempts(secondsLeft);
    }
    await check();
    await authDatabase.uncount(key);
  };
