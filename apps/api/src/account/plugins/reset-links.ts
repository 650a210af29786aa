// Revokes mailed password reset links when the password or the email address changes, so that an old mail
// or an old mailbox gives no access.
import type { AuthContext, BetterAuthPlugin } from 'better-auth';

/** The prefix of a reset link's identifier in Better Auth's table; the token follows. */
export const resetLinkPrefix = 'reset-password:';

export const resetLinkRevocation = {
  id: 'reset-link-revocation',
  init: ({ adapter }: AuthContext) => {
    const revoke = (personId: string) =>
      adapter.deleteMany({
        model: 'verification',
        where: [
          { field: 'value', value: personId },
          { field: 'identifier', operator: 'starts_with', value: resetLinkPrefix },
        ],
      });
    // The hook after an update does not get the changes, so the one before remembers its context.
    const emailChanges = new WeakSet<object>();
    return {
      options: {
        databaseHooks: {
          // Only the password changes, and `updatedAt` before it: see password-change.ts.
          account: {
            update: {
              after: async ({ userId }: { userId?: string }) => {
                if (userId !== undefined) await revoke(userId);
              },
            },
          },
          user: {
            update: {
              before: async ({ email }: { email?: string }, context: object | null) => {
                if (email !== undefined && context) emailChanges.add(context);
              },
              after: async ({ id }: { id: string }, context: object | null) => {
                if (context && emailChanges.has(context)) await revoke(id);
              },
            },
          },
        },
      },
    };
  },
} satisfies BetterAuthPlugin;
