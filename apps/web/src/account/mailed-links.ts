import { authClient, unwrap } from '../lib/auth-client.ts';

/** The path that the link for confirming an address leads to. */
export const verifiedPage = '/verified';

/** Mails a link that confirms this address. @throws AuthFailure */
export const sendVerification = (email: string) =>
  unwrap(authClient.sendVerificationEmail({ email, callbackURL: verifiedPage }));

/** Mails a link to choose a new password. @throws AuthFailure */
export const sendReset = (email: string) =>
  unwrap(authClient.requestPasswordReset({ email, redirectTo: '/reset-password' }));
