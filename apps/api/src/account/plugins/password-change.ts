// A password that is changed ends every session that was made with the one before, also those that are
// being made at the same moment.
//
// Whoever changes it takes the account's row first, in the transaction that ends the sessions and
// writes the new one. Whoever signs in writes his session first, and then looks at that row again: he
// either came before, and his session is ended with the others, or waits and sees the new password.
import type { Accounts } from '@tydo/db/accounts';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import type { Passwords } from '../password.ts';
import { resetLink } from './reset-links.ts';

type Context = GenericEndpointContext | null;

/** As Better Auth refuses it. */
export const wrongPassword = () =>
  new APIError('BAD_REQUEST', { code: 'INVALID_PASSWORD', message: 'Invalid password' });

/** For Better Auth's list of plugins. */
export function passwordChange(accounts: Accounts, passwords: Passwords) {
  /** In the transaction of a reset, when its link is about to be used up. */
  async function beforeReset(
    link: { identifier: string; value: string },
    context: Context,
  ): Promise<void> {
    if (context?.path !== '/reset-password') return;
    // Better Auth cleans up what expired on the way, whosever it was.
    const token = String(context.body.token || context.query?.token);
    if (link.identifier === `${resetLink}${token}`) await takeAccount(link.value, context);
  }

  /** In the transaction of a change, after Better Auth ended the sessions for the first time. */
  async function beforeChange(changes: object, context: Context): Promise<void> {
    const person = context?.context.session?.user;
    if (context?.path !== '/change-password' || !('password' in changes) || !person) return;
    const kept = await takeAccount(person.id, context);
    if (kept !== passwords.verified()) throw wrongPassword();
    await context.context.internalAdapter.deleteUserSessions(person.id);
  }

  async function afterSignIn(
    session: { userId: string; token: string },
    context: Context,
  ): Promise<void> {
    if (context?.path !== '/sign-in/email') return;
    if (await accounts.hasPasswordHash(session.userId, passwords.verified() ?? '')) return;
    await context.context.internalAdapter.deleteSession(session.token);
    const message = 'Invalid email or password';
    throw new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD', message });
  }

  return {
    id: 'password-change',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/change-password',
          // Whatever the caller says: this is what a changed password is for.
          handler: createAuthMiddleware(async ({ body }) => ({
            context: { body: { ...body, revokeOtherSessions: true } },
          })),
        },
      ],
    },
    init: () => ({
      options: {
        databaseHooks: {
          verification: { delete: { before: beforeReset } },
          account: { update: { before: beforeChange } },
          session: { create: { after: afterSignIn } },
        },
      },
    }),
  } satisfies BetterAuthPlugin;
}

/** Locks the account's row until the end of the transaction, and gives what it keeps of the password. */
async function takeAccount(
  personId: string,
  { context: { internalAdapter } }: GenericEndpointContext,
): Promise<unknown> {
  const account = await internalAdapter.findCredentialAccount(personId);
  if (!account) return undefined;
  // Better Auth cannot lock, but it can write.
  return (await internalAdapter.updateAccount(account.id, { updatedAt: new Date() })).password;
}
