// Parses the credentials of a request as Better Auth and its bearer plugin do.

/** The two headers with credentials, as Node parses them. */
export interface Credentials {
  authorization?: string | undefined;
  cookie?: string | undefined;
}

const scheme = 'bearer ';

/** The bearer token, decoded if it has a signature; undefined if there is none. */
export function bearerToken({ authorization = '' }: Credentials): string | undefined {
  if (authorization.slice(0, scheme.length).toLowerCase() !== scheme) return undefined;
  const token = authorization.slice(scheme.length).trim();
  if (token === '') return undefined;
  return isSigned(token) ? decoded(token) : token;
}

/** The bearer token, if it is meant to be one of our API tokens, whether or not it is. */
export function apiTokenIn(credentials: Credentials): string | undefined {
  const token = bearerToken(credentials);
  return token?.startsWith('tydo_') ? token : undefined;
}

/** A dot separates the signature; a token has none itself. */
export const isSigned = (token: string): boolean => token.includes('.');

/** The decoded value of the first cookie of this name; undefined if it is missing or empty. */
export function cookieValue({ cookie = '' }: Credentials, name: string): string | undefined {
  for (const pair of cookie.split(';')) {
    const [found, value] = cookiePair(pair);
    if (found === name) return value === '' ? undefined : value;
  }
  return undefined;
}

/** The name and the decoded value of a cookie. */
export function cookiePair(pair: string): [name: string | undefined, value: string] {
  const equals = pair.indexOf('=');
  if (equals < 0) return [undefined, ''];
  const value = pair.slice(equals + 1).trim();
  const unquoted = value.startsWith('"') ? value.slice(1, -1) : value;
  return [pair.slice(0, equals).trim(), decoded(unquoted)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
