// Who calls: one statement of ours instead of Better Auth's look-up, which costs several times as much
// and is asked where a session is to be renewed. See docs/decisions/0011-session-lookup.md.
import type { Accounts } from '@tydo/db/accounts';
import { otherPersonMessage, type personHeader } from '@tydo/schemas/wire';
import { APIError } from 'better-auth/api';
import { bearerToken, type Credentials, cookieValue, isSigned } from './credentials.ts';
import { type Cookies, createLegacyCookies } from './legacy-cookies.ts';
import { createResigner, olderSecrets, type Secrets } from './secrets.ts';
import { countsAsBearer, signedValue } from './signature.ts';

export interface Session {
  /** Null too where the request says that it is another person's. */
  personId: string | null;
  /** Whether there is a valid session, but not of the person that the request says it is of. */
  isPersonMismatch: boolean;
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
  authCookies: Cookies;
  /** In seconds. */
  sessionConfig: { expiresIn: number; updateAge: number };
}

/** The headers of a request that say who calls, and whom its page or program takes for signed in. */
export interface Asking extends Credentials, ByPerson {}

type ByPerson = { [name in Lowercase<typeof personHeader>]?: string | string[] | undefined };

const nobody: Session = { personId: null, isPersonMismatch: false, cookies: [] };
const somebodyElse: Session = { ...nobody, isPersonMismatch: true };

/** How a call that needs a session is refused without one. */
export const unauthorizedError = ({ isPersonMismatch }: Session) =>
  ({
    code: 'UNAUTHORIZED',
    message: isPersonMismatch ? otherPersonMessage : 'Sign in first.',
  }) as const;

export function createSessions(auth: BetterAuth, accounts: Accounts, secrets: Secrets) {
  const reading = auth.$context.then((knowing) => createReading(knowing, secrets));

  /** The valid session, if any, and whether it should be renewed. */
  async function look(given: Credentials, deadline?: number) {
    const { resign, former, tokenIn, isDue } = await reading;
    const { isAdopted, ...ours } = former.adopt(given);
    const credentials = resign(ours);
    const { token, isRemembered, isBearer } = tokenIn(credentials);
    const found = token === undefined ? undefined : await accounts.findSession(token, deadline);
    if (token === undefined || !found || found.expiresAt.getTime() < Date.now()) return undefined;
    const { expiresAt } = found;
    return {
      found,
      credentials,
      isToRenew: isRemembered && isDue(expiresAt.getTime()),
      /** To set, where the cookie has a former name. */
      cookies: isAdopted && !isBearer ? former.cookiesOf({ token, expiresAt, isRemembered }) : [],
    };
  }

  return {
    /**
     * Lets Better Auth answer a request, whose credentials are written as it takes them: what an older
     * secret signed is signed again (see `createResigner`), and cookies have their names of today.
     *
     * @param headers the request's, which are changed.
     */
    translated: async (headers: Headers, ask: () => Promise<Response>): Promise<Response> => {
      const { resign, former } = await reading;
      const given = credentialsIn(headers);
      const { isAdopted, ...ours } = former.adopt(given);
      for (const [name, value] of Object.entries(resign(ours))) {
        if (value !== undefined) headers.set(name, value);
      }
      const answer = await ask();
      const answered = answer.headers.getSetCookie();
      const ended = former.endedBy(given, answered);
      const isUntouched = isAdopted && answered.length === 0;
      const adopted = isUntouched
        ? ((await look(given).catch(() => undefined))?.cookies ?? [])
        : [];
      for (const one of [...ended, ...adopted]) answer.headers.append('set-cookie', one);
      return answer;
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
      const { found, isToRenew, credentials, cookies } = looked;
      if (namesAnother(asking, found.personId)) return somebodyElse;
      if (!isToRenew) return { ...nobody, personId: found.personId, cookies };
      return accounts.withDeadline(() => renew(auth, credentials), deadline);
    },

    /**
     * The id of the person whose valid session a request carries, if any; it is not renewed.
     *
     * @param deadline as for `find`.
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    personIn: async (given: Credentials, deadline: number): Promise<string | undefined> =>
      (await look(credentialsOf(given), deadline))?.found.personId,

    /**
     * Whether a request says that it is of somebody else than its valid session. Without the header
     * nothing is asked.
     *
     * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
     */
    isPersonMismatch: async (asking: Asking): Promise<boolean> => {
      if (asking['x-tydo-person'] === undefined) return false;
      const looked = await look(credentialsOf(asking));
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

interface Found {
  token: string | undefined;
  isRemembered: boolean;
  isBearer: boolean;
}

function createReading({ secret, authCookies, sessionConfig }: Knowing, secrets: Secrets) {
  const session = authCookies.sessionToken.name;
  const dontRemember = authCookies.dontRememberToken.name;
  const untilDue = (sessionConfig.expiresIn - sessionConfig.updateAge) * 1000;
  return {
    resign: createResigner(secrets, secret, [session, dontRemember]),
    former: createLegacyCookies(authCookies, [secret, ...olderSecrets(secrets, secret)]),

    /** A bearer token wins over the cookie; one that is signed, and not by us, counts as none. */
    tokenIn: (credentials: Credentials): Found => {
      const bearer = bearerToken(credentials);
      const ofBearer = { isRemembered: true, isBearer: true };
      if (bearer !== undefined && !isSigned(bearer)) return { token: bearer, ...ofBearer };
      if (bearer !== undefined && countsAsBearer(bearer, secret)) {
        return { token: signedValue(bearer, secret), ...ofBearer };
      }
      const signed = (name: string) => signedValue(cookieValue(credentials, name) ?? '', secret);
      const isRemembered = signed(dontRemember) === undefined;
      return { token: signed(session), isRemembered, isBearer: false };
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
