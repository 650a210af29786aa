// With SMTP, accounts that are made verify their address before anybody gets a session of them. Those
// that are older, or were made without SMTP, never have to.
import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createEmailVerificationToken } from 'better-auth/api';
import { linkLifetimeSeconds, verificationMail } from '../../mail/mail-templates.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { verifiedPage } from './mailed-links.ts';

/** How often a person gets the mail again by trying to sign in, in milliseconds. */
const often = 60_000;

export const verification = (mailer: Mailer) =>
  ({
    id: 'verification',
    init: (context) => {
      const { baseURL, secret } = context;

      const sendAgain = async ({ id, email }: { id: string; email: string }): Promise<void> => {
        const now = Date.now();
        // Over all instances, because it is kept in the database.
        const isFirst = await context.internalAdapter.reserveVerificationValue({
          identifier: `verification-sent:${id}:${Math.floor(now / often)}`,
          value: id,
          expiresAt: new Date(now + often),
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

      const mustBeVerified = async ({ userId }: { userId: string }): Promise<void> => {
        const user = await context.internalAdapter.findUserById(userId);
        if (user === null || user.emailVerified || recordOf(user)['mustVerify'] !== true) return;
        await sendAgain(user);
        throw new APIError('FORBIDDEN', {
          code: 'EMAIL_NOT_VERIFIED',
          message: 'Open the link that we have mailed to you, then sign in.',
        });
      };

      const create = { before: async () => ({ data: { mustVerify: true } }) };
      return {
        options: {
          databaseHooks: { user: { create }, session: { create: { before: mustBeVerified } } },
        },
      };
    },
  }) satisfies BetterAuthPlugin;
