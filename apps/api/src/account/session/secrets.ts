// Allows the secret to be rotated without signing anyone out. Better Auth verifies cookies and bearer tokens
// with the current secret only, so those signed with an older one are signed again before it sees them.
import { createHash } from 'node:crypto';
import { bearerToken, type Credentials, cookiePair, isSigned } from './credentials.ts';
import { sign, signedValue } from './signature.ts';

/** From the environment; at least one of them is set. */
export interface Secrets {
  /** The current secret if it is the only one, otherwise an older one. */
  secret: string | undefined;
  /** The current secret first. */
  secrets: { version: number; value: string }[] | undefined;
}

/**
 * Better Auth's options. Both are set, because it would read a missing one from the environment.
 *
 * What it encrypts names the version of the secret. That follows from the secret itself here, so that it can be
 * decrypted however an operator numbers the secrets, also those that were in BETTER_AUTH_SECRET before.
 */
export function secretOptions({ secret, secrets = [] }: Secrets) {
  const all = [...secrets.map(({ value }) => value), ...(secret === undefined ? [] : [secret])];
  return {
    secret: secret ?? all[0] ?? '',
    secrets: [...new Set(all)].map((value) => ({ version: versionOf(value), value })),
  };
}

/** A number of 32 bits. */
const versionOf = (secret: string): number =>
  createHash('sha256').update(`version of ${secret}`).digest().readUInt32BE();

/** The secrets that are accepted besides the current one. */
export const olderSecrets = ({ secret, secrets = [] }: Secrets, current: string): string[] =>
  [secret, ...secrets.map(({ value }) => value)]
    .filter((one) => one !== undefined)
    .filter((one) => one !== current);

/**
 * Returns a function that signs with the current secret what an older one has signed: the bearer token and
 * the cookies with these names. Everything else is left unchanged.
 */
export function createResigner(given: Secrets, current: string, names: string[]) {
  const older = olderSecrets(given, current);

  const resign = (signed: string): string | undefined => {
    if (signedValue(signed, current) !== undefined) return undefined;
    for (const secret of older) {
      const value = signedValue(signed, secret);
      if (value !== undefined) return encodeURIComponent(sign(value, current));
    }
    return undefined;
  };
  const resignBearer = (credentials: Credentials) => {
    const token = bearerToken(credentials);
    const resigned = token !== undefined && isSigned(token) ? resign(token) : undefined;
    return resigned === undefined ? credentials.authorization : `Bearer ${resigned}`;
  };
  const resignCookie = (pair: string) => {
    const [name = '', value] = cookiePair(pair);
    const resigned = names.includes(name) ? resign(value) : undefined;
    return resigned === undefined ? pair : ` ${name}=${resigned}`;
  };
  return (credentials: Credentials): Credentials => {
    if (older.length === 0) return credentials;
    return {
      authorization: resignBearer(credentials),
      cookie: credentials.cookie?.split(';').map(resignCookie).join(';'),
    };
  };
}
