import type { AccountErrors } from './auth-refusal.ts';

/** Better Auth's own limits. */
export const passwordLength = { min: 8, max: 128 } as const;

export interface SignUpInput {
  name: string;
  email: string;
  password: string;
}

/** What can be said about a new account without asking the server; empty when all is well. */
export function checkSignUp({ name, email, password }: SignUpInput): AccountErrors {
  const { min, max } = passwordLength;
  return {
    ...(name.trim() === '' && { name: 'What should we call you?' }),
    ...checkEmail(email),
    ...(password.length < min && { password: `Use at least ${min} characters.` }),
    ...(password.length > max && { password: `Use at most ${max} characters.` }),
  };
}

/** The same for somebody who has an account: their password may be of any length. */
export function checkSignIn({ email, password }: Omit<SignUpInput, 'name'>): AccountErrors {
  return { ...checkEmail(email), ...(password === '' && { password: 'Write your password.' }) };
}

function checkEmail(email: string): AccountErrors {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())
    ? {}
    : { email: 'Write an email address, like name@example.com.' };
}
