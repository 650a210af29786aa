// Accounts, by Better Auth: it owns its tables, we choose their names and read `user`.

import { TRPCError } from '@trpc/server';
import { type Database, isUniqueViolation } from '@tydo/db';
import { accountsOf } from '@tydo/db/accounts';
import { recordOf } from '@tydo/schemas/record';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { createBoundedQueue } from '../concurrency/bounded-queue.ts';
import type { KeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { redirectsAllowed } from '../http/redirects.ts';
import type { AuthAdapter } from './auth-adapter.ts';
import {
  type AccountOptions,
  addressHeader,
  betterAuthOptions,
  isMigrated,
} from './better-auth.ts';
import { createDeletion } from './deletion.ts';
import { type PersonalData, personalData } from './export.ts';
import { withMinResponseTime } from './limits/min-response-time.ts';
import { createRateLimits } from './limits/rate-limits.ts';
import { createPasswords, type HashCost } from './password.ts';
import { deleteExpiredSessions } from './session/expired-sessions.ts';
import { createSessions } from './session/session.ts';

export interface AuthOptions extends AccountOptions {
  db: Database;
  limiter: KeyedLimiter;
  hashCost?: HashCost | undefined;
  /** How long answers take at least that would tell whether there is an account. */
  minResponseMs?: number | undefined;
}

export type Auth = ReturnType<typeof createAuth>;

/** Opens nothing and changes nothing; see `migrate`. */
export function createAuth({ db, limiter, hashCost, minResponseMs, ...options }: AuthOptions) {
  const accounts = accountsOf(db);
  const passwords = createPasswords(hashCost);
  const adapter = async (): Promise<AuthAdapter> => (await auth.$context).adapter;
  const deletion = createDeletion({ accounts, passwords, adapter, log: options.log });
  // More than are hashed at once, so that hashing does not wait for the database; fewer than the ten
  // failures that one may have. A crowd at the same moment is no failure, but nobody waits for ever.
  const queue = createBoundedQueue({ concurrency: 4, maxQueueLength: 300, timeoutMs: 30_000 });
  const limits = createRateLimits({ accounts, limiter, queue, verifies: options.verifies });
  const config = betterAuthOptions(options, { accounts, passwords, deletion });
  const auth = betterAuth(config);
  const sessions = createSessions(auth, accounts, options);
  return {
    /**
     * Answers a request under /api/auth.
     *
     * @param hasGone whether the caller does not wait for the answer any more.
     * @throws TRPCError FORBIDDEN where it wants to be led to a page that is not ours; RetryLaterError where the
     * caller has to wait; Refusal when the database is away, or whatever was unexpected.
     */
    async handle(request: Request, hasGone = () => false): Promise<Response> {
      const { method, url, headers } = request;
      const body = await bodyOf(request);
      const { pathname, searchParams } = new URL(url);
      if (!redirectsAllowed(searchParams, body, options.origins))
        throw new TRPCError(leadsElsewhere);
      const { email, newEmail, password } = body;
      const path = pathname.slice('/api/auth'.length);
      const attempt = {
        method,
        path,
        address: headers.get(addressHeader) ?? '',
        email: email ?? newEmail,
        session: () => sessions.idIn(headers),
        hasGone,
      };
      const answer = async (deadline: number) => {
        const ask = () => accounts.withDeadline(() => auth.handler(request.clone()), deadline);
        const isNew = path === '/sign-up/email';
        // A sign-up hashes inside its transaction, and SQLite has only one connection to give.
        return passwords.during(isNew ? password : undefined, () => unlessFailed(path, ask));
      };
      return sessions.translated(headers, () =>
        withMinResponseTime(path, { verifies: options.verifies, minMs: minResponseMs }, (begin) =>
          limits.guard(attempt, (deadline) => {
            begin();
            return answer(deadline);
          }),
        ),
      );
    },

    /** Whose valid session a request carries: see `createSessions`. */
    session: sessions.find,

    /** The same without renewing it: see `createSessions`. */
    personIn: sessions.personIn,

    /** Whether a page or program takes another person for signed in: see `createSessions`. */
    isPersonMismatch: sessions.isPersonMismatch,

    /**
     * Whether a person should be reminded to verify their address.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    async needsReminder(personId: string, deadline = db.newDeadline()): Promise<boolean> {
      if (!options.verifies) return false;
      const { internalAdapter } = await auth.$context;
      const find = () => internalAdapter.findUserById(personId);
      return (await accounts.withDeadline(find, deadline))?.emailVerified === false;
    },

    /**
     * What Better Auth keeps of a person; null where there is no such account.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    personalData: (personId: string, deadline: number): Promise<PersonalData | null> =>
      accounts.withDeadline(async () => personalData(await adapter(), personId), deadline),

    /** Erases what is left of people who were deleted, until `signal` ends it. */
    eraseClosedAccounts: (signal: AbortSignal): Promise<void> =>
      deletion.eraseClosedAccounts(signal),

    /** Deletes sessions that expired before `date`. */
    async deleteExpiredSessions(date: Date): Promise<void> {
      const work = async () => deleteExpiredSessions(await adapter(), date);
      const expired = await accounts.withDeadline(work, Infinity);
      if (expired > 0) options.log.info({ sessions: expired }, 'expired sessions were deleted');
    },

    /** Makes Better Auth's tables, or what is missing of them. One process at a time does it. */
    async migrate(): Promise<void> {
      // However long it takes, as the rest of a start.
      if (await accounts.withDeadline(() => isMigrated(config), Infinity)) return;
      await accounts.withSchemaLock(async (connection) => {
        const { runMigrations } = await getMigrations({ ...config, database: connection });
        await runMigrations();
      });
    },
  };
}

const leadsElsewhere = {
  code: 'FORBIDDEN',
  message: 'Name a path of this site to go on to, or a page of an origin in TRUSTED_ORIGINS.',
} as const;

/** What a request says; nothing where it says nothing that can be read. */
const bodyOf = async (request: Request): Promise<Record<string, unknown>> =>
  recordOf(
    await request
      .clone()
      .json()
      .catch(() => undefined),
  );

/**
 * Better Auth's answer, unless something unexpected is behind it. Of two who want one e-mail at the same
 * moment the database refuses the later; asked again, Better Auth sees that there is such an account.
 *
 * @throws what was unexpected.
 */
async function unlessFailed(path: string, ask: () => Promise<Response>): Promise<Response> {
  if (path === '/verify-email') return known(await ask().catch(whereTaken(ask)));
  const first = await ask();
  return known(path === '/sign-up/email' && (await isFailed(first)) ? await ask() : first);
}

/** For what is thrown: asks again where a value that must be unique was there already. */
const whereTaken =
  (ask: () => Promise<Response>) =>
  (error: unknown): Promise<Response> => {
    if (isUniqueViolation(error)) return ask();
    throw error;
  };

/** Whether something unexpected is behind an answer: Better Auth tells it as a refusal of its own. */
const isFailed = async (answer: Response): Promise<boolean> =>
  answer.status >= 500 || (await answer.clone().text()).includes('"FAILED_TO_CREATE_USER"');

async function known(answer: Response): Promise<Response> {
  if (!(await isFailed(answer))) return answer;
  throw new Error(`Better Auth failed: ${answer.status} ${await answer.text()}`);
}
