// How often something may be tried under /api/auth, over all instances: see
// docs/decisions/0013-limits.md. And who takes turns for what is not limited.
import type { Accounts } from '@tydo/db/accounts';
import type { BoundedQueue } from '../../concurrency/bounded-queue.ts';
import type { KeyedLimiter } from '../../concurrency/keyed-limiter.ts';
import { RetryLaterError } from '../../errors/retry-later-error.ts';
import { rateLimitKey } from './rate-limit-key.ts';

/**
 * By what is counted: where somebody calls from, the e-mail address he gives, the same where a mail goes
 * to it only because addresses are verified, the session he has.
 */
type By = 'address' | 'email' | 'recipient' | 'session';

interface Rule {
  /** Failures: an attempt counts before it is made, and not any more when it succeeded. */
  counts: 'failures' | 'all';
  minutes: number;
  /** In this order: whoever is refused by one is not counted by those after it. */
  limits: [most: number, ...by: By[]][];
  /** Whether a password is hashed for it. */
  hashes?: true;
}

/** One address stands for a whole office; one e-mail address can be tried from many. */
const guesses: Rule['limits'] = [
  [300, 'address'],
  [10, 'session'],
];
/** Nobody's mailbox is filled by somebody else. */
const mails: Rule['limits'] = [
  [100, 'address'],
  [10, 'email'],
];
/** By Better Auth's paths. */
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
  ['/request-password-reset', { counts: 'all', minutes: 15, limits: mails }],
  ['/send-verification-email', { counts: 'all', minutes: 15, limits: mails }],
  [
    '/reset-password',
    { counts: 'failures', minutes: 15, limits: [[300, 'address']], hashes: true },
  ],
  ['/change-password', { counts: 'failures', minutes: 15, limits: guesses, hashes: true }],
  ['/delete-user', { counts: 'failures', minutes: 15, limits: guesses, hashes: true }],
  ['/change-email', { counts: 'all', minutes: 15, limits: [...guesses, [10, 'recipient']] }],
]);

/** A request under /api/auth, before Better Auth has it. */
export interface Attempt {
  method: string;
  /** As Better Auth reads it: what it does not know as one of these is not limited, or 404. */
  path: string;
  /** Where it comes from. */
  address: string;
  /** What the body says, in whatever form. */
  email: unknown;
  /** The id of the valid session that it carries, if any. */
  session: () => Promise<string | undefined>;
  hasGone: () => boolean;
}

export interface LimitOptions {
  accounts: Accounts;
  limiter: KeyedLimiter;
  queue: BoundedQueue;
  /** Whether a sign-up and a change of address send mail. */
  verifies: boolean;
}

export type Limits = ReturnType<typeof createRateLimits>;

export function createRateLimits({ accounts, limiter, queue, verifies }: LimitOptions) {
  /** The keys under which this attempt was counted. @throws RetryLaterError, and then none counts it. */
  async function countAll(rule: Rule, attempt: Attempt): Promise<string[]> {
    const counted: string[] = [];
    for (const [most, ...by] of rule.limits) {
      const values = await Promise.all(by.map((name) => valueOf(name, attempt, verifies)));
      if (values.includes(undefined)) continue;
      const key = JSON.stringify([attempt.path, by, values]);
      const { count, secondsLeft } = await accounts.count(key, rule.minutes * 60);
      counted.push(key);
      if (count > most) {
        await forgive(counted);
        const message = 'Too many attempts. Wait some minutes, then try again.';
        throw new RetryLaterError('TOO_MANY_REQUESTS', message, secondsLeft);
      }
    }
    return counted;
  }

  const forgive = async (keys: string[]): Promise<void> => {
    for (const key of keys) await accounts.forgive(key);
  };

  async function limited(
    rule: Rule,
    attempt: Attempt,
    work: (deadline: number) => Promise<Response>,
  ): Promise<Response> {
    const deadline = accounts.newDeadline();
    const inTime = <T>(task: () => Promise<T>) => accounts.withDeadline(task, deadline);
    const count = () => inTime(() => countAll(rule, attempt));
    // In line few count at a time already, and must not wait for what else comes from an address.
    const counted = await (rule.hashes ? count() : limiter(turnOf(attempt.address), count));
    const answer = await work(deadline).catch((error: unknown) => {
      // Our failure is not the caller's. Nobody waits for it: there may be no database.
      forgive(counted).catch(() => {});
      throw error;
    });
    // It was done: a count that stays is no reason to say otherwise.
    if (rule.counts === 'failures' && answer.ok)
      await inTime(() => forgive(counted)).catch(() => {});
    return answer;
  }

  return {
    /**
     * Does `work`, unless the caller has to wait.
     *
     * @throws RetryLaterError TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE; Refusal SERVICE_UNAVAILABLE when the
     * database is away.
     */
    guard(attempt: Attempt, work: (deadline: number) => Promise<Response>): Promise<Response> {
      const rule = attempt.method === 'POST' ? rules.get(attempt.path) : undefined;
      if (!rule) {
        const deadline = accounts.newDeadline();
        return limiter(turnOf(attempt.address), () => work(deadline));
      }
      const task = () => limited(rule, attempt, work);
      return rule.hashes ? queue(attempt.hasGone, task) : task();
    },
  };
}

/** For turns that are nobody's own: callers without a session have an address only. */
const turnOf = (address: string): string => `from ${rateLimitKey(address)}`;

/** @returns undefined where there is nothing to count. */
async function valueOf(by: By, attempt: Attempt, verifies: boolean): Promise<string | undefined> {
  switch (by) {
    case 'address':
      return rateLimitKey(attempt.address);
    case 'recipient':
      return verifies ? valueOf('email', attempt, verifies) : undefined;
    case 'email':
      // In lower case, as Better Auth looks for it.
      return typeof attempt.email === 'string' ? attempt.email.trim().toLowerCase() : undefined;
    case 'session':
      return attempt.session();
  }
}
