// Accounts and sessions, built on Better Auth, which owns their tables.
import { TRPCError } from '@trpc/server';
import { type Database, isUniqueViolation } from '@tydo/db';
import { authDatabaseOf } from '@tydo/db/auth-database';
import { recordOf } from '@tydo/schemas/record';
import type { TokenRead } from '@tydo/schemas/token';
import { betterAuth } from 'better-auth';
import { getAuthTables } from 'better-auth/db';
import { getMigrations } from 'better-auth/db/migration';
import { createBoundedQueue } from '../concurrency/bounded-queue.ts';
import type { KeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { hasOnlyAllowedRedirects } from '../http/redirects.ts';
import { tokenMail } from '../mail/mail-templates.ts';
import { createAskAgain } from './ask-again.ts';
import type { BetterAuthAdapter } from './better-auth-adapter.ts';
import {
  type AccountOptions,
  betterAuthOptions,
  clientIpHeader,
  isMigrated,
} from './better-auth-options.ts';
import { createCodeLimit } from './code-limit.ts';
import { createDeletion } from './deletion.ts';
import { createDisabledAccounts } from './disabled-accounts.ts';
import { type PersonalData, personalData } from './export.ts';
import { withMinResponseTime } from './limits/min-response-time.ts';
import { type AuthRequest, createRateLimits, endTokenPath } from './limits/rate-limits.ts';
import { createOperator } from './operator.ts';
import { createPasswords, type HashCost } from './password.ts';
import { renewSecrets } from './renew-secrets.ts';
import { deleteExpiredSessions } from './session/expired-sessions.ts';
import { createSessions, type Session, type SessionHeaders } from './session/session.ts';
import { createUsedCodes } from './used-codes.ts';
import { personWaiting } from './waiting-sign-in.ts';

export interface AuthOptions extends AccountOptions {
  db: Database;
  limiter: KeyedLimiter;
  hashCost?: HashCost | undefined;
  /** The minimum duration of responses whose timing would reveal whether an account exists. */
  minResponseMs?: number | undefined;
}

export type Auth = ReturnType<typeof createAuth>;

/** Does not access the database; `migrate` creates the tables. */
export function createAuth({ db, limiter, hashCost, minResponseMs, ...options }: AuthOptions) {
  const authDatabase = authDatabaseOf(db);
  const passwords = createPasswords(hashCost);
  const adapter = async (): Promise<BetterAuthAdapter> => (await auth.$context).adapter;
  const deletion = createDeletion({ authDatabase, passwords, adapter, log: options.log });
  // Requests that hash a password. More run than are hashed at once, so that hashing does not wait for the
  // database, but fewer than the ten failures that a caller is allowed.
  const queue = createBoundedQueue({ concurrency: 4, maxQueueLength: 300, timeoutMs: 30_000 });
  const limits = createRateLimits({
    authDatabase,
    limiter,
    queue,
    requiresVerification: options.requiresVerification,
  });
  const disabled = createDisabledAccounts(authDatabase, adapter);
  const usedCodes = createUsedCodes(authDatabase);
  const services = { authDatabase, passwords, deletion, disabled, usedCodes };
  const config = betterAuthOptions(options, services);
  const auth = betterAuth(config);
  const askAgain = createAskAgain(auth, usedCodes, createCodeLimit(authDatabase));
  const sessions = createSessions(auth, authDatabase, options);
  return {
    /**
     * Answers a request under /api/auth.
     *
     * @param isDisconnected whether the client has closed its connection.
     * @throws TRPCError FORBIDDEN for a redirect to a foreign page; RetryLaterError when a limit is reached;
     * Refusal SERVICE_UNAVAILABLE when the database is unavailable; Error for an unexpected failure.
     */
    async handle(request: Request, isDisconnected = () => false): Promise<Response> {
      const { method, url, headers } = request;
      const body = await bodyOf(request);
      const { pathname, searchParams } = new URL(url);
      if (!hasOnlyAllowedRedirects(searchParams, body, options.origins))
        throw new TRPCError(foreignRedirect);
      const { email, newEmail, password } = body;
      const path = pathname.slice('/api/auth'.length);
      const authRequest = {
        method,
        path,
        address: headers.get(clientIpHeader) ?? '',
        email: email ?? newEmail,
        session: async () => (await sessions.idsIn(headers))?.id,
        // As Better Auth chooses between them.
        person: async () =>
          (typeof body['challenge'] === 'string'
            ? undefined
            : (await sessions.idsIn(headers))?.personId) ??
          personWaiting(await auth.$context, headers, body),
        isDisconnected,
      };
      const respond = async (deadline: number) => {
        const respondOnce = async () =>
          (method === 'POST' ? await askAgain(path, headers, body) : undefined) ??
          (await auth.handler(request.clone()));
        const call = () => authDatabase.withDeadline(respondOnce, deadline);
        // Better Auth hashes inside the transaction of a sign-up, and SQLite has only one connection.
        const passwordToHash = path === '/sign-up/email' ? password : undefined;
        return passwords.runRequest(passwordToHash, () => retryIfTaken(path, call));
      };
      return sessions.withTranslatedCredentials(headers, () =>
        withMinResponseTime(
          path,
          { requiresVerification: options.requiresVerification, minMs: minResponseMs },
          (startTimer) =>
            limits.run(authRequest, (deadline) => {
              startTimer();
              return respond(deadline);
            }),
        ),
      );
    },

    /** How many requests hash a password, or wait to. */
    passwordLoad: queue.load,

    /** For the operator's commands. */
    operator: createOperator(auth, authDatabase),

    /** Whether everybody can create an account. */
    isSignUpOpen: options.isSignUpOpen,

    /** The valid session of a request: see `createSessions`. */
    session: (headers: SessionHeaders, deadline: number): Promise<Session> =>
      limiter.track(() => sessions.find(headers, deadline)),

    /** The same without renewing it: see `createSessions`. */
    personIn: sessions.personIn,

    /** What happens when a token was created. */
    tokens: {
      announce: (email: string, token: TokenRead): void =>
        void options.mailer.send({ to: email, ...tokenMail(token, options.baseUrl) }),
      feedUrl: (secret: string): string => `${options.baseUrl}/feeds/${secret}/tasks.ics`,
    },

    /**
     * The id of the person whose calendar feed has this secret; undefined without such a feed.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    feedOwner: async (secret: string, deadline: number): Promise<string | undefined> =>
      (await authDatabase.findToken(secret, 'feed', deadline))?.personId,

    /**
     * Ends the token or feed with this text, if there is one.
     *
     * @throws RetryLaterError TOO_MANY_REQUESTS for too many attempts; Refusal SERVICE_UNAVAILABLE.
     */
    async endToken(
      { address, isDisconnected }: Pick<AuthRequest, 'address' | 'isDisconnected'>,
      text: string,
    ): Promise<void> {
      const none = () => Promise.resolve(undefined);
      const request = {
        method: 'POST',
        path: endTokenPath,
        address,
        email: undefined,
        session: none,
        person: none,
        isDisconnected,
      };
      await limits.run(request, async (deadline) => {
        await authDatabase.endToken(text, deadline);
        return new Response();
      });
    },

    /** Deletes tokens that ended before `date`. */
    deleteEndedTokens: (date: Date): Promise<void> => authDatabase.deleteEndedTokens(date),

    /** Whether X-Tydo-Person names another person than the session's: see `createSessions`. */
    isPersonMismatch: sessions.isPersonMismatch,

    /**
     * Whether a person should be reminded to verify their address.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    async needsVerificationReminder(
      personId: string,
      deadline = db.newDeadline(),
    ): Promise<boolean> {
      if (!options.requiresVerification) return false;
      const { internalAdapter } = await auth.$context;
      const find = () => internalAdapter.findUserById(personId);
      return (await authDatabase.withDeadline(find, deadline))?.emailVerified === false;
    },

    /**
     * Whether the account of a person was deleted.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    isClosed: (personId: string, deadline: number): Promise<boolean> =>
      authDatabase.withDeadline(() => authDatabase.isAccountClosed(personId), deadline),

    /**
     * What Better Auth stores about a person; null if there is no such account.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    personalData: (personId: string, deadline: number): Promise<PersonalData | null> =>
      authDatabase.withDeadline(async () => personalData(await adapter(), personId), deadline),

    /** Erases the remaining data of deleted accounts, until `signal` aborts. */
    eraseClosedAccounts: (signal: AbortSignal): Promise<void> =>
      deletion.eraseClosedAccounts(signal),

    /** Deletes sessions that expired before `date`. */
    async deleteExpiredSessions(date: Date): Promise<void> {
      const work = async () => deleteExpiredSessions(await adapter(), date);
      const expired = await authDatabase.withDeadline(work, Infinity);
      if (expired > 0) options.log.info({ sessions: expired }, 'expired sessions were deleted');
    },

    /** For the start of a server: see `renewSecrets`. */
    async renewSecrets(): Promise<void> {
      const work = async () => renewSecrets(await auth.$context);
      const { renewed, unreadable } = await authDatabase.withDeadline(work, Infinity);
      if (renewed > 0) options.log.info({ people: renewed }, 'two-factor secrets were renewed');
      if (unreadable === 0) return;
      options.log.warn(
        { people: unreadable },
        'two-factor secrets were encrypted with a secret that is not in BETTER_AUTH_SECRETS',
      );
    },

    /** The names of Better Auth's tables; none refers to a later one. */
    tables: Object.values(getAuthTables(config)).map(({ modelName }) => modelName),

    /** Creates Better Auth's missing tables and columns, in one process at a time. */
    async migrate(): Promise<void> {
      // Without a deadline, like the other steps of a start.
      if (await authDatabase.withDeadline(() => isMigrated(config), Infinity)) return;
      await authDatabase.withSchemaLock(async (connection) => {
        const { runMigrations } = await getMigrations({ ...config, database: connection });
        await runMigrations();
      });
    },
  };
}

const foreignRedirect = {
  code: 'FORBIDDEN',
  message:
    'Redirects must lead to a path of this site, or to a page of an origin in TRUSTED_ORIGINS.',
} as const;

/** The JSON body of a request; empty if it has none. */
const bodyOf = async (request: Request): Promise<Record<string, unknown>> =>
  recordOf(
    await request
      .clone()
      .json()
      .catch(() => undefined),
  );

/**
 * Better Auth's response. When two requests take the same address at once, the database rejects the later
 * one with a unique violation; the second call then answers that the account exists. When two set up an
 * authenticator app at once, the second call replaces the secret of the first.
 *
 * @throws Error for an unexpected failure.
 */
async function retryIfTaken(path: string, call: () => Promise<Response>): Promise<Response> {
  if (path === '/verify-email' || path === '/two-factor/enable') {
    return unlessFailed(
      await call().catch((error: unknown) => {
        if (isUniqueViolation(error)) return call();
        throw error;
      }),
    );
  }
  const response = await call();
  const mayBeTaken = path === '/sign-up/email' && (await isFailure(response));
  return unlessFailed(mayBeTaken ? await call() : response);
}

/** Whether a response hides an unexpected error: Better Auth reports some as its own refusals. */
const isFailure = async (response: Response): Promise<boolean> =>
  response.status >= 500 || (await response.clone().text()).includes('"FAILED_TO_CREATE_USER"');

async function unlessFailed(response: Response): Promise<Response> {
  if (!(await isFailure(response))) return response;
  throw new Error(`Better Auth failed: ${response.status} ${await response.text()}`);
}
