// Answers that must not tell whether somebody has an account take equally long, too.
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than the slowest of them takes, unless the server is overloaded; in milliseconds. */
export const minResponseMs = 500;

/** Better Auth's paths whose answers are the same for known and unknown addresses. */
const always = new Set(['/request-password-reset', '/send-verification-email']);
/** The same where addresses are verified; else they say so openly. */
const withVerification = new Set(['/sign-up/email', '/change-email']);

/** A sign-in that succeeds has nothing to hide, and need not wait. */
const wouldTell = (path: string, verifies: boolean, status: number): boolean =>
  always.has(path) ||
  (verifies && withVerification.has(path)) ||
  (path === '/sign-in/email' && status === 401);

/**
 * Answers not before `minMs` have passed since `begin` was called, where an earlier answer would tell. What is done before, such as waiting in line, must be the same for all.
 *
 * @throws what `work` throws, at once.
 */
export async function withMinResponseTime(
  path: string,
  { verifies, minMs = minResponseMs }: { verifies: boolean; minMs?: number | undefined },
  work: (begin: () => void) => Promise<Response>,
): Promise<Response> {
  let end = 0;
  const answer = await work(() => (end = performance.now() + minMs));
  if (wouldTell(path, verifies, answer.status)) await sleep(Math.max(0, end - performance.now()));
  return answer;
}
