// Until 2026-11-30 cookies had Better Auth's default names, which other apps on the same host may use too.
// Sessions in them stay valid. docs/decisions/0016-cookie-names.md says when to delete this file.
import { type Credentials, cookiePair } from './credentials.ts';
import { sign, signedValue } from './signature.ts';

/** The prefix of our cookies' names. */
export const cookiePrefix = 'tydo';
const legacyPrefix = 'better-auth';

interface Cookie {
  name: string;
  attributes: { secure?: boolean | undefined };
}
export type Cookies = Record<'sessionToken' | 'dontRememberToken', Cookie>;

/** A session from a cookie with a legacy name. */
interface LegacySession {
  token: string;
  expiresAt: Date;
  isRemembered: boolean;
}

/** @param secrets all that may have signed a cookie, the current one first. */
export function createLegacyCookies(
  { sessionToken, dontRememberToken }: Cookies,
  secrets: [string, ...string[]],
) {
  const legacyName = ({ name }: Cookie) => name.replace(`${cookiePrefix}.`, `${legacyPrefix}.`);
  const names = new Map(
    [sessionToken, dontRememberToken].map((one) => [legacyName(one), one.name]),
  );

  /** The value, without its signature, of a cookie of ours with a legacy name. */
  const valueOf = (pair: string): string | undefined => {
    const [name = '', value] = cookiePair(pair);
    if (!names.has(name)) return undefined;
    for (const secret of secrets) {
      const found = signedValue(value, secret);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const setCookie = ({ name, attributes }: Cookie, value: string, maxAge?: number): string =>
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
     * Gives our cookies with legacy names their current names. A session cookie with the current name takes
     * precedence: then nothing is renamed.
     */
    rename(credentials: Credentials): Credentials & { isLegacy: boolean } {
      const { cookie = '' } = credentials;
      const unchanged = { ...credentials, isLegacy: false };
      if (!cookie.includes(`${legacyPrefix}.`)) return unchanged;
      const pairs = cookie.split(';');
      const isCurrentSession = (pair: string) => {
        const [name, value] = cookiePair(pair);
        return name === sessionToken.name && value !== '';
      };
      if (pairs.some(isCurrentSession)) return unchanged;
      const renamed = pairs.map((pair) => {
        const name = names.get(cookiePair(pair)[0] ?? '');
        return name !== undefined && valueOf(pair) !== undefined
          ? ` ${name}${pair.slice(pair.indexOf('='))}`
          : pair;
      });
      const isLegacy = renamed.some(isCurrentSession);
      return isLegacy ? { ...credentials, cookie: renamed.join(';'), isLegacy } : unchanged;
    },

    /** Cookies with the current names for a session, valid until it expires. */
    currentCookies({ token, expiresAt, isRemembered }: LegacySession): string[] {
      const [secret] = secrets;
      const seconds = Math.ceil((expiresAt.getTime() - Date.now()) / 1_000);
      if (isRemembered) return [setCookie(sessionToken, sign(token, secret), seconds)];
      return [
        setCookie(sessionToken, sign(token, secret)),
        setCookie(dontRememberToken, sign('true', secret)),
      ];
    },

    /**
     * Cookies that delete the legacy ones, for a response that ends the session or starts another one. While a
     * session continues they are kept, for older servers that only know those.
     *
     * @param setCookies the cookies that the response sets.
     */
    clearedBy({ cookie = '' }: Credentials, setCookies: string[]): string[] {
      const last = setCookies.findLast(
        (one) => cookiePair(one.split(';', 1)[0] ?? '')[0] === sessionToken.name,
      );
      if (last === undefined) return [];
      const [, signed] = cookiePair(last.split(';', 1)[0] ?? '');
      const continued = signedValue(signed, secrets[0]);
      const legacy = cookie.split(';').filter((pair) => valueOf(pair) !== undefined);
      const isOther = (pair: string) =>
        cookiePair(pair)[0] === legacyName(sessionToken) && valueOf(pair) !== continued;
      if (!legacy.some(isOther)) return [];
      return [sessionToken, dontRememberToken].map((one) =>
        setCookie({ ...one, name: legacyName(one) }, '', 0),
      );
    },
  };
}
