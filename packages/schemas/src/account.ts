// What the page and the typed client know of accounts. Better Auth checks them again.
import * as z from 'zod/mini';
import { atMost, notBlank, storable } from './text.ts';

/** A name in code points, the others in UTF-16 units, as Better Auth counts. 254: RFC 5321. */
export const accountLimits = {
  name: 200,
  email: 254,
  image: 2_000,
  minPassword: 8,
  maxPassword: 128,
} as const;

/** What a person may be called. */
export const PersonName = z
  .string()
  .check(z.trim(), notBlank('What should we call you?'), atMost(accountLimits.name), storable);

const wrongAddress = 'Write an e-mail address, such as ann@example.com.';
const email = z
  .string()
  .check(z.trim(), z.email(wrongAddress), z.maxLength(accountLimits.email, wrongAddress));

/** A new account. */
export const SignUp = z.strictObject({
  name: PersonName,
  email,
  password: z
    .string()
    .check(
      z.minLength(
        accountLimits.minPassword,
        `Use at least ${accountLimits.minPassword} characters.`,
      ),
      z.maxLength(
        accountLimits.maxPassword,
        `Use at most ${accountLimits.maxPassword} characters.`,
      ),
    ),
});
export type SignUp = z.output<typeof SignUp>;

/** An account that exists; its password may be older than today's rules. */
export const SignIn = z.strictObject({
  email,
  password: z.string().check(z.minLength(1, 'Write your password.')),
});
export type SignIn = z.output<typeof SignIn>;

/** Visible ASCII: it travels in a header. */
export const SessionToken = z.string().check(z.regex(/^[!-~]+$/));

/** What Better Auth answers to both. */
export const SignedIn = z.object({ token: SessionToken });

/** What Better Auth answers when it refuses. */
export const AccountRefusal = z.object({ code: z.string(), message: z.string() });
