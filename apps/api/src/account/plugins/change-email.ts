// Changes the email address of an account. With verification: when the link sent to the new address is
// opened, and the old address is notified. Without: at once, and a taken address is an error, which Better
// Auth would not report.
import type { BetterAuthPlugin } from 'better-auth';
import {
  APIError,
  createAuthEndpoint,
  createAuthMiddleware,
  getSessionFromCtx,
  sensitiveSessionMiddleware,
} from 'better-auth/api';
import * as z from 'zod/mini';
import { addressChangeNoticeMail } from '../../mail/mail-templates.ts';
import type { Mailer } from '../../mail/mailer.ts';

/** @param baseUrl the origin of the web page. */
export const verifiedEmailChange = (mailer: Mailer, baseUrl: string) =>
  ({
    id: 'verified-email-change',
    init: () => ({
      options: {
        databaseHooks: {
          user: {
            update: {
              // Better Auth would keep the `emailVerified` of the old address.
              before: async ({ email }, ctx) =>
                ctx?.path === '/verify-email' && email !== undefined
                  ? { data: { emailVerified: true } }
                  : undefined,
            },
          },
        },
      },
    }),
    hooks: {
      after: [
        {
          matcher: ({ path }) => path === '/change-email',
          // Also if the new address is taken: otherwise this mail would reveal it.
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx);
            if (session === null || ctx.context.returned instanceof Error) return;
            void mailer.send({ to: session.user.email, ...addressChangeNoticeMail(baseUrl) });
          }),
        },
      ],
    },
  }) satisfies BetterAuthPlugin;

const takenError = () =>
  new APIError('UNPROCESSABLE_ENTITY', {
    code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
    message: 'An account with this address already exists.',
  });

const sameAddressError = () =>
  new APIError('BAD_REQUEST', {
    code: 'EMAIL_IS_THE_SAME',
    message: 'This is already your address.',
  });

/** Replaces Better Auth's endpoint. */
export const immediateEmailChange = {
  id: 'immediate-email-change',
  endpoints: {
    changeEmail: createAuthEndpoint(
      '/change-email',
      {
        method: 'POST',
        body: z.object({ newEmail: z.email() }),
        use: [sensitiveSessionMiddleware],
      },
      async ({ context: { internalAdapter, session }, body, json }) => {
        const email = body.newEmail.toLowerCase();
        if (email === session.user.email) throw sameAddressError();
        if (await internalAdapter.findUserByEmail(email)) throw takenError();
        try {
          const unverified = { emailVerified: false, mustVerify: false };
          await internalAdapter.updateUser(session.user.id, { email, ...unverified });
        } catch (error) {
          // When two people take the address at once, the database rejects the later one.
          const other = await internalAdapter.findUserByEmail(email);
          throw other === null ? error : takenError();
        }
        return json({ status: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;
