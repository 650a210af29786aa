// Accounts, by Better Auth: it owns its tables, we choose their names and read `user`.
import { randomUUID } from 'node:crypto';
import { type Database, Refusal, SchemaError } from '@tydo/db';
import { type Accounts, accountsOf } from '@tydo/db/accounts';
import { accountLimits } from '@tydo/schemas/account';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { bearer } from 'better-auth/plugins/bearer';
import type { Logger } from 'pino';
import { columns } from './account/columns.ts';
import { createDeletion, type Deletion, passwordToDelete } from './account/deletion.ts';
import { deleteExpiredSessions } from './account/expired-sessions.ts';
import { type PersonalData, personalData } from './account/export.ts';
import { createLimits } from './account/limits.ts';
import { createPasswords, type Passwords } from './account/password.ts';
import { passwordChange } from './account/password-change.ts';
import { checkPerson } from './account/person.ts';
import { createLine } from './account/queue.ts';
import type { Rows } from './account/rows.ts';
import { type Secrets, secretOptions } from './account/secrets.ts';
import { createSessions } from './account/session.ts';
import type { InTurn } from './trpc/turns.ts';

export interface AuthOptions extends Secrets {
  db: Database;
  inTurn: InTurn;
  /** Where the page is served from; cookies are Secure when it is https. */
  baseUrl: string;
  /** All origins whose pages may call, our own included. */
  origins: string[];
  log: Logger;
}

export type Auth = ReturnType<typeof createAuth>;

/** The header that carries the caller's address to Better Auth: set by us, never by a caller. */
export const addressHeader = 'x-tydo-address';

/** Opens nothing and changes nothing; see `migrate`. */
export function createAuth(options: AuthOptions) {
  const accounts = accountsOf(options.db);
  const passwords = createPasswords();
  const rows = async (): Promise<Rows> => (await auth.$context).adapter;
  const deletion = createDeletion(accounts, rows, options.log);
  // More than are hashed at once, so that hashing does not wait for the database; fewer than the ten
  // failures that one may have. A crowd at the same moment is no failure.
  const inLine = createLine({ atOnce: 4, longest: 300 });
  const limits = createLimits({ accounts, inTurn: options.inTurn, inLine });
  const config = betterAuthOptions(options, accounts, passwords, deletion);
  const auth = betterAuth(config);
  const sessions = createSessions(auth, accounts, options);
  const sessionIdOf = async (headers: Headers) => {
    const query = { disableRefresh: true };
    return (await auth.api.getSession({ headers, query }))?.session.id;
  };
  return {
    /**
     * Answers a request under /api/auth.
     *
     * @param hasGone whether the caller does not wait for the answer any more.
     * @throws Later where the caller has to wait; Refusal when the database is away, or whatever was
     * unexpected.
     */
    async handle(request: Request, hasGone = () => false): Promise<Response> {
      const { method, url, headers } = request;
      await sessions.resign(headers);
      const { email, newEmail, password } = await bodyOf(request);
      const isSignUp = new URL(url).pathname === '/api/auth/sign-up/email';
      const attempt = {
        method,
        url,
        address: headers.get(addressHeader) ?? '',
        email: email ?? newEmail,
        session: () => sessionIdOf(headers),
        hasGone,
      };
      return limits.guard(attempt, (deadline) => {
        const ask = () => accounts.reportingFailure(() => auth.handler(request.clone()), deadline);
        // A sign-up hashes inside its transaction, and SQLite has only one connection to give.
        return passwords.during(isSignUp ? password : undefined, async () => {
          const first = await ask();
          // Of two with one e-mail at the same moment the database refuses the later. Asked again,
          // Better Auth sees that there is such an account.
          return unlessFailed(isSignUp && (await isFailed(first)) ? await ask() : first);
        });
      });
    },

    /** Whose valid session a request carries: see `createSessions`. */
    session: sessions.find,

    /**
     * What Better Auth keeps of a person; null where there is no such account.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    personalData: (personId: string, deadline: number): Promise<PersonalData | null> =>
      accounts.reportingFailure(async () => personalData(await rows(), personId), deadline),

    /** Erases what is left of people who were deleted, until `signal` ends it. */
    eraseClosed: (signal: AbortSignal): Promise<void> => deletion.eraseClosed(signal),

    /** Deletes sessions that expired before `date`. */
    async deleteExpiredSessions(date: Date): Promise<void> {
      const work = async () => deleteExpiredSessions(await rows(), date);
      const expired = await accounts.reportingFailure(work, Infinity);
      if (expired > 0) options.log.info({ sessions: expired }, 'expired sessions were deleted');
    },

    /** Makes Better Auth's tables, or what is missing of them. One process at a time does it. */
    async migrate(): Promise<void> {
      // However long it takes, as the rest of a start.
      if (await accounts.reportingFailure(() => isMigrated(config), Infinity)) return;
      await accounts.alone(async (connection) => {
        const { runMigrations } = await getMigrations({ ...config, database: connection });
        await runMigrations();
      });
    },
  };
}

/** @throws SchemaError where its tables have a column that it would leave empty and that may not be. */
async function isMigrated(config: BetterAuthOptions): Promise<boolean> {
  // What cannot be added is refused when it is tried, in the words of every change that fails.
  const plan = await getMigrations(config, { throwOnUnsafe: false });
  if (plan.schemaProblems.length > 0) {
    throw new SchemaError(`${plan.schemaProblems.join(' ')} Nothing was changed.`);
  }
  const missing = [plan.toBeCreated, plan.toBeAdded, plan.toBeAddedIndexes];
  return missing.every((list) => list.length === 0);
}

/** All that we want of Better Auth. */
export function betterAuthOptions(
  { secret, secrets, baseUrl, origins, log }: AuthOptions,
  accounts: Accounts,
  passwords: Passwords,
  deletion: Deletion,
) {
  return {
    appName: 'Tydo',
    // A sign-up is all of its rows or none: a user without a password could never come in.
    database: { ...accounts.connection, transaction: true },
    ...secretOptions({ secret, secrets }),
    baseURL: baseUrl,
    trustedOrigins: origins,
    telemetry: { enabled: false },
    logger: { log: (_level, message, ...details) => logQuietly(log, message, details) },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: accountLimits.minPassword,
      maxPasswordLength: accountLimits.maxPassword,
      password: { hash: passwords.hash, verify: passwords.verify },
      revokeSessionsOnPasswordReset: true,
    },
    plugins: [bearer(), passwordToDelete, passwordChange(accounts, passwords)],
    // Tokens for it are never made.
    disabledPaths: ['/delete-user/callback'],
    // What is no refusal of Better Auth's comes to us, and into our log, instead of the console.
    onAPIError: { throw: true, errorURL: '/' },
    // Alike in every NODE_ENV: account/limits.ts does it.
    rateLimit: { enabled: false },
    databaseHooks: {
      user: { create: { before: checkPerson }, update: { before: checkPerson } },
      session: {
        create: {
          // Every session passes here, however it is made; what it must not be throws.
          before: async ({ userId }, endpoint) => {
            await deletion.refuseClosed(userId, endpoint?.path);
          },
        },
      },
    },
    advanced: {
      // Said aloud, because Better Auth turns the check off by itself where NODE_ENV is test.
      disableOriginCheck: false,
      database: { generateId: () => randomUUID(), joins: true },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    ...columns,
    user: { ...columns.user, deleteUser: deletion.deleteUser },
  } satisfies BetterAuthOptions;
}

/** What a request says; nothing where it says nothing that can be read. */
const bodyOf = async (request: Request): Promise<Record<string, unknown>> =>
  Object(
    await request
      .clone()
      .json()
      .catch(() => undefined),
  );

/** Whether something unexpected is behind an answer: Better Auth tells it as a refusal of its own. */
const isFailed = async (answer: Response): Promise<boolean> =>
  answer.status >= 500 || (await answer.clone().text()).includes('"FAILED_TO_CREATE_USER"');

async function unlessFailed(answer: Response): Promise<Response> {
  if (!(await isFailed(answer))) return answer;
  throw new Error(`Better Auth failed: ${answer.status} ${await answer.text()}`);
}

/** People's mistakes are no errors of ours, and what they sent stands behind the colon. */
function logQuietly(log: Logger, message: string, details: unknown[]): void {
  const err = details.find((detail) => detail instanceof Error);
  // A refusal is told by whoever answers 503.
  if (!err || err instanceof Refusal) return;
  log.error({ from: 'better-auth', err }, message.split(':', 1)[0]);
}
