// A new password ends all sessions that were created with the old one, also those of concurrent sign-ins.
//
// The change locks the account's row before it deletes the sessions, in one transaction. A sign-in inserts
// its session and then reads that row again: either its session is deleted with the others, or it waits for
// the lock and sees the new password. The same holds for a sign-in that waits for its code, and for the session
// that the code gives. Turning two-step sign-in on or off replaces a session, which is read again.
import type { AuthDatabase } from '@tydo/db/auth-database';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import type { Passwords } from '../password.ts';
import { resetLinkPrefix } from './reset-links.ts';
import { challengePrefix, isSecondStep, replacesSession } from './two-factor.ts';

type Context = GenericEndpointContext | null;

/** Better Auth's error for a wrong password. */
export const wrongPassword = () =>
  new APIError('BAD_REQUEST', { code: 'INVALID_PASSWORD', message: 'Invalid password' });

const changedPassword = () => {
  const message = 'Invalid email or password';
  return new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD', message });
};

interface Challenge {
  identifier: string;
  value: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Whether a row is a sign-in that waits for its code; another one counts its attempts. */
const isChallenge = ({ identifier }: Challenge): boolean =>
  identifier.startsWith(challengePrefix) && !identifier.startsWith(`${challengePrefix}attempts-`);

/** The plugin for changed and reset passwords. */
export function passwordChange(authDatabase: AuthDatabase, passwords: Passwords) {
  /** Runs in the transaction of a reset, before its link is deleted. */
  async function beforeReset(
    link: { identifier: string; value: string },
    context: Context,
  ): Promise<void> {
    if (context?.path !== '/reset-password') return;
    // Better Auth also deletes expired links of other people here.
    const token = String(context.body.token || context.query?.token);
    if (link.identifier === `${resetLinkPrefix}${token}`) await lockAccount(link.value, context);
  }

  /** Runs in the transaction of a change, after Better Auth has deleted the sessions once. */
  async function beforeChange(changes: object, context: Context): Promise<void> {
    const person = context?.context.session?.user;
    if (context?.path !== '/change-password' || !('password' in changes) || !person) return;
    const currentHash = await lockAccount(person.id, context);
    if (currentHash !== passwords.verifiedHash()) throw wrongPassword();
    await context.context.internalAdapter.deleteUserSessions(person.id);
  }

  async function afterSignIn(
    session: { userId: string; token: string },
    context: Context,
  ): Promise<void> {
    const path = context?.path;
    const replaced = replacesSession(path) ? context?.context.session?.session.token : undefined;
    if (replaced !== undefined) {
      // Waits for a change that has locked the row.
      await authDatabase.hasPasswordHash(session.userId, '');
      if (await authDatabase.findSession(replaced)) return;
    } else {
      if (path !== '/sign-in/email' && !isSecondStep(path)) return;
      const hash = passwords.verifiedHash() ?? '';
      if (await authDatabase.hasPasswordHash(session.userId, hash)) return;
    }
    await context?.context.internalAdapter.deleteSession(session.token);
    throw changedPassword();
  }

  /** Runs when a sign-in begins to wait for its code. */
  async function afterChallenge(challenge: Challenge, context: Context): Promise<void> {
    if (context?.path !== '/sign-in/email' || !isChallenge(challenge)) return;
    const hash = passwords.verifiedHash() ?? '';
    if (await authDatabase.hasPasswordHash(challenge.value, hash)) return;
    await context.context.internalAdapter.deleteVerificationByIdentifier(challenge.identifier);
    throw changedPassword();
  }

  /** Runs when a sign-in ends, before its session is created. @returns whether its password is the current one. */
  async function beforeSecondStep(challenge: Challenge, context: Context): Promise<boolean> {
    if (!isSecondStep(context?.path) || !isChallenge(challenge)) return true;
    // Better Auth also deletes expired sign-ins of other people here, and refuses them itself.
    if (challenge.expiresAt < new Date()) return true;
    const account = await context?.context.internalAdapter.findCredentialAccount(challenge.value);
    if (!account || account.updatedAt >= challenge.createdAt) return false;
    passwords.setVerifiedHash(account.password ?? '');
    return true;
  }

  return {
    id: 'password-change',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/change-password',
          // A new password always ends the other sessions, whatever the caller sends.
          handler: createAuthMiddleware(async ({ body }) => ({
            context: { body: { ...body, revokeOtherSessions: true } },
          })),
        },
      ],
    },
    init: () => ({
      options: {
        databaseHooks: {
          verification: {
            create: { after: afterChallenge },
            delete: {
              before: async (row: Challenge, context: Context) => {
                await beforeReset(row, context);
                return beforeSecondStep(row, context);
              },
            },
          },
          account: { update: { before: beforeChange } },
          session: { create: { after: afterSignIn } },
        },
      },
    }),
  } satisfies BetterAuthPlugin;
}

/** Locks the account's row until the end of the transaction. @returns its password hash. */
async function lockAccount(
  personId: string,
  { context: { internalAdapter } }: GenericEndpointContext,
): Promise<unknown> {
  const account = await internalAdapter.findCredentialAccount(personId);
  if (!account) return undefined;
  // Better Auth's adapter has no lock, but an update locks the row.
  return (await internalAdapter.updateAccount(account.id, { updatedAt: new Date() })).password;
}
