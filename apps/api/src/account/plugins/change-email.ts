// A new address for an account. With verification: once the link is opened that was sent there, and
// the old address is told. Without: at once, and an address that is taken is told, which Better Auth
// would not.
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

/** @param baseUrl the origin of our own page. */
export const verifiedEmailChange = (mailer: Mailer, baseUrl: string) =>
  ({
    id: 'verified-change-of-email',
    init: () => ({
      options: {
        databaseHooks: {
          user: {
            update: {
              // Better Auth keeps what was known of the old address.
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
          // Also where the new address is taken, for else this would tell.
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx);
            if (session === null || ctx.context.returned instanceof Error) return;
            void mailer.send({ to: session.user.email, ...addressChangeNoticeMail(baseUrl) });
          }),
        },
      ],
    },
  }) satisfies BetterAuthPlugin;

const taken = () =>
  new APIError('UNPROCESSABLE_ENTITY', {
    code: 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL',
    message: 'There is an account with this address already.',
  });

const same = () =>
  new APIError('BAD_REQUEST', {
    code: 'EMAIL_IS_THE_SAME',
    message: 'This is your address already.',
  });

/** Takes the place of Better Auth's endpoint. */
export const immediateEmailChange = {
  id: 'change-of-email-at-once',
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
        if (email === session.user.email) throw same();
        if (await internalAdapter.findUserByEmail(email)) throw taken();
        try {
          const unproven = { emailVerified: false, mustVerify: false };
          await internalAdapter.updateUser(session.user.id, { email, ...unproven });
        } catch (error) {
          // Of two at the same moment the database refuses the later.
          const other = await internalAdapter.findUserByEmail(email);
          throw other === null ? error : taken();
        }
        return json({ status: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;
