import { unwrap } from '../lib/auth-call.ts';
import { authClient } from '../lib/auth-client.ts';
import { verifiedPage } from './verified-page.ts';

/** Mails a link that confirms this address. @throws AuthFailure */
export const sendVerification = (email: string) =>
  unwrap(authClient.sendVerificationEmail({ email, callbackURL: verifiedPage }));

/** Mails a link to choose a new password. @throws AuthFailure */
export const sendReset = (email: string) =>
  unwrap(authClient.requestPasswordReset({ email, redirectTo: '/reset-password' }));
