// The text of a token: a prefix, 32 random characters, and a checksum, so that a search finds leaked ones, and a
// typing error needs no statement.
import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** `pat`: a token for programs; `feed`: the secret in the address of a calendar feed. */
export type TokenKind = 'pat' | 'feed';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomLength = 32;
const checksumLength = 6;
const pattern = /^tydo_(pat|feed)_[\dA-Za-z]{38}$/;

export function newTokenText(kind: TokenKind): string {
  const random = Array.from({ length: randomLength }, () => digits[randomInt(digits.length)]);
  const text = `tydo_${kind}_${random.join('')}`;
  return text + checksumOf(text);
}

/** Whether it has the form of a token of this kind, with the right checksum. */
export const isTokenText = (text: string, kind: TokenKind): boolean =>
  pattern.exec(text)?.[1] === kind &&
  text.slice(-checksumLength) === checksumOf(text.slice(0, -checksumLength));

/** CRC-32 in base 62, the most significant digit first. */
export function checksumOf(text: string): string {
  let [rest, written] = [crc32(text), ''];
  for (; written.length < checksumLength; rest = Math.floor(rest / digits.length)) {
    written = (digits[rest % digits.length] ?? '') + written;
  }
  return written;
}

/** What is stored of a token. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is stored to recognize it. */
export const startOf = (text: string): string => text.slice(0, 14);
