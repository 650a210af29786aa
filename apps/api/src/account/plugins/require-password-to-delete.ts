import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';

/** A session alone, however young, is not enough to delete an account. */
export const requirePasswordToDelete = {
  id: 'password-to-delete',
  hooks: {
    before: [
      {
        matcher: ({ path }) => path === '/delete-user',
        handler: createAuthMiddleware(async ({ body }) => {
          const { password } = recordOf(body);
          if (typeof password === 'string' && password !== '') return;
          throw new APIError('BAD_REQUEST', {
            code: 'PASSWORD_REQUIRED',
            message: 'Write your password.',
          });
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin;
