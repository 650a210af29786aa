// SIGN_UP=closed: only the operator's command creates accounts.
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';

const signUpClosed = () =>
  new APIError('FORBIDDEN', {
    code: 'SIGN_UP_CLOSED',
    message: 'Sign-up is closed on this server. Ask its operator for an account.',
  });

export const closedSignUp = {
  id: 'closed-sign-up',
  // Whatever would create a user, also in a later version of Better Auth.
  init: () => ({
    options: {
      databaseHooks: { user: { create: { before: () => Promise.reject(signUpClosed()) } } },
    },
  }),
  hooks: {
    before: [
      {
        // Before the account is looked up: the error is the same whether or not it exists.
        matcher: ({ path }) => path?.startsWith('/sign-up') ?? false,
        handler: createAuthMiddleware(() => Promise.reject(signUpClosed())),
      },
    ],
  },
} satisfies BetterAuthPlugin;
