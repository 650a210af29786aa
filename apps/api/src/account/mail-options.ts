// Better Auth's callbacks that send mail. They do not await it: the response must not depend on it.
import {
  existingAccountMail,
  linkLifetimeSeconds,
  newAddressMail,
  passwordResetMail,
  verificationMail,
} from '../mail/mail-templates.ts';
import type { Mailer } from '../mail/mailer.ts';

export interface Link {
  user: { email: string };
  url: string;
}

export interface MailOptions {
  mailer: Mailer;
  /** Whether new accounts must verify their address. */
  requiresVerification: boolean;
  /** The origin of the web page. */
  baseUrl: string;
}

export function mailOptions({ mailer, requiresVerification, baseUrl }: MailOptions) {
  return {
    emailAndPassword: {
      // If false, Better Auth answers a sign-up the same whether or not the account exists.
      autoSignIn: !requiresVerification,
      resetPasswordTokenExpiresIn: linkLifetimeSeconds,
      sendResetPassword: async ({ user, url }: Link) => {
        void mailer.send({ to: user.email, ...passwordResetMail(url) });
      },
      onExistingUserSignUp: async ({ user }: Pick<Link, 'user'>) => {
        void mailer.send({ to: user.email, ...existingAccountMail(baseUrl) });
      },
    },
    emailVerification: {
      sendOnSignUp: requiresVerification,
      expiresIn: linkLifetimeSeconds,
      sendVerificationEmail: async ({ user, url }: Link, request?: Request) => {
        const isChange = request && new URL(request.url).pathname.endsWith('/change-email');
        const mail = isChange ? newAddressMail(url) : verificationMail(url);
        void mailer.send({ to: user.email, ...mail });
      },
    },
  };
}
