// Until 2026-11-30 cookies had Better Auth's own names, which any other app of it on the same host has,
// too. Sessions under them go on: see docs/decisions/0016-cookie-names.md, which says when this file goes.
import { type Credentials, cookiePair } from './credentials.ts';
import { sign, signedValue } from './signature.ts';

/** What our names begin with. */
export const cookiePrefix = 'tydo';
const formerPrefix = 'better-auth';

interface Cookie {
  name: string;
  attributes: { secure?: boolean | undefined };
}
export type Cookies = Record<'sessionToken' | 'dontRememberToken', Cookie>;

/** A session whose cookie has a former name. */
interface Adopted {
  token: string;
  expiresAt: Date;
  isRemembered: boolean;
}

/**
 * @param secrets all that may have signed a cookie, the current one first.
 */
export function createLegacyCookies(
  { sessionToken, dontRememberToken }: Cookies,
  secrets: [string, ...string[]],
) {
  const former = ({ name }: Cookie) => name.replace(`${cookiePrefix}.`, `${formerPrefix}.`);
  const names = new Map([sessionToken, dontRememberToken].map((one) => [former(one), one.name]));

  /** The value of a cookie of ours under its former name, without the signature. */
  const valueOf = (pair: string): string | undefined => {
    const [name = '', value] = cookiePair(pair);
    if (!names.has(name)) return undefined;
    for (const secret of secrets) {
      const found = signedValue(value, secret);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const set = ({ name, attributes }: Cookie, value: string, maxAge?: number): string =>
    [
      `${name}=${encodeURIComponent(value)}`,
      ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
      'Path=/',
      'HttpOnly',
      ...(attributes.secure ? ['Secure'] : []),
      'SameSite=Lax',
    ].join('; ');

  return {
    /**
     * The credentials with our names for cookies that are ours and have none yet. A session's cookie under
     * our name wins over every other.
     */
    adopt(credentials: Credentials): Credentials & { isAdopted: boolean } {
      const { cookie = '' } = credentials;
      const none = { ...credentials, isAdopted: false };
      if (!cookie.includes(`${formerPrefix}.`)) return none;
      const pairs = cookie.split(';');
      const isOurs = (pair: string) => {
        const [name, value] = cookiePair(pair);
        return name === sessionToken.name && value !== '';
      };
      if (pairs.some(isOurs)) return none;
      const renamed = pairs.map((pair) => {
        const name = names.get(cookiePair(pair)[0] ?? '');
        return name !== undefined && valueOf(pair) !== undefined
          ? ` ${name}${pair.slice(pair.indexOf('='))}`
          : pair;
      });
      const isAdopted = renamed.some(isOurs);
      return isAdopted ? { ...credentials, cookie: renamed.join(';'), isAdopted } : none;
    },

    /** The cookies that give a session our names, for as long as it lives. */
    cookiesOf({ token, expiresAt, isRemembered }: Adopted): string[] {
      const [secret] = secrets;
      const seconds = Math.ceil((expiresAt.getTime() - Date.now()) / 1_000);
      if (isRemembered) return [set(sessionToken, sign(token, secret), seconds)];
      return [set(sessionToken, sign(token, secret)), set(dontRememberToken, sign('true', secret))];
    },

    /**
     * What ends the former cookies of a request whose answer ends its session or begins another one;
     * a session that only goes on keeps them, for servers that know no other names.
     *
     * @param answered the cookies that the answer sets.
     */
    endedBy({ cookie = '' }: Credentials, answered: string[]): string[] {
      const last = answered.findLast(
        (one) => cookiePair(one.split(';', 1)[0] ?? '')[0] === sessionToken.name,
      );
      if (last === undefined) return [];
      const [, signed] = cookiePair(last.split(';', 1)[0] ?? '');
      const goesOn = signedValue(signed, secrets[0]);
      const ours = cookie.split(';').filter((pair) => valueOf(pair) !== undefined);
      const isOther = (pair: string) =>
        cookiePair(pair)[0] === former(sessionToken) && valueOf(pair) !== goesOn;
      if (!ours.some(isOther)) return [];
      return [sessionToken, dontRememberToken].map((one) =>
        set({ ...one, name: former(one) }, '', 0),
      );
    },
  };
}
