// With SMTP, new accounts must verify their address before they get a session. Accounts that are older, or
// were created without SMTP, never have to.
import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createEmailVerificationToken } from 'better-auth/api';
import { linkLifetimeSeconds, verificationMail } from '../../mail/mail-templates.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { verifiedPage } from './mailed-links.ts';

/** An attempt to sign in sends the mail again at most once per interval. */
const resendIntervalMs = 60_000;

export const emailVerification = (mailer: Mailer) =>
  ({
    id: 'email-verification',
    init: (context) => {
      const { baseURL, secret } = context;

      const resend = async ({ id, email }: { id: string; email: string }): Promise<void> => {
        const now = Date.now();
        // Stored in the database, so that the interval holds for all instances.
        const isFirst = await context.internalAdapter.reserveVerificationValue({
          identifier: `verification-sent:${id}:${Math.floor(now / resendIntervalMs)}`,
          value: id,
          expiresAt: new Date(now + resendIntervalMs),
        });
        if (!isFirst) return;
        const claims = { userId: id };
        const token = await createEmailVerificationToken(
          secret,
          email,
          undefined,
          linkLifetimeSeconds,
          claims,
        );
        const page = encodeURIComponent(verifiedPage);
        const link = `${baseURL}/verify-email?token=${token}&callbackURL=${page}`;
        void mailer.send({ to: email, ...verificationMail(link) });
      };

      const requireVerified = async ({ userId }: { userId: string }): Promise<void> => {
        const user = await context.internalAdapter.findUserById(userId);
        if (user === null || user.emailVerified || recordOf(user)['mustVerify'] !== true) return;
        await resend(user);
        throw new APIError('FORBIDDEN', {
          code: 'EMAIL_NOT_VERIFIED',
          message: 'Open the link in the email that we sent you, then sign in.',
        });
      };

      const create = { before: async () => ({ data: { mustVerify: true } }) };
      return {
        options: {
          databaseHooks: { user: { create }, session: { create: { before: requireVerified } } },
        },
      };
    },
  }) satisfies BetterAuthPlugin;
