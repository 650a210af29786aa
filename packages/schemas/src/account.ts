// The inputs and answers of Better Auth that the page and the typed client use. Better Auth checks inputs again.
import * as z from 'zod/mini';
import type { Named } from './named.ts';
import { atMost, notBlank, storable } from './text.ts';

/** Lengths: of a name in code points, otherwise in UTF-16 units, as Better Auth counts. 254: RFC 5321. */
export const accountLimits = {
  name: 200,
  email: 254,
  image: 2_000,
  minPassword: 8,
  maxPassword: 128,
} as const;

/** The name of a user. */
export const PersonName = z
  .string()
  .check(z.trim(), notBlank('What should we call you?'), atMost(accountLimits.name), storable);

const wrongAddress = 'Enter an email address, such as ann@example.com.';
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

// An existing password may be older than the rules for new ones.
export const OwnPassword = z.string().check(z.minLength(1, 'Write your password.'));

/** A new account. */
export const SignUp = z.strictObject({ name: PersonName, email, password: newPassword });
export type SignUp = Named<typeof SignUp>;

/** An existing account. */
export const SignIn = z.strictObject({ email, password: OwnPassword });
export type SignIn = Named<typeof SignIn>;

/** The account whose password is to be reset. */
export const ForgotPassword = z.strictObject({ email });

/** The new password of a reset. The token from the mail is sent with it. */
export const ResetPassword = z.strictObject({ newPassword });

export const ChangeName = z.strictObject({ name: PersonName });

/** A new address needs the password. */
export const ChangeEmail = z.strictObject({ newEmail: email, password: OwnPassword });

export const ChangePassword = z.strictObject({ currentPassword: OwnPassword, newPassword });

/** Visible ASCII, because it is sent in a header. */
export const SessionToken = z.string().check(z.regex(/^[!-~]+$/));

// Optional: servers older than the X-Tydo-Person header leave it out.
const user = z.nullish(z.object({ id: z.optional(z.string().check(z.regex(/^[!-~]+$/))) }));

/** Better Auth's answer to a sign-in. */
export const SignedIn = z.object({ token: SessionToken, user });

/** Its answer to a sign-up. No token where the address must be confirmed first. */
export const SignedUp = z.object({ token: z.nullable(SessionToken), user });

/** Whether the page should ask the user to confirm their address. */
export const AccountReminder = z.object({ verify: z.boolean() });

/** Better Auth's error. */
export const AccountRefusal = z.object({ code: z.string(), message: z.string() });
