// The lines of an iCalendar file (RFC 5545, section 3.1). They are unfolded as bytes, because some programs fold
// inside of a character.
import { checkCell } from '../../limits.ts';

export interface ContentLine {
  /** Where it begins in the file, from 1. */
  line: number;
  /** In upper case. */
  name: string;
  /** Names in upper case. */
  params: ReadonlyMap<string, string>;
  value: string;
}

const [lf, cr, space, tab] = [10, 13, 32, 9];
const decoder = new TextDecoder();

/** @param bytes of UTF-8. @throws ImportError for a line above the limit. */
export function* contentLines(bytes: Uint8Array): Generator<ContentLine, void> {
  let line = 1;
  for (let at = 0; at < bytes.length; ) {
    const begin = line;
    const parts: Uint8Array[] = [];
    let length = 0;
    do {
      const found = bytes.indexOf(lf, at);
      const end = found < 0 ? bytes.length : found;
      const part = bytes.subarray(at, bytes[end - 1] === cr ? end - 1 : end);
      const isFolded = parts.length > 0;
      parts.push(isFolded ? part.subarray(1) : part);
      length += part.length;
      checkCell(length, begin);
      at = end + 1;
      line += 1;
    } while (bytes[at] === space || bytes[at] === tab);
    const read = readLine(decoder.decode(joined(parts, length)), begin);
    if (read) yield read;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, at);
}

const param = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,])*(?:,(?:"[^"]*"|[^";:,])*)*)/y;

function readLine(text: string, line: number): ContentLine | undefined {
  const [name] = /^[A-Za-z0-9-]+/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const params = new Map<string, string>();
  let at = name.length;
  for (param.lastIndex = at; ; param.lastIndex = at) {
    const [whole, key = '', value = ''] = param.exec(text) ?? [];
    if (whole === undefined) break;
    params.set(key.toUpperCase(), value.replaceAll('"', ''));
    at += whole.length;
  }
  if (text[at] !== ':') return undefined;
  return { line, name: name.toUpperCase(), params, value: text.slice(at + 1) };
}

/** A text, without its escapes. */
export const unescapeText = (text: string): string =>
  text.replace(/\\([\\;,nN])/g, (_, mark: string) => (/n/i.test(mark) ? '\n' : mark));

/** Texts with commas between; an escaped comma is a part of one. */
export const splitTexts = (text: string): string[] =>
  (text.match(/(?:\\.|[^\\,])+/gs) ?? []).map(unescapeText);
