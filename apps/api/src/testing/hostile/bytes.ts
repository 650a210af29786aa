// Builds hostile requests as bytes.
import fc from 'fast-check';
import { rawRequest } from '../raw-http.ts';

export interface HostileRequest {
  bytes: string;
  /** The procedure call that it makes, if it is well-formed HTTP. */
  call?: { name: string; input: string };
  /** If set, the only allowed status codes of the response. */
  allowedStatuses?: number[];
}

/** A placeholder for the session's token. */
export const tokenPlaceholder = 'THE-TOKEN';
export const authorization = `Authorization: Bearer ${tokenPlaceholder}`;
export const json = 'Content-Type: application/json';

export const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
export const get = (path: string, ...headers: string[]) =>
  rawRequest(`GET ${path} HTTP/1.1`, headers);
export const send = (line: string, body: string, ...headers: string[]) =>
  rawRequest(`${line} HTTP/1.1`, [...headers, `Content-Length: ${body.length}`], body);
export const post = (path: string, body: string, ...headers: string[]) =>
  send(`POST ${path}`, body, ...headers);
/** Characters that a header's value may contain. */
export const latin1 = (maxLength: number) =>
  fc
    .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0x80, max: 0xff })), {
      maxLength,
    })
    .map((codes) => String.fromCharCode(...codes));
/** Characters that a URL may contain, `%` often. */
export const visible = (maxLength: number) =>
  fc.string({ unit: 'grapheme-ascii', maxLength }).map((text) => text.replaceAll(/[ #\\]/g, '%'));

/** One of the items in lists separated by `|`. */
export const oneOf = (...lists: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...lists.flatMap((list) => list.split('|')));
