// What Better Auth leaves open of a person: how long, and whether there is something to see.
import { accountLimits, PersonName } from '@tydo/schemas/account';
import { APIError } from 'better-auth/api';
import * as z from 'zod/mini';

const Person = z.object({
  name: z.optional(PersonName),
  email: z.optional(z.string().check(z.maxLength(accountLimits.email))),
  image: z.nullish(z.url({ protocol: /^https$/ }).check(z.maxLength(accountLimits.image))),
});

/** For Better Auth's hooks before a user is written. @throws APIError BAD_REQUEST */
export async function checkPerson(user: object) {
  const { data, error } = Person.safeParse(user);
  if (data) return { data: { ...user, ...data } };
  const [problem] = error.issues;
  throw new APIError('BAD_REQUEST', {
    code: `INVALID_${String(problem?.path[0]).toUpperCase()}`,
    message: problem?.message ?? 'This cannot be stored.',
  });
}
