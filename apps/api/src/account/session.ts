// Who calls: one statement of ours instead of Better Auth's look-up, which costs several times as much
// and is asked where a session is to be renewed. See docs/decisions/0011-session-lookup.md.
import type { Accounts } from '@tydo/db/accounts';
import { otherPersonMessage, type personHeader } from '@tydo/schemas/wire';
import { APIError } from 'better-auth/api';
import { bearerToken, type Credentials, cookieValue, isSigned } from './credentials.ts';
import { createResigner, type Secrets } from './secrets.ts';
import { countsAsBearer, createVerifier, signedValue } from './signature.ts';

export interface Session {
  /** Null too where the request says that it is another person's. */
  personId: string | null;
  /** Whether there is a valid session, but not of the person that the request says it is of. */
  isOthers: boolean;
  /** To set in the answer, where it was renewed. */
  cookies: string[];
}

/** What is needed of Better Auth. */
interface BetterAuth {
  $context: Promise<Knowing>;
  api: {
    getSession: (of: {
      headers: Headers;
      returnHeaders: true;
    }) => Promise<{ response: { user: { id: string } } | null; headers: Headers }>;
  };
}

interface Knowing {
  secret: string;
  authCookies: Record<'sessionToken' | 'dontRememberToken', { name: string }>;
  /** In seconds. */
  sessionConfig: { expiresIn: number; updateAge: number };
}

/** The headers of a request that say who calls, and whom its page or program takes for signed in. */
export interface Asking extends Credentials, ByPerson {}

type ByPerson = { [name in Lowercase<typeof personHeader>]?: string | string[] | undefined };

const nobody: Session = { personId: null, isOthers: false, cookies: [] };
const somebodyElse: Session = { ...nobody, isOthers: true };

/** How a call that needs a session is refused without one. */
export const signInFirst = ({ isOthers }: Session) =>
  ({ code: 'UNAUTHORIZED', message: isOthers ? otherPersonMessage : 'Sign in first.' }) as const;

export function createSessions(auth: BetterAuth, accounts: Accounts, secrets: Secrets) {
  const reading = auth.$context.then((knowing) => createReading(knowing, secrets));

  /** The valid session, if any, and whether it should be renewed. */
  async function look(given: Credentials, deadline?: number) {
    const { resign, tokenIn, isDue } = await reading;
    const credentials = resign(given);
    const { token, isRemembered } = tokenIn(credentials);
    const found = token === undefined ? undefined : await accounts.findSession(token, deadline);
    if (!found || found.expiresAt.getTime() < Date.now()) return undefined;
    return { found, credentials, isToRenew: isRemembered && isDue(found.expiresAt.getTime()) };
  }

  return {
    /** Signs anew what Better Auth would not take: see `createResigner`. */
    resign: async (headers: Headers): Promise<void> => {
      const { resign } = await reading;
      for (const [name, value] of Object.entries(resign(credentialsIn(headers)))) {
        if (value !== undefined) headers.set(name, value);
      }
    },

    /**
     * The id of the valid session that a request carries, if any; it is not renewed.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    idIn: async (headers: Headers): Promise<string | undefined> =>
      (await look(credentialsIn(headers)))?.found.id,

    /**
     * Whose valid session the cookie or bearer token names, if any. Nothing is asked where neither is
     * signed as it should be. This is the one place that says who calls, so no procedure can forget
     * whose page it is: where `X-Tydo-Person` names another, nobody calls, and nothing is renewed.
     *
     * @param deadline until when the answer must be there, in milliseconds since 1970.
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    find: async (asking: Asking, deadline: number): Promise<Session> => {
      const looked = await look(credentialsOf(asking), deadline);
      if (!looked) return nobody;
      const { found, isToRenew, credentials } = looked;
      if (namesAnother(asking, found.personId)) return somebodyElse;
      if (!isToRenew) return { ...nobody, personId: found.personId };
      return accounts.reportingFailure(() => renew(auth, credentials), deadline);
    },

    /**
     * Whether a request says that it is of somebody else than its valid session. Without the header
     * nothing is asked.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    isOthers: async (asking: Asking, deadline: number): Promise<boolean> => {
      if (asking['x-tydo-person'] === undefined) return false;
      const looked = await look(credentialsOf(asking), deadline);
      return looked !== undefined && namesAnother(asking, looked.found.personId);
    },
  };
}

/** One that is empty, or was sent twice, names nobody. */
const namesAnother = ({ 'x-tydo-person': said }: Asking, personId: string): boolean =>
  said !== undefined && said !== personId;

const credentialsOf = ({ authorization, cookie }: Asking): Credentials => ({
  authorization,
  cookie,
});

const credentialsIn = (headers: Headers): Credentials => ({
  authorization: headers.get('authorization') ?? undefined,
  cookie: headers.get('cookie') ?? undefined,
});

function createReading({ secret, authCookies, sessionConfig }: Knowing, secrets: Secrets) {
  const session = authCookies.sessionToken.name;
  const dontRemember = authCookies.dontRememberToken.name;
  const untilDue = (sessionConfig.expiresIn - sessionConfig.updateAge) * 1000;
  const verified = createVerifier(secret);
  return {
    resign: createResigner(secrets, secret, [session, dontRemember]),

    /** A bearer token wins over the cookie; one that is signed, and not by us, counts as none. */
    tokenIn: (credentials: Credentials): { token: string | undefined; isRemembered: boolean } => {
      const bearer = bearerToken(credentials);
      if (bearer !== undefined && !isSigned(bearer)) return { token: bearer, isRemembered: true };
      if (bearer !== undefined && countsAsBearer(bearer, secret)) {
        return { token: signedValue(bearer, secret), isRemembered: true };
      }
      const signed = (name: string) => verified(cookieValue(credentials, name) ?? '');
      return { token: signed(session), isRemembered: signed(dontRemember) === undefined };
    },

    /** Whether Better Auth would let it begin anew. */
    isDue: (expiresAt: number): boolean => expiresAt - untilDue <= Date.now(),
  };
}

async function renew({ api }: BetterAuth, credentials: Credentials): Promise<Session> {
  const given = Object.entries(credentials).filter(([, value]) => value !== undefined);
  try {
    const { response, headers } = await api.getSession({
      headers: new Headers(given),
      returnHeaders: true,
    });
    return { ...nobody, personId: response?.user.id ?? null, cookies: headers.getSetCookie() };
  } catch (error) {
    // It was revoked in the meantime.
    if (error instanceof APIError && error.statusCode === 401) return nobody;
    throw error;
  }
}
