// The secret can be changed without signing everybody out. Better Auth verifies cookies and bearer
// tokens with the current one only: so what an older one signed is signed anew before it gets there.
import { bearerToken, type Credentials, cookiePair, isSigned } from './credentials.ts';
import { sign, signedValue } from './signature.ts';

/** From the environment, where one of both is set. */
export interface Secrets {
  /** Current where it is the only one, else an older one. */
  secret: string | undefined;
  /** The current one first. */
  secrets: { version: number; value: string }[] | undefined;
}

/** Better Auth's options: both, or it would look for the other in the environment by itself. */
export function secretOptions({ secret, secrets }: Secrets) {
  const value = secret ?? secrets?.[0]?.value ?? '';
  return { secret: value, secrets: secrets ?? [{ version: 0, value }] };
}

/** Those that are still accepted beside the current one. */
export const olderSecrets = ({ secret, secrets = [] }: Secrets, current: string): string[] =>
  [secret, ...secrets.map(({ value }) => value)]
    .filter((one) => one !== undefined)
    .filter((one) => one !== current);

/**
 * What signs anew, with the current secret, the bearer token and the cookies of these names that an
 * older one signed; all else stays as it is.
 */
export function createResigner(given: Secrets, current: string, names: string[]) {
  const older = olderSecrets(given, current);

  const anew = (signed: string): string | undefined => {
    if (signedValue(signed, current) !== undefined) return undefined;
    for (const secret of older) {
      const value = signedValue(signed, secret);
      if (value !== undefined) return encodeURIComponent(sign(value, current));
    }
    return undefined;
  };
  const bearerAnew = (credentials: Credentials) => {
    const token = bearerToken(credentials);
    const resigned = token !== undefined && isSigned(token) ? anew(token) : undefined;
    return resigned === undefined ? credentials.authorization : `Bearer ${resigned}`;
  };
  const cookieAnew = (pair: string) => {
    const [name = '', value] = cookiePair(pair);
    const resigned = names.includes(name) ? anew(value) : undefined;
    return resigned === undefined ? pair : ` ${name}=${resigned}`;
  };
  return (credentials: Credentials): Credentials => {
    if (older.length === 0) return credentials;
    return {
      authorization: bearerAnew(credentials),
      cookie: credentials.cookie?.split(';').map(cookieAnew).join(';'),
    };
  };
}
