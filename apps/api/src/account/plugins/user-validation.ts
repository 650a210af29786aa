// Validates names, addresses and pictures, whose content and length Better Auth does not check.
import { accountLimits, PersonName } from '@tydo/schemas/account';
import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import * as z from 'zod/mini';

const UserFields = z.object({
  name: z.optional(PersonName),
  email: z.optional(z.string().check(z.maxLength(accountLimits.email))),
  image: z.nullish(z.url({ protocol: /^https$/ }).check(z.maxLength(accountLimits.image))),
});

/** Runs before a user is written. @throws APIError BAD_REQUEST */
export async function validateUser(user: object) {
  const { data, error } = UserFields.safeParse(user);
  if (data) return { data };
  const [problem] = error.issues;
  throw new APIError('BAD_REQUEST', {
    code: `INVALID_${String(problem?.path[0]).toUpperCase()}`,
    message: problem?.message ?? 'This value cannot be stored.',
  });
}

/** Validates a sign-up before the account is looked up: otherwise the error would reveal that it exists. */
export const signUpValidation = {
  id: 'sign-up-validation',
  hooks: {
    before: [
      {
        matcher: ({ path }: { path?: string }) => path === '/sign-up/email',
        handler: createAuthMiddleware(async ({ body }) => {
          const { data } = await validateUser(recordOf(body));
          return { context: { body: data } };
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin;
