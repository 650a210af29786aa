import { SignIn, SignUp } from '@tydo/schemas/account';
import { fieldErrors } from '../lib/field-errors.ts';
import type { AccountErrors } from './auth-refusal.ts';

/** What can be said about a new account without asking the server; empty when all is well. */
export function checkSignUp(account: SignUp): AccountErrors {
  const { error } = SignUp.safeParse(account);
  return error ? fieldErrors(error, ['name', 'email', 'password']) : {};
}

/** The same for somebody who has an account: their password may be of any length. */
export function checkSignIn({ email, password }: SignIn): AccountErrors {
  const { error } = SignIn.safeParse({ email, password });
  return error ? fieldErrors(error, ['email', 'password']) : {};
}
