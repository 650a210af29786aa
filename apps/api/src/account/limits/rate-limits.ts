// Rate limits of /api/auth, shared by all instances (docs/decisions/0013-limits.md), and concurrency limits
// for the endpoints without a rate limit.
import type { AuthDatabase } from '@tydo/db/auth-database';
import type { BoundedQueue } from '../../concurrency/bounded-queue.ts';
import type { KeyedLimiter } from '../../concurrency/keyed-limiter.ts';
import { tooManyAttempts } from '../../errors/retry-later-error.ts';
import { rateLimitKey } from './rate-limit-key.ts';

/**
 * What attempts are counted by: the client's IP address, the email address in the body, the same if the
 * request sends mail to it (`recipient`: only with SMTP), the session, or the person of the session or of a sign-in
 * that waits for a code.
 */
type LimitKey = 'address' | 'email' | 'recipient' | 'session' | 'person';

interface Rule {
  /** With `failures` an attempt is counted before it runs, and the count is taken back if it succeeds. */
  counts: 'failures' | 'all';
  minutes: number;
  /** Checked in this order. An attempt that exceeds one limit is counted by none. */
  limits: [max: number, ...by: LimitKey[]][];
  /** Whether the endpoint hashes a password. */
  hashes?: true;
}

/** For guessing the password of a session. An IP address may be a whole office. */
const guessLimits: Rule['limits'] = [
  [300, 'address'],
  [10, 'session'],
];
/** For guessing a code. With the password one can start any number of sign-ins, and get new sessions. */
const codeLimits: Rule['limits'] = [...guessLimits, [10, 'person']];
/** Protects mailboxes from being flooded. */
const mailLimits: Rule['limits'] = [
  [100, 'address'],
  [10, 'email'],
];
/** Not under /api/auth: `POST /api/v1/tokens/revoke`. */
export const endTokenPath = '/api/v1/tokens/revoke';
/** By Better Auth's path. */
const rules = new Map<string, Rule>([
  [
    '/sign-in/email',
    {
      counts: 'failures',
      minutes: 15,
      limits: [
        [300, 'address'],
        [10, 'address', 'email'],
        [100, 'email'],
      ],
      hashes: true,
    },
  ],
  [
    '/sign-up/email',
    {
      counts: 'all',
      minutes: 10,
      limits: [
        [300, 'address'],
        [10, 'recipient'],
      ],
      hashes: true,
    },
  ],
  ['/request-password-reset', { counts: 'all', minutes: 15, limits: mailLimits }],
  ['/send-verification-email', { counts: 'all', minutes: 15, limits: mailLimits }],
  [
    '/reset-password',
    { counts: 'failures', minutes: 15, limits: [[300, 'address']], hashes: true },
  ],
  ['/change-password', { counts: 'failures', minutes: 15, limits: guessLimits, hashes: true }],
  ['/delete-user', { counts: 'failures', minutes: 15, limits: guessLimits, hashes: true }],
  [endTokenPath, { counts: 'all', minutes: 15, limits: [[300, 'address']] }],
  [
    '/change-email',
    { counts: 'all', minutes: 15, limits: [...guessLimits, [10, 'recipient']], hashes: true },
  ],
  ['/two-factor/enable', { counts: 'failures', minutes: 15, limits: guessLimits, hashes: true }],
  ['/two-factor/disable', { counts: 'failures', minutes: 15, limits: guessLimits, hashes: true }],
  [
    '/two-factor/generate-backup-codes',
    { counts: 'failures', minutes: 15, limits: guessLimits, hashes: true },
  ],
  ['/two-factor/verify-totp', { counts: 'failures', minutes: 15, limits: codeLimits }],
  ['/two-factor/verify-backup-code', { counts: 'failures', minutes: 15, limits: codeLimits }],
]);

/** A request under /api/auth, before it reaches Better Auth. */
export interface AuthRequest {
  method: string;
  /** Parsed as Better Auth does, so that no other spelling of a path escapes its limit. */
  path: string;
  /** The client's IP address. */
  address: string;
  /** From the body, unchecked. */
  email: unknown;
  /** The id of its valid session, if any. */
  session: () => Promise<string | undefined>;
  /** The id of the person of the session, or of a sign-in that waits for a code, if any. */
  person: () => Promise<string | undefined>;
  isDisconnected: () => boolean;
}

export interface LimitOptions {
  authDatabase: AuthDatabase;
  limiter: KeyedLimiter;
  queue: BoundedQueue;
  /** Whether sign-up and address change send mail. */
  requiresVerification: boolean;
}

export function createRateLimits({
  authDatabase,
  limiter,
  queue,
  requiresVerification,
}: LimitOptions) {
  /** Counts an attempt. @returns the keys that it was counted by. @throws RetryLaterError, and then it is not counted. */
  async function countAll(rule: Rule, request: AuthRequest): Promise<string[]> {
    const counted: string[] = [];
    for (const [max, ...by] of rule.limits) {
      const values = await Promise.all(
        by.map((name) => keyValue(name, request, requiresVerification)),
      );
      if (values.includes(undefined)) continue;
      const key = JSON.stringify([request.path, by, values]);
      const { count, secondsLeft } = await authDatabase.count(key, rule.minutes * 60);
      counted.push(key);
      if (count > max) {
        await forgive(counted);
        throw tooManyAttempts(secondsLeft);
      }
    }
    return counted;
  }

  const forgive = async (keys: string[]): Promise<void> => {
    for (const key of keys) await authDatabase.uncount(key);
  };

  async function runLimited(
    rule: Rule,
    request: AuthRequest,
    work: (deadline: number) => Promise<Response>,
  ): Promise<Response> {
    const deadline = authDatabase.newDeadline();
    const withDeadline = <T>(task: () => Promise<T>) => authDatabase.withDeadline(task, deadline);
    const count = () => withDeadline(() => countAll(rule, request));
    // Requests that hash are limited by the queue, and do not wait for others from their IP address.
    const counted = await (rule.hashes ? count() : limiter(limiterKey(request.address), count));
    const response = await work(deadline).catch((error: unknown) => {
      // A failure of the server is not counted. Not awaited, because the database may be unavailable.
      forgive(counted).catch(() => {});
      throw error;
    });
    // The attempt succeeded, even if its count cannot be taken back.
    if (rule.counts === 'failures' && response.ok)
      await withDeadline(() => forgive(counted)).catch(() => {});
    return response;
  }

  return {
    /**
     * Runs `work` within the limits.
     *
     * @throws RetryLaterError TOO_MANY_REQUESTS or SERVICE_UNAVAILABLE when a limit is reached; Refusal
     * SERVICE_UNAVAILABLE when the database is unavailable.
     */
    run(request: AuthRequest, work: (deadline: number) => Promise<Response>): Promise<Response> {
      const rule = request.method === 'POST' ? rules.get(request.path) : undefined;
      if (!rule) {
        const deadline = authDatabase.newDeadline();
        return limiter(limiterKey(request.address), () => work(deadline));
      }
      const task = () => runLimited(rule, request, work);
      return rule.hashes ? queue(request.isDisconnected, task) : task();
    },
  };
}

/** The key for callers without a session. Person ids are keys of the same limiter. */
const limiterKey = (address: string): string => `from ${rateLimitKey(address)}`;

/** @returns undefined if there is nothing to count. */
async function keyValue(
  by: LimitKey,
  request: AuthRequest,
  requiresVerification: boolean,
): Promise<string | undefined> {
  switch (by) {
    case 'address':
      return rateLimitKey(request.address);
    case 'recipient':
      return requiresVerification ? keyValue('email', request, requiresVerification) : undefined;
    case 'email':
      // In lower case, as Better Auth looks it up.
      return typeof request.email === 'string' ? request.email.trim().toLowerCase() : undefined;
    case 'session':
      return request.session();
    case 'person':
      return request.person();
  }
}
