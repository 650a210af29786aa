// Mailed links: they lead back to our page, and those to verify an address work once. Better Auth
// sees to it that links for a new password do.

import { createHash } from 'node:crypto';
import { recordOf } from '@tydo/schemas/record';
import type { AuthContext, BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { verifyJWT } from 'better-auth/crypto';
import * as z from 'zod/mini';
import { isAllowedRedirect } from '../../http/redirects.ts';

/** The page that says what has become of a verification. */
export const verifiedPage = '/verified';

/** Where links lead whose request did not say: by path, the field of the body, and our page. */
const pages: Record<string, [field: string, page: string]> = {
  '/sign-up/email': ['callbackURL', verifiedPage],
  '/send-verification-email': ['callbackURL', verifiedPage],
  '/change-email': ['callbackURL', verifiedPage],
  '/request-password-reset': ['redirectTo', '/reset-password'],
};

const leadToOurPage = {
  matcher: ({ path }: { path?: string }) => pages[path ?? ''] !== undefined,
  handler: createAuthMiddleware(async ({ path, body }) => {
    const [field = '', page] = pages[path] ?? [];
    return recordOf(body)[field] ? undefined : { context: { body: { [field]: page } } };
  }),
};

const Query = z.object({ token: z.string(), callbackURL: z.optional(z.string()) });
const Claims = z.object({
  userId: z.string(),
  updateTo: z.optional(z.string()),
  iat: z.number(),
  exp: z.number(),
});
type Claims = z.output<typeof Claims>;

const verifyOnce = {
  matcher: ({ path }: { path?: string }) => path === '/verify-email',
  handler: createAuthMiddleware(async (ctx) => {
    const { data: query } = Query.safeParse(ctx.query);
    // What is malformed, expired or leads elsewhere is refused by Better Auth, and writes nothing.
    if (query === undefined || !isAllowed(ctx.context, query.callbackURL)) return;
    const payload = await verifyJWT(query.token, ctx.context.secret);
    const { data: claims } = Claims.safeParse(payload);
    if (claims === undefined) return;
    const code = (await problemOf(ctx, claims)) ?? (await use(ctx.context, query.token, claims));
    if (code !== undefined) refuse(ctx, query.callbackURL, code);
  }),
};

/** By Better Auth's rules, which know encodings that ours let pass, and by ours. */
const isAllowed = (context: AuthContext, url: string | undefined): boolean =>
  url === undefined ||
  (context.isTrustedOrigin(url, { allowRelativePaths: true }) &&
    isAllowedRedirect(url, context.trustedOrigins));

/** Why there is nothing to verify any more, if so. */
async function problemOf(
  ctx: GenericEndpointContext,
  { userId, updateTo, iat }: Claims,
): Promise<string | undefined> {
  const { internalAdapter } = ctx.context;
  // Of somebody who was deleted nothing is kept, nor that their link was used.
  if ((await internalAdapter.findUserById(userId)) === null) return 'USER_NOT_FOUND';
  if (updateTo === undefined) return undefined;
  // Better Auth refuses it, too, but not before the link was used.
  const session = await getSessionFromCtx(ctx);
  if (session && session.user.id !== userId) return 'INVALID_USER';
  if (await internalAdapter.findUserByEmail(updateTo)) {
    return 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL';
  }
  // A new password ends what somebody else may have begun.
  const account = await internalAdapter.findCredentialAccount(userId);
  const isOlder = account !== null && iat < Math.floor(account.updatedAt.getTime() / 1_000);
  return isOlder ? 'INVALID_TOKEN' : undefined;
}

/** Of any number of uses at the same moment one is the first. */
async function use(
  { internalAdapter }: AuthContext,
  token: string,
  { userId, exp }: Claims,
): Promise<string | undefined> {
  // Without the signature: the last letter of one can be written in four ways.
  const signed = token.slice(0, token.lastIndexOf('.'));
  const isFirst = await internalAdapter.reserveVerificationValue({
    identifier: `verify-email:${createHash('sha256').update(signed).digest('hex')}`,
    value: userId,
    // As long as it could be used, and a clock may differ.
    expiresAt: new Date((exp + 300) * 1_000),
  });
  return isFirst ? undefined : 'INVALID_TOKEN';
}

/** As Better Auth refuses it. */
function refuse(ctx: GenericEndpointContext, callbackURL: string | undefined, code: string): never {
  if (callbackURL === undefined) {
    throw new APIError('UNAUTHORIZED', { code, message: 'This link does not work any more.' });
  }
  const url = new URL(callbackURL, ctx.context.baseURL);
  url.searchParams.set('error', code);
  throw ctx.redirect(url.href);
}

export const links = {
  id: 'links',
  hooks: { before: [leadToOurPage, verifyOnce] },
} satisfies BetterAuthPlugin;
