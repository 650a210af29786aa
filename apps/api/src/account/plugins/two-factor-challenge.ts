// What the sign-in of an account with two-step sign-in answers, and how a program without cookies continues it.
import { recordOf } from '@tydo/schemas/record';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { parseSetCookieHeader } from 'better-auth/cookies';
import { challengeCookie, isSecondStep } from './two-factor.ts';

const signIns = new Set(['/sign-in/email', '/sign-up/email']);

const answer = {
  matcher: ({ path }: { path?: string }) => signIns.has(path ?? ''),
  handler: createAuthMiddleware(async (ctx) => {
    const { returned, responseHeaders } = ctx.context;
    if (returned instanceof Error) return;
    const body = recordOf(returned);
    if (body['twoFactorRedirect'] === true) {
      const { name } = ctx.context.createAuthCookie(challengeCookie);
      const cookies = parseSetCookieHeader(responseHeaders?.get('set-cookie') ?? '');
      return ctx.json({ ...body, challenge: cookies.get(name)?.value });
    }
    if (body['user'] === undefined) return;
    // The answer is the same as where there is no two-step sign-in.
    const { twoFactorEnabled: _, ...user } = recordOf(body['user']);
    return ctx.json({ ...body, user });
  }),
};

const continuation = {
  matcher: ({ path }: { path?: string }) => isSecondStep(path),
  handler: createAuthMiddleware(async ({ body, headers, context }) => {
    const { code, challenge } = recordOf(body);
    // People type a code as it is shown, in groups.
    const plainCode = typeof code === 'string' ? code.replaceAll(/\s/g, '').toLowerCase() : code;
    // A second step is never skipped, and never without a session in the end.
    const changed = { body: { code: plainCode, trustDevice: false, disableSession: false } };
    if (typeof challenge !== 'string') return { context: changed };
    const { name } = context.createAuthCookie(challengeCookie);
    const ofChallenge = new Headers(headers);
    ofChallenge.set('cookie', `${name}=${encodeURIComponent(challenge)}`);
    return { context: { ...changed, headers: ofChallenge } };
  }),
};

/** After `twoStepSignIn` and `bearer` in the list of plugins: a challenge counts before a session. */
export const twoFactorChallenge = {
  id: 'two-factor-challenge',
  hooks: { before: [continuation], after: [answer] },
} satisfies BetterAuthPlugin;
