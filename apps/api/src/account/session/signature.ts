// Better Auth's signatures: a value, a dot, and the value's HMAC-SHA256 under a secret in base64. What
// it accepts differs a little between cookies and bearer tokens; session.long.test.ts compares.
import { createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (value: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(value).digest();

export const sign = (value: string, secret: string): string =>
  `${value}.${hmac(value, secret).toString('base64')}`;

/** What was signed, where `signed` is a value with its signature under this secret. */
export function signedValue(signed: string, secret: string): string | undefined {
  const dot = signed.lastIndexOf('.');
  const signature = signed.slice(dot + 1);
  if (dot < 1 || !/^[A-Za-z\d+/]{43}=$/.test(signature)) return undefined;
  const value = signed.slice(0, dot);
  return fits(signature, value, secret) ? value : undefined;
}

/**
 * Whether the bearer plugin takes it instead of the cookie. It cares less for how a signature is
 * written; what it then gets from it is up to `signedValue`.
 */
export function countsAsBearer(signed: string, secret: string): boolean {
  const [value = '', signature = ''] = signed.split('.');
  const written = /[-_]/.test(signature) ? /^[\w-]{43}(=|$)/ : /^[A-Za-z\d+/]{43}(=|$)/;
  return written.test(signature) && fits(signature.slice(0, 43), value, secret);
}

/** @param signature 43 digits of base64, or of base64url. */
const fits = (signature: string, value: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(signature, 'base64'), hmac(value, secret));
