// The configuration of Better Auth. docs/decisions/0012-mail-and-verification.md lists the changed defaults
// and the reasons.
import { randomUUID } from 'node:crypto';
import { Refusal, SchemaError } from '@tydo/db';
import type { AuthDatabase } from '@tydo/db/auth-database';
import { accountLimits } from '@tydo/schemas/account';
import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { bearer } from 'better-auth/plugins/bearer';
import type { Logger } from 'pino';
import type { Mailer } from '../mail/mailer.ts';
import { columns } from './columns.ts';
import type { Deletion } from './deletion.ts';
import type { DisabledAccounts } from './disabled-accounts.ts';
import { mailOptions } from './mail-options.ts';
import type { Passwords } from './password.ts';
import { immediateEmailChange, verifiedEmailChange } from './plugins/change-email.ts';
import { closedSignUp } from './plugins/closed-sign-up.ts';
import { emailVerification } from './plugins/email-verification.ts';
import { mailedLinks } from './plugins/mailed-links.ts';
import { passwordChange } from './plugins/password-change.ts';
import { resetLinkRevocation } from './plugins/reset-links.ts';
import { disabledTwoFactorPaths, totpPath, twoStepSignIn } from './plugins/two-factor.ts';
import { twoFactorChallenge } from './plugins/two-factor-challenge.ts';
import { signUpValidation, validateUser } from './plugins/user-validation.ts';
import { cookiePrefix } from './session/legacy-cookies.ts';
import { type Secrets, secretOptions } from './session/secrets.ts';
import type { UsedCodes } from './used-codes.ts';

export interface AccountOptions extends Secrets {
  /** The origin of the web page; cookies are Secure if it is https. */
  baseUrl: string;
  /** All allowed origins, our own included. */
  origins: string[];
  mailer: Mailer;
  /** Whether new accounts must verify their address; only possible with SMTP. */
  requiresVerification: boolean;
  /** Whether everybody can create an account. */
  isSignUpOpen: boolean;
  log: Logger;
}

/** Passes the client's IP address to Better Auth. Always overwritten, so that a caller cannot set it. */
export const clientIpHeader = 'x-tydo-address';

/** Endpoints that Tydo does not use. `/verify-password` would allow guessing passwords without limits. */
export const disabledPaths = [
  '/verify-password',
  '/delete-user/callback',
  '/update-session',
  // There are no other providers.
  '/sign-in/social',
  '/link-social',
  '/unlink-account',
  '/list-accounts',
  '/account-info',
  '/get-access-token',
  '/refresh-token',
  ...disabledTwoFactorPaths,
];

interface Services {
  authDatabase: AuthDatabase;
  passwords: Passwords;
  deletion: Deletion;
  disabled: DisabledAccounts;
  usedCodes: UsedCodes;
}

export function betterAuthOptions(
  options: AccountOptions,
  { authDatabase, passwords, deletion, disabled, usedCodes }: Services,
) {
  const { secret, secrets, baseUrl, origins, mailer, requiresVerification, log } = options;
  const mails = mailOptions({ mailer, requiresVerification, baseUrl });
  return {
    appName: 'Tydo',
    // A sign-up must not leave a user without a password, who could never sign in.
    database: { ...authDatabase.connection, transaction: true },
    ...secretOptions({ secret, secrets }),
    baseURL: baseUrl,
    trustedOrigins: origins,
    telemetry: { enabled: false },
    logger: { log: (_level, message, ...details) => logErrors(log, message, details) },
    emailAndPassword: {
      ...mails.emailAndPassword,
      enabled: true,
      minPasswordLength: accountLimits.minPassword,
      maxPasswordLength: accountLimits.maxPassword,
      password: { hash: passwords.hash, verify: passwords.verify },
      revokeSessionsOnPasswordReset: true,
    },
    emailVerification: mails.emailVerification,
    plugins: [
      // Before `bearer`, which reads the cookies of the answer.
      twoStepSignIn,
      bearer(),
      twoFactorChallenge,
      ...(options.isSignUpOpen ? [] : [closedSignUp]),
      signUpValidation,
      mailedLinks,
      passwordChange(authDatabase, passwords),
      resetLinkRevocation,
      ...(requiresVerification
        ? [emailVerification(mailer), verifiedEmailChange(mailer, baseUrl)]
        : [immediateEmailChange]),
    ],
    disabledPaths,
    // Unexpected errors are thrown, so that they are logged here and not on the console.
    onAPIError: { throw: true, errorURL: '/' },
    // See rate-limits.ts.
    rateLimit: { enabled: false },
    databaseHooks: {
      user: { create: { before: validateUser }, update: { before: validateUser } },
      session: {
        create: {
          before: async (session, endpoint) => {
            await deletion.rejectClosedAccount(session, endpoint);
            if (endpoint?.path === totpPath) {
              await usedCodes.use(session.userId, recordOf(endpoint.body)['code']);
            }
            // Better Auth would store only the network of an IPv6 address.
            const ipAddress = endpoint?.headers?.get(clientIpHeader) ?? '';
            return { data: { ipAddress } };
          },
          after: disabled.endNewSession,
        },
      },
    },
    advanced: {
      // Better Auth turns the check off if NODE_ENV is test.
      disableOriginCheck: false,
      cookiePrefix,
      database: { generateId: () => randomUUID(), joins: true },
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
    },
    ...columns,
    // Any session may list the sessions; deleting the account requires the password anyway.
    session: { ...columns.session, freshAge: 0 },
    user: { ...columns.user, changeEmail: { enabled: true }, deleteUser: deletion.deleteUser },
  } satisfies BetterAuthOptions;
}

/** @throws SchemaError if a table has a required column that Better Auth does not know. */
export async function isMigrated(config: BetterAuthOptions): Promise<boolean> {
  // A column that cannot be added is reported by the migration itself.
  const plan = await getMigrations(config, { throwOnUnsafe: false });
  if (plan.schemaProblems.length > 0) {
    throw new SchemaError(`${plan.schemaProblems.join(' ')} Nothing was changed.`);
  }
  const missing = [plan.toBeCreated, plan.toBeAdded, plan.toBeAddedIndexes];
  return missing.every((list) => list.length === 0);
}

/** Logs errors only: other messages are about mistakes of users. What a user sent follows the colon. */
function logErrors(log: Logger, message: string, details: unknown[]): void {
  const err = details.find((detail) => detail instanceof Error);
  // A Refusal is logged with its 503.
  if (!err || err instanceof Refusal) return;
  log.error({ from: 'better-auth', err }, message.split(':', 1)[0]);
}
