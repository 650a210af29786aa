// What a request says of who calls, read as Better Auth and its bearer plugin read it.

/** The two headers that say it, as Node gives them. */
export interface Credentials {
  authorization?: string | undefined;
  cookie?: string | undefined;
}

const scheme = 'bearer ';

/** The token behind "Bearer", decoded where it has a signature; undefined where there is none. */
export function bearerToken({ authorization = '' }: Credentials): string | undefined {
  if (authorization.slice(0, scheme.length).toLowerCase() !== scheme) return undefined;
  const token = authorization.slice(scheme.length).trim();
  if (token === '') return undefined;
  return isSigned(token) ? decoded(token) : token;
}

/** Tokens themselves have no dot. */
export const isSigned = (token: string): boolean => token.includes('.');

/** The first cookie of this name, decoded; undefined where there is none, or an empty one. */
export function cookieValue({ cookie = '' }: Credentials, name: string): string | undefined {
  for (const pair of cookie.split(';')) {
    const [found, value] = cookiePair(pair);
    if (found === name) return value === '' ? undefined : value;
  }
  return undefined;
}

/** Name and decoded value. */
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
