// When Better Auth has something to send: which letter it is, and to whom. Nobody waits for it.
import {
  existingAccountMail,
  linkLifetimeSeconds,
  newAddressMail,
  passwordResetMail,
  verificationMail,
} from '../mail/mail-templates.ts';
import type { Mailer } from '../mail/mailer.ts';

interface Link {
  user: { email: string };
  url: string;
}

export interface PostOptions {
  mailer: Mailer;
  /** Whether new accounts have to verify their address: whoever gets no mail could not. */
  verifies: boolean;
  /** The origin of our own page. */
  baseUrl: string;
}

/** Better Auth's options that have to do with mail. */
export function mailOptions({ mailer, verifies, baseUrl }: PostOptions) {
  return {
    emailAndPassword: {
      // Better Auth takes this for the wish to answer alike whether there is an account or not.
      autoSignIn: !verifies,
      resetPasswordTokenExpiresIn: linkLifetimeSeconds,
      sendResetPassword: async ({ user, url }: Link) => {
        void mailer.send({ to: user.email, ...passwordResetMail(url) });
      },
      onExistingUserSignUp: async ({ user }: Pick<Link, 'user'>) => {
        void mailer.send({ to: user.email, ...existingAccountMail(baseUrl) });
      },
    },
    emailVerification: {
      sendOnSignUp: verifies,
      expiresIn: linkLifetimeSeconds,
      sendVerificationEmail: async ({ user, url }: Link, request?: Request) => {
        const isChange = request && new URL(request.url).pathname.endsWith('/change-email');
        const letter = isChange ? newAddressMail(url) : verificationMail(url);
        void mailer.send({ to: user.email, ...letter });
      },
    },
  };
}
