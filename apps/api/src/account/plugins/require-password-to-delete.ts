import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';

/** Deleting an account requires the password; Better Auth would accept a recent session. */
export const requirePasswordToDelete = {
  id: 'require-password-to-delete',
  hooks: {
    before: [
      {
        matcher: ({ path }) => path === '/delete-user',
        handler: createAuthMiddleware(async ({ body }) => {
          const { password } = recordOf(body);
          if (typeof password === 'string' && password !== '') return;
          throw new APIError('BAD_REQUEST', {
            code: 'PASSWORD_REQUIRED',
            message: 'Enter your password.',
          });
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin;
