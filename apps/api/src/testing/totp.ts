// The codes of an authenticator app (RFC 6238), computed without the library that the server uses.
import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @param text base32, as an app takes it. */
function secretIn(text: string): Buffer {
  const bits = Array.from(text)
    .map((each) => alphabet.indexOf(each).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => Number.parseInt(each, 2)));
}

/**
 * The codes of the app that was set up with this address or key: now, and in 30 seconds. The server takes the next
 * one already now, for clocks that are fast, so a test can use two.
 */
export function codesOf(uriOrKey: string): [now: string, next: string] {
  const key = URL.canParse(uriOrKey)
    ? (new URL(uriOrKey).searchParams.get('secret') ?? '')
    : uriOrKey;
  const step = Math.floor(Date.now() / 30_000);
  return [codeAt(secretIn(key), step), codeAt(secretIn(key), step + 1)];
}

function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = hash.readUInt8(19) & 15;
  const number = hash.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 1_000_000).padStart(6, '0');
}
