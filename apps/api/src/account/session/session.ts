// Looks up the session of a request with a single statement. Better Auth's look-up costs several times as
// much, and is used only to renew a session. See docs/decisions/0011-session-lookup.md.
import type { AuthDatabase } from '@tydo/db/auth-database';
import type { AccountRead } from '@tydo/schemas/token';
import { otherPersonMessage, type personHeader } from '@tydo/schemas/wire';
import { APIError } from 'better-auth/api';
import { apiTokenIn, bearerToken, type Credentials, cookieValue, isSigned } from './credentials.ts';
import { type Cookies, createLegacyCookies } from './legacy-cookies.ts';
import { createResigner, olderSecrets, type Secrets } from './secrets.ts';
import { countsAsBearer, signedValue } from './signature.ts';

export interface Session {
  /** Null without a valid session, and for a person mismatch. */
  personId: string | null;
  /** Whether there is a valid session, but X-Tydo-Person names another person. */
  isPersonMismatch: boolean;
  /** The API token that stands in for a session; null with a session. */
  token: AccountRead['token'];
  /** For the response, when the session was renewed. */
  cookies: string[];
}

/** The part of Better Auth that this file uses. */
interface BetterAuth {
  $context: Promise<SessionContext>;
  api: {
    getSession: (of: {
      headers: Headers;
      returnHeaders: true;
    }) => Promise<{ response: { user: { id: string } } | null; headers: Headers }>;
  };
}

interface SessionContext {
  secret: string;
  authCookies: Cookies;
  /** In seconds. */
  sessionConfig: { expiresIn: number; updateAge: number };
}

/** The headers of a request that decide its session. */
export interface SessionHeaders extends Credentials, PersonHeader {}

type PersonHeader = { [name in Lowercase<typeof personHeader>]?: string | string[] | undefined };

const noSession: Session = { personId: null, isPersonMismatch: false, token: null, cookies: [] };
const personMismatch: Session = { ...noSession, isPersonMismatch: true };

/** The error for a call that requires a session. */
export const unauthorizedError = ({ isPersonMismatch }: Session) =>
  ({
    code: 'UNAUTHORIZED',
    message: isPersonMismatch ? otherPersonMessage : 'Sign in first.',
  }) as const;

export function createSessions(auth: BetterAuth, authDatabase: AuthDatabase, secrets: Secrets) {
  const tokenReader = auth.$context.then((context) => createTokenReader(context, secrets));

  /** The valid session, if any, and whether it is due to be renewed. */
  async function lookUp(given: Credentials, deadline?: number) {
    // An API token is no session, and never reaches Better Auth.
    if (apiTokenIn(given) !== undefined) return undefined;
    const { translate, legacyCookies, tokenIn, isRenewalDue } = await tokenReader;
    const { credentials, isLegacy } = translate(given);
    const { token, isRemembered, isBearer } = tokenIn(credentials);
    const found = token === undefined ? undefined : await authDatabase.findSession(token, deadline);
    if (token === undefined || !found || found.expiresAt.getTime() < Date.now()) return undefined;
    const { expiresAt } = found;
    return {
      found,
      credentials,
      isDue: isRemembered && isRenewalDue(expiresAt.getTime()),
      /** Replacements for legacy cookies. */
      cookies:
        isLegacy && !isBearer
          ? legacyCookies.currentCookies({ token, expiresAt, isRemembered })
          : [],
    };
  }

  /** The same of an API token; undefined where the request carries none that works. */
  const tokenOf = async (text: string, deadline: number) =>
    authDatabase.findToken(text, 'pat', deadline);

  return {
    /**
     * Calls Better Auth with translated credentials, and replaces legacy cookies in the response.
     *
     * @param headers of the request; they are modified.
     */
    withTranslatedCredentials: async (
      headers: Headers,
      call: () => Promise<Response>,
    ): Promise<Response> => {
      const { translate, legacyCookies } = await tokenReader;
      const given = credentialsIn(headers);
      const { credentials, isLegacy } = translate(given);
      for (const [name, value] of Object.entries(credentials)) {
        if (value !== undefined) headers.set(name, value);
      }
      const response = await call();
      const setCookies = response.headers.getSetCookie();
      const cleared = legacyCookies.clearedBy(given, setCookies);
      const current =
        isLegacy && setCookies.length === 0
          ? ((await lookUp(given).catch(() => undefined))?.cookies ?? [])
          : [];
      for (const cookie of [...cleared, ...current]) response.headers.append('set-cookie', cookie);
      return response;
    },

    /**
     * The ids of the valid session of a request and of its person, if any. Does not renew it.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    idsIn: async (headers: Headers): Promise<{ id: string; personId: string } | undefined> =>
      (await lookUp(credentialsIn(headers)))?.found,

    /**
     * The valid session that the cookie or bearer token names, if any; or the person of an API token. With a wrong signature the database is
     * not queried. This is the only place that determines the caller, so no procedure can skip the check of
     * `X-Tydo-Person`: if it names another person, the caller is not signed in, and nothing is renewed.
     *
     * @param deadline in milliseconds since 1970.
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    find: async (headers: SessionHeaders, deadline: number): Promise<Session> => {
      const text = apiTokenIn(headers);
      if (text !== undefined) {
        const token = await tokenOf(text, deadline);
        if (!token) return noSession;
        if (namesAnotherPerson(headers, token.personId)) return personMismatch;
        const { personId, id, name, scopes, expiresAt } = token;
        return { ...noSession, personId, token: { id, name, scopes, expiresAt } };
      }
      const lookedUp = await lookUp(credentialsOf(headers), deadline);
      if (!lookedUp) return noSession;
      const { found, isDue, credentials, cookies } = lookedUp;
      if (namesAnotherPerson(headers, found.personId)) return personMismatch;
      if (!isDue) return { ...noSession, personId: found.personId, cookies };
      return authDatabase.withDeadline(() => renew(auth, credentials), deadline);
    },

    /**
     * The id of the person whose valid session or API token a request carries, if any; a session is not renewed.
     *
     * @param deadline as for `find`.
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    personIn: async (given: Credentials, deadline: number): Promise<string | undefined> => {
      const text = apiTokenIn(given);
      if (text !== undefined) return (await tokenOf(text, deadline))?.personId;
      return (await lookUp(credentialsOf(given), deadline))?.found.personId;
    },

    /**
     * Whether X-Tydo-Person names another person than the valid session's. Without the header the database
     * is not queried.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
     */
    isPersonMismatch: async (headers: SessionHeaders): Promise<boolean> => {
      if (headers['x-tydo-person'] === undefined) return false;
      const lookedUp = await lookUp(credentialsOf(headers));
      return lookedUp !== undefined && namesAnotherPerson(headers, lookedUp.found.personId);
    },
  };
}

/** A header that is empty or was sent twice is a mismatch too. */
const namesAnotherPerson = (
  { 'x-tydo-person': named }: SessionHeaders,
  personId: string,
): boolean => named !== undefined && named !== personId;

const credentialsOf = ({ authorization, cookie }: SessionHeaders): Credentials => ({
  authorization,
  cookie,
});

const credentialsIn = (headers: Headers): Credentials => ({
  authorization: headers.get('authorization') ?? undefined,
  cookie: headers.get('cookie') ?? undefined,
});

interface SentToken {
  token: string | undefined;
  isRemembered: boolean;
  isBearer: boolean;
}

function createTokenReader(
  { secret, authCookies, sessionConfig }: SessionContext,
  secrets: Secrets,
) {
  const session = authCookies.sessionToken.name;
  const dontRemember = authCookies.dontRememberToken.name;
  const renewalPeriodMs = (sessionConfig.expiresIn - sessionConfig.updateAge) * 1000;
  const resign = createResigner(secrets, secret, [session, dontRemember]);
  const legacyCookies = createLegacyCookies(authCookies, [
    secret,
    ...olderSecrets(secrets, secret),
  ]);
  return {
    legacyCookies,

    /** Makes credentials that Better Auth understands: with current cookie names, signed with the current secret. */
    translate: (given: Credentials): { credentials: Credentials; isLegacy: boolean } => {
      const { isLegacy, ...renamed } = legacyCookies.rename(given);
      return { credentials: resign(renamed), isLegacy };
    },

    /** A bearer token takes precedence over the cookie, unless its signature is not ours. */
    tokenIn: (credentials: Credentials): SentToken => {
      const bearer = bearerToken(credentials);
      const bearerOptions = { isRemembered: true, isBearer: true };
      if (bearer !== undefined && !isSigned(bearer)) return { token: bearer, ...bearerOptions };
      if (bearer !== undefined && countsAsBearer(bearer, secret)) {
        return { token: signedValue(bearer, secret), ...bearerOptions };
      }
      const signed = (name: string) => signedValue(cookieValue(credentials, name) ?? '', secret);
      const isRemembered = signed(dontRemember) === undefined;
      return { token: signed(session), isRemembered, isBearer: false };
    },

    /** Whether Better Auth would renew the session now. */
    isRenewalDue: (expiresAt: number): boolean => expiresAt - renewalPeriodMs <= Date.now(),
  };
}

async function renew({ api }: BetterAuth, credentials: Credentials): Promise<Session> {
  const given = Object.entries(credentials).filter(([, value]) => value !== undefined);
  try {
    const { response, headers } = await api.getSession({
      headers: new Headers(given),
      returnHeaders: true,
    });
    return { ...noSession, personId: response?.user.id ?? null, cookies: headers.getSetCookie() };
  } catch (error) {
    // The session was revoked in the meantime.
    if (error instanceof APIError && error.statusCode === 401) return noSession;
    throw error;
  }
}
