import { accountLimits } from '@tydo/schemas/account';
import { tokenLimits } from '@tydo/schemas/token';
import type { AuthError } from '../lib/auth-call.ts';
import { untrustedOrigin } from '../lib/untrusted-origin.ts';

export type AccountField =
  | 'name'
  | 'email'
  | 'newEmail'
  | 'password'
  | 'currentPassword'
  | 'newPassword'
  | 'code';

/** The errors of an account form by field; `form` for one that concerns no single field. */
export type AccountErrors = { [field in AccountField | 'form']?: string };

/** The message, and the fields it may concern: it is shown at the first of them that the form has. */
type Message = [text: string, ...fields: AccountField[]];

const taken: Message = ['There is already an account with this email.', 'newEmail', 'email'];
const { minPassword, maxPassword } = accountLimits;

const byCode: Record<string, Message> = {
  ACCOUNT_DISABLED: ['This account is disabled. Ask the person who runs this server.'],
  INVALID_EMAIL_OR_PASSWORD: ['The email or the password is wrong.'],
  EMAIL_NOT_VERIFIED: ['Confirm your email address first: open the link in the mail we sent you.'],
  EMAIL_IS_THE_SAME: ['This is already your email.', 'newEmail'],
  INVALID_EMAIL: ['This is not a valid email address.', 'newEmail', 'email'],
  INVALID_NAME: ['This name can’t be used. Choose another one.', 'name'],
  INVALID_PASSWORD: ['The password is wrong.', 'currentPassword', 'password'],
  CODE_REQUIRED: ['Enter a code of your app, or a recovery code.', 'code'],
  INVALID_CODE: ['This code is wrong. Enter the one that your app shows now.', 'code'],
  INVALID_BACKUP_CODE: ['This is not a recovery code that still works.', 'code'],
  CODE_ALREADY_USED: ['This code was already used. Wait for the next one.', 'code'],
  INVALID_TWO_FACTOR_COOKIE: ['This sign-in has expired. Start again.'],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: ['Too many wrong codes. Start again.'],
  PASSWORD_TOO_SHORT: [`Use at least ${minPassword} characters.`, 'newPassword', 'password'],
  PASSWORD_TOO_LONG: [`Use at most ${maxPassword} characters.`, 'newPassword', 'password'],
  USER_ALREADY_EXISTS: taken,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: taken,
  INVALID_TOKEN: ['This link has already been used or has expired. Request a new one.'],
  TOKEN_EXPIRED: ['This link has expired. Request a new one.'],
  SIGN_UP_CLOSED: ['Sign-up is closed on this server.'],
  TOO_MANY_TOKENS: [`You have ${tokenLimits.count} tokens already. Revoke one first.`],
  EMAIL_ALREADY_VERIFIED: ['Your email address is already confirmed.'],
};

/** Translates an error of Better Auth into a message at the field of `fields` that it concerns. */
export function readAuthError(error: AuthError, fields: readonly AccountField[]): AccountErrors {
  const [text, ...concerned] = byCode[error.code ?? ''] ?? [byStatus(error)];
  const field = concerned.find((each) => fields.includes(each)) ?? 'form';
  return { [field]: text };
}

function byStatus({ status, retryAfter }: AuthError): string {
  // An untrusted origin: FORBIDDEN from our own check, INVALID_ORIGIN and the like from Better Auth.
  if (status === 403) return untrustedOrigin;
  if (status === 401) return 'You were signed out. Sign in again.';
  if (status === 429) return `Too many attempts. Try again in ${duration(retryAfter ?? 60)}.`;
  if (status === 503) return 'Tydo can’t reach its database right now. Try again shortly.';
  if (status === 0) return 'Tydo can’t be reached. Check your connection.';
  return 'Something went wrong on our side. Try again.';
}

function duration(seconds: number): string {
  const [count, unit] =
    seconds <= 90 ? [Math.ceil(seconds), 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
