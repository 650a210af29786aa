import { ImportError } from '../limits.ts';

const startsWith = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, index) => bytes[index] === byte);

/** The encoding that the byte order mark says, UTF-8 without one. */
function encodingOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  return startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : 'utf-8';
}

/** The text of a file, without byte order mark. @throws ImportError for what is no text. */
export function decodeText(bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.slice(0, 4096).includes('\0')) throw new ImportError('This file is no text.');
  return text;
}

/** The same as bytes of UTF-8. */
export function utf8Of(bytes: Uint8Array): Uint8Array {
  if (encodingOf(bytes) !== 'utf-8') return new TextEncoder().encode(decodeText(bytes));
  return startsWith(bytes, [0xef, 0xbb, 0xbf]) ? bytes.subarray(3) : bytes;
}
