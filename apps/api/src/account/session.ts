// Who calls: one statement of ours instead of Better Auth's look-up, which costs several times as much
// and is asked where a session is to be renewed. See docs/decisions/0011-session-lookup.md.
import type { Accounts } from '@tydo/db/accounts';
import { APIError } from 'better-auth/api';
import { bearerToken, type Credentials, cookieValue, isSigned } from './credentials.ts';
import { createResigner, type Secrets } from './secrets.ts';
import { countsAsBearer, signedValue } from './signature.ts';

export interface Session {
  personId: string | null;
  /** To set in the answer, where it was renewed. */
  cookies: string[];
}

/** What is needed of Better Auth. */
interface BetterAuth {
  $context: Promise<{
    secret: string;
    authCookies: Record<'sessionToken' | 'dontRememberToken', { name: string }>;
    /** In seconds. */
    sessionConfig: { expiresIn: number; updateAge: number };
  }>;
  api: {
    getSession: (of: {
      headers: Headers;
      returnHeaders: true;
    }) => Promise<{ response: { user: { id: string } } | null; headers: Headers }>;
  };
}

const nobody: Session = { personId: null, cookies: [] };

export function createSessions(auth: BetterAuth, accounts: Accounts, secrets: Secrets) {
  const knowing = auth.$context.then(({ secret, authCookies, sessionConfig }) => {
    const [token, dontRemember] = [
      authCookies.sessionToken.name,
      authCookies.dontRememberToken.name,
    ];
    const { expiresIn, updateAge } = sessionConfig;
    return {
      resign: createResigner(secrets, secret, [token, dontRemember]),
      /** A good bearer token wins over the cookie, a bad one counts as none. */
      tokenIn(credentials: Credentials): { token: string | undefined; isRemembered: boolean } {
        const bearer = bearerToken(credentials);
        if (bearer !== undefined && !isSigned(bearer)) return { token: bearer, isRemembered: true };
        if (bearer !== undefined && countsAsBearer(bearer, secret)) {
          return { token: signedValue(bearer, secret), isRemembered: true };
        }
        const signed = (name: string) => signedValue(cookieValue(credentials, name) ?? '', secret);
        return { token: signed(token), isRemembered: signed(dontRemember) === undefined };
      },
      /** Once a day, Better Auth lets a session begin anew. */
      isDue: (expiresAt: number) => expiresAt - (expiresIn - updateAge) * 1000 <= Date.now(),
    };
  });

  const renew = async (credentials: Credentials, deadline: number): Promise<Session> => {
    const given = Object.entries(credentials).filter(([, value]) => value !== undefined);
    const headers = new Headers(given);
    try {
      const renewed = await accounts.reportingFailure(
        () => auth.api.getSession({ headers, returnHeaders: true }),
        deadline,
      );
      const cookies = renewed.headers.getSetCookie();
      return { personId: renewed.response?.user.id ?? null, cookies };
    } catch (error) {
      // It was revoked in the meantime.
      if (error instanceof APIError && error.statusCode === 401) return nobody;
      throw error;
    }
  };

  return {
    /** Signs anew what Better Auth would not take: see `createResigner`. */
    async resign(headers: Headers): Promise<void> {
      const { resign } = await knowing;
      const authorization = headers.get('authorization') ?? undefined;
      const cookie = headers.get('cookie') ?? undefined;
      for (const [name, value] of Object.entries(resign({ authorization, cookie }))) {
        if (value !== undefined) headers.set(name, value);
      }
    },

    /**
     * Whose valid session the cookie or bearer token names, if any. Nothing is asked where neither is
     * signed as it should be.
     *
     * @param deadline until when the answer must be there, in milliseconds since 1970.
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    async find({ authorization, cookie }: Credentials, deadline: number): Promise<Session> {
      const { resign, tokenIn, isDue } = await knowing;
      const credentials = resign({ authorization, cookie });
      const { token, isRemembered } = tokenIn(credentials);
      if (token === undefined) return nobody;
      const found = await accounts.findSession(token, deadline);
      const expiresAt = found?.expiresAt.getTime() ?? 0;
      if (!found || expiresAt < Date.now()) return nobody;
      if (isRemembered && isDue(expiresAt)) return renew(credentials, deadline);
      return { personId: found.personId, cookies: [] };
    },
  };
}
