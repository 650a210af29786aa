// Creates UUIDs of version 7 (RFC 9562, 5.7): 48 bits of time, the rest as in a random UUID. Node has them
// from 24.16 on; we support 22.18.
import { randomUUID } from 'node:crypto';

/** The uid, or the id, of a new row for which the caller chose none. */
export const newUid = (): string => uuidOf(Date.now(), randomUUID().slice(15));

/** @param rest what follows the time and the version. */
export function uuidOf(milliseconds: number, rest: string): string {
  const time = hex(Math.max(milliseconds, 0), 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest}`;
}

/** In hexadecimal, padded with zeros to this number of digits. */
export const hex = (number: number, digits: number): string =>
  number.toString(16).padStart(digits, '0');
