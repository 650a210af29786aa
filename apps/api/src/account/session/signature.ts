// Better Auth's signatures: a value, a dot, and the value's HMAC-SHA256 in base64. What it accepts differs
// slightly between cookies and bearer tokens; session.long.test.ts compares this file with it.
import { createHmac, timingSafeEqual } from 'node:crypto';

const hmac = (value: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(value).digest();

export const sign = (value: string, secret: string): string =>
  `${value}.${hmac(value, secret).toString('base64')}`;

/** The value, if `signed` has a valid signature with this secret. */
export function signedValue(signed: string, secret: string): string | undefined {
  const dot = signed.lastIndexOf('.');
  const signature = signed.slice(dot + 1);
  if (dot < 1 || !/^[A-Za-z\d+/]{43}=$/.test(signature)) return undefined;
  const value = signed.slice(0, dot);
  return isSignature(signature, value, secret) ? value : undefined;
}

/**
 * Whether the bearer plugin uses this token instead of the cookie. It is less strict about the format of the
 * signature than `signedValue`, which then reads the token.
 */
export function countsAsBearer(signed: string, secret: string): boolean {
  const [value = '', signature = ''] = signed.split('.');
  const pattern = /[-_]/.test(signature) ? /^[\w-]{43}(=|$)/ : /^[A-Za-z\d+/]{43}(=|$)/;
  return pattern.test(signature) && isSignature(signature.slice(0, 43), value, secret);
}

/** @param signature 43 digits of base64, or of base64url. */
const isSignature = (signature: string, value: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(signature, 'base64'), hmac(value, secret));
