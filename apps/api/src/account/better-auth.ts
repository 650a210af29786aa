// Better Auth as we want it. Which of its defaults are changed, and why, is listed in
// docs/decisions/0012-mail-and-verification.md.
import { randomUUID } from 'node:crypto';
import { Refusal, SchemaError } from '@tydo/db';
import type { Accounts } from '@tydo/db/accounts';
import { accountLimits } from '@tydo/schemas/account';
import type { BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { bearer } from 'better-auth/plugins/bearer';
import type { Logger } from 'pino';
import type { Mailer } from '../mail/mailer.ts';
import { columns } from './columns.ts';
import type { Deletion } from './deletion.ts';
import { mailOptions } from './mail-options.ts';
import type { Passwords } from './password.ts';
import { immediateEmailChange, verifiedEmailChange } from './plugins/change-email.ts';
import { verification } from './plugins/email-verification.ts';
import { links } from './plugins/mailed-links.ts';
import { passwordChange } from './plugins/password-change.ts';
import { requirePasswordToDelete } from './plugins/require-password-to-delete.ts';
import { resetLinks } from './plugins/reset-links.ts';
import { newcomers, validateUser } from './plugins/user-validation.ts';
import { cookiePrefix } from './session/legacy-cookies.ts';
import { type Secrets, secretOptions } from './session/secrets.ts';

export interface AccountOptions extends Secrets {
  /** Where the page is served from; cookies are Secure when it is https. */
  baseUrl: string;
  /** All origins whose pages may call, our own included. */
  origins: string[];
  mailer: Mailer;
  /** Whether new accounts have to verify their address: whoever gets no mail could not. */
  verifies: boolean;
  log: Logger;
}

/** The header that carries the caller's address to Better Auth: set by us, never by a caller. */
export const addressHeader = 'x-tydo-address';

/** What we have no use for. It would be a way past our limits: the first says whether a password is right. */
export const disabledPaths = [
  '/verify-password',
  // Tokens for it are never made.
  '/delete-user/callback',
  '/update-session',
  // Of other providers there are none.
  '/sign-in/social',
  '/link-social',
  '/unlink-account',
  '/list-accounts',
  '/account-info',
  '/get-access-token',
  '/refresh-token',
];

interface Parts {
  accounts: Accounts;
  passwords: Passwords;
  deletion: Deletion;
}

/** All that we want of it. */
export function betterAuthOptions(
  { secret, secrets, baseUrl, origins, mailer, verifies, log }: AccountOptions,
  { accounts, passwords, deletion }: Parts,
) {
  const letters = mailOptions({ mailer, verifies, baseUrl });
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
      requirePasswordToDelete,
      passwordChange(accounts, passwords),
      resetLinks,
      ...(verifies
        ? [verification(mailer), verifiedEmailChange(mailer, baseUrl)]
        : [immediateEmailChange]),
    ],
    disabledPaths,
    // What is no refusal of Better Auth's comes to us, and into our log, instead of the console.
    onAPIError: { throw: true, errorURL: '/' },
    // Alike in every NODE_ENV: rate-limits.ts does it.
    rateLimit: { enabled: false },
    databaseHooks: {
      user: { create: { before: validateUser }, update: { before: validateUser } },
      session: {
        create: {
          before: async (session, endpoint) => {
            await deletion.refuseClosed(session, endpoint);
            // Better Auth keeps only the network of an IPv6 address.
            const ipAddress = endpoint?.headers?.get(addressHeader) ?? '';
            return { data: { ipAddress } };
          },
        },
      },
    },
    advanced: {
      // Said aloud, because Better Auth turns the check off by itself where NODE_ENV is test.
      disableOriginCheck: false,
      cookiePrefix,
      database: { generateId: () => randomUUID(), joins: true },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    ...columns,
    // The list of sessions is for every one of them; deleting the account asks for the password anyway.
    session: { ...columns.session, freshAge: 0 },
    user: { ...columns.user, changeEmail: { enabled: true }, deleteUser: deletion.deleteUser },
  } satisfies BetterAuthOptions;
}

/** @throws SchemaError where its tables have a column that it would leave empty and that may not be. */
export async function isMigrated(config: BetterAuthOptions): Promise<boolean> {
  // What cannot be added is refused when it is tried, in the words of every change that fails.
  const plan = await getMigrations(config, { throwOnUnsafe: false });
  if (plan.schemaProblems.length > 0) {
    throw new SchemaError(`${plan.schemaProblems.join(' ')} Nothing was changed.`);
  }
  const missing = [plan.toBeCreated, plan.toBeAdded, plan.toBeAddedIndexes];
  return missing.every((list) => list.length === 0);
}

/** People's mistakes are no errors of ours, and what they sent stands behind the colon. */
function logQuietly(log: Logger, message: string, details: unknown[]): void {
  const err = details.find((detail) => detail instanceof Error);
  // A refusal is told by whoever answers 503.
  if (!err || err instanceof Refusal) return;
  log.error({ from: 'better-auth', err }, message.split(':', 1)[0]);
}
