// Answers that must not tell whether somebody has an account take equally long, too.
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than the slowest of them takes, unless the server is overloaded; in milliseconds. */
const floor = 500;

/** Better Auth's paths whose answers are the same for known and unknown addresses. */
const always = new Set(['/request-password-reset', '/send-verification-email']);
/** The same where addresses are verified; else they say so openly. */
const withVerification = new Set(['/sign-up/email', '/change-email']);

/**
 * Answers not before half a second has passed, on the paths where an earlier answer would tell.
 *
 * @throws what `work` throws, at once.
 */
export async function inEqualTime<T>(
  path: string,
  verifies: boolean,
  work: () => Promise<T>,
): Promise<T> {
  if (!always.has(path) && !(verifies && withVerification.has(path))) return work();
  const [answer] = await Promise.all([work(), sleep(floor)]);
  return answer;
}
