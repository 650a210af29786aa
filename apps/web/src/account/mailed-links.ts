import { ask, authClient } from '../lib/auth-client.ts';

/** Where the link leads that confirms an address. */
export const verifiedPage = '/verified';

/** Mails the link that confirms this address. @throws AuthFailure */
export const sendVerification = (email: string) =>
  ask(authClient.sendVerificationEmail({ email, callbackURL: verifiedPage }));

/** Mails the link under which a new password is chosen. @throws AuthFailure */
export const sendReset = (email: string) =>
  ask(authClient.requestPasswordReset({ email, redirectTo: '/reset-password' }));
