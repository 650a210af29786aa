// Mailed links for a new password end when there is one, or another e-mail address: whoever reads an old
// mail, or an old mailbox, gets nothing by them.
import type { AuthContext, BetterAuthPlugin } from 'better-auth';

/** What Better Auth keeps such a link under, before its token. */
export const resetLink = 'reset-password:';

/** For Better Auth's list of plugins. */
export const resetLinks = {
  id: 'reset-links',
  init: ({ adapter }: AuthContext) => {
    const end = (personId: string) =>
      adapter.deleteMany({
        model: 'verification',
        where: [
          { field: 'value', value: personId },
          { field: 'identifier', operator: 'starts_with', value: resetLink },
        ],
      });
    // Afterwards Better Auth does not say what was changed.
    const changing = new WeakSet<object>();
    return {
      options: {
        databaseHooks: {
          // What is changed of it is the password, and its date before that: see password-change.ts.
          account: {
            update: {
              after: async ({ userId }: { userId?: string }) => {
                if (userId !== undefined) await end(userId);
              },
            },
          },
          user: {
            update: {
              before: async ({ email }: { email?: string }, context: object | null) => {
                if (email !== undefined && context) changing.add(context);
              },
              after: async ({ id }: { id: string }, context: object | null) => {
                if (context && changing.has(context)) await end(id);
              },
            },
          },
        },
      },
    };
  },
} satisfies BetterAuthPlugin;
