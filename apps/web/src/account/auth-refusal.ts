import { accountLimits } from '@tydo/schemas/account';
import type { AuthError } from '../lib/auth-client.ts';
import { unknownAddress } from '../lib/unknown-address.ts';

export type AccountField =
  | 'name'
  | 'email'
  | 'newEmail'
  | 'password'
  | 'currentPassword'
  | 'newPassword';

/** What is wrong with a filled-in account form, by field; `form` when it is none of them. */
export type AccountErrors = { [field in AccountField | 'form']?: string };

/** What is wrong, and with which of these fields: the first that the form has. */
type Sentence = [text: string, ...fields: AccountField[]];

const taken: Sentence = ['There is an account with this email already.', 'newEmail', 'email'];
const { minPassword, maxPassword } = accountLimits;

const byCode: Record<string, Sentence> = {
  INVALID_EMAIL_OR_PASSWORD: ['This email and password don’t go together.'],
  EMAIL_NOT_VERIFIED: ['Confirm your address first: open the link that we have mailed to you.'],
  EMAIL_IS_THE_SAME: ['This is your email already.', 'newEmail'],
  INVALID_EMAIL: ['This is no email address.', 'newEmail', 'email'],
  INVALID_NAME: ['This name can’t be used.', 'name'],
  INVALID_PASSWORD: ['This is not your password.', 'currentPassword', 'password'],
  PASSWORD_TOO_SHORT: [`Use at least ${minPassword} characters.`, 'newPassword', 'password'],
  PASSWORD_TOO_LONG: [`Use at most ${maxPassword} characters.`, 'newPassword', 'password'],
  USER_ALREADY_EXISTS: taken,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: taken,
  INVALID_TOKEN: ['This link has been used or is too old. Ask for a new one.'],
  TOKEN_EXPIRED: ['This link is too old. Ask for a new one.'],
  EMAIL_ALREADY_VERIFIED: ['Your address is confirmed already.'],
};

/** Better Auth's refusal in a person's words, beside the field of `fields` that it is about. */
export function readAuthError(error: AuthError, fields: readonly AccountField[]): AccountErrors {
  const [text, ...about] = byCode[error.code ?? ''] ?? [byStatus(error)];
  const field = about.find((each) => fields.includes(each)) ?? 'form';
  return { [field]: text };
}

function byStatus({ status, retryAfter }: AuthError): string {
  // Our own check of the origin says FORBIDDEN, Better Auth's INVALID_ORIGIN or MISSING_OR_NULL_ORIGIN.
  if (status === 403) return unknownAddress;
  if (status === 401) return 'You were signed out.';
  if (status === 429) return `Too many attempts. Try again in ${wait(retryAfter ?? 60)}.`;
  if (status === 503) return 'Tydo can’t reach its database right now. Try again shortly.';
  if (status === 0) return 'Tydo can’t be reached. Check your connection.';
  return 'Something went wrong on our side. Try again.';
}

function wait(seconds: number): string {
  const [count, unit] =
    seconds <= 90 ? [Math.ceil(seconds), 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
