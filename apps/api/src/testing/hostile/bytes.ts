// How hostile requests are put together.
import fc from 'fast-check';
import { rawRequest } from '../raw.ts';

export interface Hostile {
  bytes: string;
  /** The call that it makes, if that is well understood. */
  call?: { name: string; input: string };
  /** What it can be answered with and nothing else. */
  only?: number[];
}

/** Stands where the session's token goes. */
export const tokenPlace = 'THE-TOKEN';
export const authorization = `Authorization: Bearer ${tokenPlace}`;
export const json = 'Content-Type: application/json';

export const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
export const get = (path: string, ...headers: string[]) =>
  rawRequest(`GET ${path} HTTP/1.1`, headers);
export const send = (line: string, body: string, ...headers: string[]) =>
  rawRequest(`${line} HTTP/1.1`, [...headers, `Content-Length: ${body.length}`], body);
export const post = (path: string, body: string, ...headers: string[]) =>
  send(`POST ${path}`, body, ...headers);
/** What a header's value may be made of. */
export const latin1 = (maxLength: number) =>
  fc
    .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff })), {
      maxLength,
    })
    .map((codes) => String.fromCharCode(...codes));
/** What an address may be made of, `%` often. */
export const visible = (maxLength: number) =>
  fc.string({ unit: 'grapheme-ascii', maxLength }).map((text) => text.replaceAll(/[ #\\]/g, '%'));

/** One of what stands between bars. */
export const oneOf = (...lists: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...lists.flatMap((list) => list.split('|')));
