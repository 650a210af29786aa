import {
  AccountRead,
  TokenCreate,
  TokenCreated,
  TokenItems,
  TokenRef,
  TokensRevoked,
} from '@tydo/schemas/token';
import { Nothing } from '@tydo/schemas/wire';
import { protectedProcedure, router } from '../trpc/trpc.ts';
import { createToken } from './create-token.ts';

const FORBIDDEN = 'The call was made with a token. Only a session may do this.';

/** They take no `operationId`: they are in no journal. */
export const tokenRouter = router({
  list: protectedProcedure
    .meta({
      summary: 'Lists your tokens, newest first, without those that were revoked.',
      errors: { FORBIDDEN },
      http: false,
    })
    .input(Nothing)
    .output(TokenItems)
    .query(async ({ ctx }) => ({ items: await ctx.unit.tokens.list() })),
  create: protectedProcedure
    .meta({
      summary:
        'Creates a token for a program, or the secret address of your calendar feed. Its text is shown here and never again. You get a mail. With `id` you find out whether a call without an answer succeeded: the second one is a CONFLICT.',
      errors: { FORBIDDEN, CONFLICT: 'You already have a token with this `id`.' },
      http: false,
    })
    .input(TokenCreate)
    .output(TokenCreated)
    .mutation(({ ctx, input }) => createToken(ctx, input)),
  revoke: protectedProcedure
    .meta({
      summary: 'Ends a token at once. One that was revoked already stays revoked.',
      errors: { FORBIDDEN, NOT_FOUND: 'You have no such token.' },
      http: false,
    })
    .input(TokenRef)
    .output(TokenRef)
    .mutation(({ ctx, input }) => ctx.unit.tokens.revoke(input)),
  revokeAll: protectedProcedure
    .meta({ summary: 'Ends all your tokens at once.', errors: { FORBIDDEN }, http: false })
    .input(Nothing)
    .output(TokensRevoked)
    .mutation(async ({ ctx }) => ({ revoked: await ctx.unit.tokens.revokeAll() })),
});

export const accountRouter = router({
  get: protectedProcedure
    .meta({
      summary: 'Returns who you are, and the token that you call with.',
      http: 'GET /me',
    })
    .input(Nothing)
    .output(AccountRead)
    .query(async ({ ctx }) => ({ ...(await ctx.unit.account.get()), token: ctx.token() })),
});
