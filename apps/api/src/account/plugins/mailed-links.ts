// Mailed links lead to the web page by default, and verification links work only once. Better Auth itself
// makes password reset links work once.
import { createHash } from 'node:crypto';
import { recordOf } from '@tydo/schemas/record';
import type { AuthContext, BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { verifyJWT } from 'better-auth/crypto';
import * as z from 'zod/mini';
import { isAllowedRedirect } from '../../http/redirects.ts';

/** The page that shows the result of a verification. */
export const verifiedPage = '/verified';

/** The page where a new password is chosen. */
export const resetPage = '/reset-password';

/** The default page that a link leads to: by path, the field in the body and the page. */
const defaultPages: Record<string, [field: string, page: string]> = {
  '/sign-up/email': ['callbackURL', verifiedPage],
  '/send-verification-email': ['callbackURL', verifiedPage],
  '/change-email': ['callbackURL', verifiedPage],
  '/request-password-reset': ['redirectTo', resetPage],
};

const setDefaultPage = {
  matcher: ({ path }: { path?: string }) => defaultPages[path ?? ''] !== undefined,
  handler: createAuthMiddleware(async ({ path, body }) => {
    const [field = '', page] = defaultPages[path] ?? [];
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
    // Better Auth itself rejects malformed and expired links and foreign pages, without writing anything.
    if (query === undefined || !isAllowed(ctx.context, query.callbackURL)) return;
    const payload = await verifyJWT(query.token, ctx.context.secret);
    const { data: claims } = Claims.safeParse(payload);
    if (claims === undefined) return;
    const code =
      (await errorCodeOf(ctx, claims)) ?? (await markUsed(ctx.context, query.token, claims));
    if (code !== undefined) reject(ctx, query.callbackURL, code);
  }),
};

/** Checks Better Auth's rules too, because they reject encodings that ours accept. */
const isAllowed = (context: AuthContext, url: string | undefined): boolean =>
  url === undefined ||
  (context.isTrustedOrigin(url, { allowRelativePaths: true }) &&
    isAllowedRedirect(url, context.trustedOrigins));

/** The error code if the link is not valid any more. */
async function errorCodeOf(
  ctx: GenericEndpointContext,
  { userId, updateTo, iat }: Claims,
): Promise<string | undefined> {
  const { internalAdapter } = ctx.context;
  // Checked first: the use of a link is not recorded for a deleted person.
  if ((await internalAdapter.findUserById(userId)) === null) return 'USER_NOT_FOUND';
  if (updateTo === undefined) return undefined;
  // Better Auth rejects this too, but only after the link was used.
  const session = await getSessionFromCtx(ctx);
  if (session && session.user.id !== userId) return 'INVALID_USER';
  if (await internalAdapter.findUserByEmail(updateTo)) {
    return 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL';
  }
  // A new password invalidates address changes requested before.
  const account = await internalAdapter.findCredentialAccount(userId);
  const isOlder = account !== null && iat < Math.floor(account.updatedAt.getTime() / 1_000);
  return isOlder ? 'INVALID_TOKEN' : undefined;
}

/** Records the use of a link. Of concurrent uses only one succeeds. @returns an error code for the others. */
async function markUsed(
  { internalAdapter }: AuthContext,
  token: string,
  { userId, exp }: Claims,
): Promise<string | undefined> {
  // Without the signature, whose last character has four equivalent spellings.
  const unsigned = token.slice(0, token.lastIndexOf('.'));
  const isFirst = await internalAdapter.reserveVerificationValue({
    identifier: `verify-email:${createHash('sha256').update(unsigned).digest('hex')}`,
    value: userId,
    // As long as the link is valid, plus five minutes for clock differences.
    expiresAt: new Date((exp + 300) * 1_000),
  });
  return isFirst ? undefined : 'INVALID_TOKEN';
}

/** Rejects a link as Better Auth does. */
function reject(ctx: GenericEndpointContext, callbackURL: string | undefined, code: string): never {
  if (callbackURL === undefined) {
    throw new APIError('UNAUTHORIZED', { code, message: 'This link is no longer valid.' });
  }
  const url = new URL(callbackURL, ctx.context.baseURL);
  url.searchParams.set('error', code);
  throw ctx.redirect(url.href);
}

export const mailedLinks = {
  id: 'mailed-links',
  hooks: { before: [setDefaultPage, verifyOnce] },
} satisfies BetterAuthPlugin;
