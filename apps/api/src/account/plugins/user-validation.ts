// What Better Auth leaves open of a person: how long, and whether there is something to see.

import { accountLimits, PersonName } from '@tydo/schemas/account';
import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import * as z from 'zod/mini';

const Person = z.object({
  name: z.optional(PersonName),
  email: z.optional(z.string().check(z.maxLength(accountLimits.email))),
  image: z.nullish(z.url({ protocol: /^https$/ }).check(z.maxLength(accountLimits.image))),
});

/** For Better Auth's hooks before a user is written. @throws APIError BAD_REQUEST */
export async function validateUser(user: object) {
  const { data, error } = Person.safeParse(user);
  if (data) return { data };
  const [problem] = error.issues;
  throw new APIError('BAD_REQUEST', {
    code: `INVALID_${String(problem?.path[0]).toUpperCase()}`,
    message: problem?.message ?? 'This cannot be stored.',
  });
}

/** Newcomers are checked before anybody looks whether there is such an account: it would tell. */
export const newcomers = {
  id: 'newcomers',
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
