import { accountLimits } from '@tydo/schemas/account';
import { unknownAddress } from '../lib/unknown-address.ts';

/** What is wrong with a filled-in account form, by field; `form` when it is none of them. */
export interface AccountErrors {
  name?: string;
  email?: string;
  password?: string;
  form?: string;
}

export interface AuthError {
  code?: string | undefined;
  status: number;
}

const byCode: Record<string, AccountErrors> = {
  INVALID_EMAIL_OR_PASSWORD: { form: 'This email and password don’t go together.' },
  INVALID_EMAIL: { email: 'This is no email address.' },
  INVALID_PASSWORD: { password: 'This password can’t be used.' },
  PASSWORD_TOO_SHORT: { password: `Use at least ${accountLimits.minPassword} characters.` },
  PASSWORD_TOO_LONG: { password: `Use at most ${accountLimits.maxPassword} characters.` },
  USER_ALREADY_EXISTS: { email: 'There is an account with this email already.' },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: { email: 'There is an account with this email already.' },
};

/** Better Auth's refusal in a person's words, beside the field that it is about. */
export function readAuthError({ code, status }: AuthError): AccountErrors {
  const known = byCode[code ?? ''];
  if (known) return known;
  // Our own check of the origin says FORBIDDEN, Better Auth's INVALID_ORIGIN or MISSING_OR_NULL_ORIGIN.
  if (status === 403) return { form: unknownAddress };
  if (status === 429) return { form: 'Too many attempts. Wait a minute and try again.' };
  if (status === 503)
    return { form: 'Tydo can’t reach its database right now. Try again shortly.' };
  if (status === 0) return { form: 'Tydo can’t be reached. Check your connection.' };
  return { form: 'Something went wrong on our side. Try again.' };
}
