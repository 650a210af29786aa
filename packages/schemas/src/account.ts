// What the page and the typed client know of accounts. Better Auth checks them again.
import * as z from 'zod/mini';
import type { Named } from './named.ts';
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

const { minPassword, maxPassword } = accountLimits;
const newPassword = z
  .string()
  .check(
    z.minLength(minPassword, `Use at least ${minPassword} characters.`),
    z.maxLength(maxPassword, `Use at most ${maxPassword} characters.`),
  );

// It may be older than today's rules.
const ownPassword = z.string().check(z.minLength(1, 'Write your password.'));

/** A new account. */
export const SignUp = z.strictObject({ name: PersonName, email, password: newPassword });
export type SignUp = Named<typeof SignUp>;

/** An account that exists. */
export const SignIn = z.strictObject({ email, password: ownPassword });
export type SignIn = Named<typeof SignIn>;

/** Whose password is forgotten. */
export const ForgotPassword = z.strictObject({ email });

/** The password that takes the place of a forgotten one; a mailed token goes with it. */
export const ResetPassword = z.strictObject({ newPassword });

export const ChangeName = z.strictObject({ name: PersonName });

export const ChangeEmail = z.strictObject({ newEmail: email });

export const ChangePassword = z.strictObject({ currentPassword: ownPassword, newPassword });

/** Who deletes an account says its password once more. */
export const DeleteAccount = z.strictObject({ password: ownPassword });

/** Visible ASCII: it travels in a header. */
export const SessionToken = z.string().check(z.regex(/^[!-~]+$/));

// A server before the header that says whose page it is may leave it out.
const user = z.nullish(z.object({ id: z.optional(z.string().check(z.regex(/^[!-~]+$/))) }));

/** What Better Auth answers to somebody who signs in. */
export const SignedIn = z.object({ token: SessionToken, user });

/** What it answers to somebody new: no token where they must confirm their address first. */
export const SignedUp = z.object({ token: z.nullable(SessionToken), user });

/** Whether a person should be asked to confirm their address. */
export const AccountReminder = z.object({ verify: z.boolean() });

/** What Better Auth answers when it refuses. */
export const AccountRefusal = z.object({ code: z.string(), message: z.string() });
