// Accounts, by Better Auth: it owns its tables, we choose their names and read `user`.
import { randomUUID } from 'node:crypto';
import { type Database, newDeadline, Refusal, SchemaError } from '@tydo/db';
import { type Accounts, accountsOf } from '@tydo/db/accounts';
import { accountLimits } from '@tydo/schemas/account';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { bearer } from 'better-auth/plugins/bearer';
import type { Logger } from 'pino';
import { changeOfEmailAtOnce, verifiedChangeOfEmail } from './account/change-email.ts';
import { columns } from './account/columns.ts';
import { inEqualTime } from './account/equal-time.ts';
import { letterOptions } from './account/letters.ts';
import { links } from './account/links.ts';
import { createPasswords } from './account/password.ts';
import { checkPerson, newcomers } from './account/person.ts';
import { type Secrets, secretOptions } from './account/secrets.ts';
import { createSessions } from './account/session.ts';
import { verification } from './account/verification.ts';
import type { Mailer } from './mail/mailer.ts';

export interface AuthOptions extends Secrets {
  db: Database;
  /** Where the page is served from; cookies are Secure when it is https. */
  baseUrl: string;
  /** All origins whose pages may call, our own included. */
  origins: string[];
  mailer: Mailer;
  /** Whether new accounts have to verify their address, and new addresses of others. */
  verifies: boolean;
  log: Logger;
}

export type Auth = ReturnType<typeof createAuth>;

/** The header that carries the caller's address to Better Auth: set by us, never by a caller. */
export const addressHeader = 'x-tydo-address';

/** Opens nothing and changes nothing; see `migrate`. */
export function createAuth(options: AuthOptions) {
  const accounts = accountsOf(options.db);
  const passwords = createPasswords();
  const config = betterAuthOptions(options, accounts, passwords);
  const auth = betterAuth(config);
  const sessions = createSessions(auth, accounts, options);
  const answer = async (request: Request, path: string): Promise<Response> => {
    const ask = (deadline = newDeadline()) =>
      accounts.reportingFailure(() => auth.handler(request.clone()), deadline);
    // Of two who want one e-mail at the same moment the database refuses the later. Asked again,
    // Better Auth sees that there is such an account.
    if (path === '/verify-email') return unlessFailed(await ask().catch(whereTaken(ask)));
    if (path !== '/sign-up/email') return unlessFailed(await ask());
    const { password } = Object(
      await request
        .clone()
        .json()
        .catch(() => undefined),
    );
    // A sign-up hashes inside its transaction, and SQLite has only one connection to give.
    return passwords.hashAhead(password, async () => {
      const deadline = newDeadline();
      const first = await ask(deadline);
      return unlessFailed((await isFailed(first)) ? await ask(deadline) : first);
    });
  };
  return {
    /**
     * Answers a request under /api/auth.
     *
     * @throws Refusal when the database is away, or whatever was unexpected.
     */
    async handle(request: Request): Promise<Response> {
      await sessions.resign(request.headers);
      const path = new URL(request.url).pathname.slice('/api/auth'.length);
      return inEqualTime(path, options.verifies, () => answer(request, path));
    },

    /** Whose valid session a request carries: see `createSessions`. */
    session: sessions.find,

    /**
     * Whether a person should be reminded to verify their address.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    async needsReminder(personId: string): Promise<boolean> {
      if (!options.verifies) return false;
      const { internalAdapter } = await auth.$context;
      const user = await accounts.reportingFailure(() => internalAdapter.findUserById(personId));
      return user?.emailVerified === false;
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
  { secret, secrets, baseUrl, origins, mailer, verifies, log }: AuthOptions,
  accounts: Accounts,
  passwords: ReturnType<typeof createPasswords>,
) {
  const letters = letterOptions({ mailer, verifies, baseUrl });
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
      ...letters.emailAndPassword,
      enabled: true,
      minPasswordLength: accountLimits.minPassword,
      maxPasswordLength: accountLimits.maxPassword,
      password: { hash: passwords.hash, verify: passwords.verify },
      revokeSessionsOnPasswordReset: true,
    },
    emailVerification: letters.emailVerification,
    plugins: [
      bearer(),
      newcomers,
      links,
      ...(verifies
        ? [verification(mailer), verifiedChangeOfEmail(mailer, baseUrl)]
        : [changeOfEmailAtOnce]),
    ],
    // What is no refusal of Better Auth's comes to us, and into our log, instead of the console.
    onAPIError: { throw: true, errorURL: '/' },
    // Alike in every NODE_ENV. Its counters are in memory, per process, and would hold nothing over
    // several instances.
    rateLimit: { enabled: false },
    databaseHooks: { user: { create: { before: checkPerson }, update: { before: checkPerson } } },
    advanced: {
      // Said aloud, because Better Auth turns the check off by itself where NODE_ENV is test.
      disableOriginCheck: false,
      database: { generateId: () => randomUUID(), joins: true },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    ...columns,
    user: { ...columns.user, changeEmail: { enabled: true } },
  } satisfies BetterAuthOptions;
}

/** Whether something unexpected is behind an answer: Better Auth tells it as a refusal of its own. */
const isFailed = async (answer: Response): Promise<boolean> =>
  answer.status >= 500 || (await answer.clone().text()).includes('"FAILED_TO_CREATE_USER"');

/** For what is thrown: asks again where a value that must be unique was there already. */
const whereTaken =
  (ask: () => Promise<Response>) =>
  (error: unknown): Promise<Response> => {
    if (/^(23505|SQLITE_CONSTRAINT_UNIQUE)$/.test(String(Object(error).code))) return ask();
    throw error;
  };

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
