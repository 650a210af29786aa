// Delays responses whose timing would reveal whether an account exists.
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than any of these responses takes, unless the server is overloaded. */
const defaultMinMs = 500;

/** Paths whose response is the same for known and unknown addresses. */
const always = new Set(['/request-password-reset', '/send-verification-email']);
/** The same if addresses are verified; otherwise the response says that an address is taken. */
const withVerification = new Set(['/sign-up/email', '/change-email']);

/** A successful sign-in reveals nothing, and is not delayed. */
const needsDelay = (path: string, requiresVerification: boolean, status: number): boolean =>
  always.has(path) ||
  (requiresVerification && withVerification.has(path)) ||
  (path === '/sign-in/email' && status === 401);

/**
 * Delays the response of `work` until `minMs` after `startTimer` was called, where an earlier one would reveal
 * something. What `work` does before, such as waiting in the queue, must not depend on the account.
 *
 * @throws what `work` throws, at once.
 */
export async function withMinResponseTime(
  path: string,
  {
    requiresVerification,
    minMs = defaultMinMs,
  }: { requiresVerification: boolean; minMs?: number | undefined },
  work: (startTimer: () => void) => Promise<Response>,
): Promise<Response> {
  let end = 0;
  const response = await work(() => (end = performance.now() + minMs));
  if (needsDelay(path, requiresVerification, response.status))
    await sleep(Math.max(0, end - performance.now()));
  return response;
}
