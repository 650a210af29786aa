// Arbitrary cookies and bearer tokens for fast-check: valid, tampered with, and malformed.
import fc from 'fast-check';
import type { Credentials } from '../account/session/credentials.ts';
import { sign } from '../account/session/signature.ts';

/** What credentials are made of. */
export interface CredentialParts {
  tokens: string[];
  secrets: string[];
  /** Names: the session's cookie first, then others that have a meaning. */
  cookies: string[];
}

/** Headers as HTTP delivers them. */
export function credentials({
  tokens,
  secrets,
  cookies,
}: CredentialParts): fc.Arbitrary<Credentials> {
  const token = fc.constantFrom(...tokens, '', 'x', 'unknown'.repeat(5), '😀');
  const signed = fc
    .record({
      token,
      another: token,
      // The first secret and the plain format are the most frequent.
      secret: fc.oneof(
        { weight: 3, arbitrary: fc.constant(secrets[0] ?? '') },
        fc.constantFrom(...secrets),
      ),
      format: fc.oneof(
        { weight: 2, arbitrary: fc.constant('plain') },
        fc.constantFrom(
          'base64url',
          'unpadded',
          'padded twice',
          'last digit',
          'swapped',
          'none',
          'twice',
        ),
      ),
    })
    .map(formatSigned);
  const tampered = fc
    .tuple(signed, fc.constantFrom(...tamperings), fc.nat(80))
    .map(([text, tamper, at]) => tamper(text, at % (text.length + 1)));
  const value = fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: signed }, tampered, token, fc.string({ maxLength: 20 })),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant(encodeURIComponent) },
        fc.constantFrom(...encodings),
      ),
    )
    .map(([text, encode]) => encode(text.toWellFormed()));
  const [session = '', ...others] = cookies;
  const pair = fc
    .record({
      name: fc.oneof(
        { weight: 3, arbitrary: fc.constant(session) },
        fc.constantFrom(...others, `__Secure-${session}`, session.toUpperCase(), '', 'x'),
      ),
      equals: fc.oneof(
        { weight: 3, arbitrary: fc.constant('=') },
        fc.constantFrom(' = ', '==', '', '=\t'),
      ),
      value,
      quotes: fc.oneof(
        { weight: 4, arbitrary: fc.constant('') },
        fc.constantFrom('""', '" ', ' "'),
      ),
    })
    .map(
      ({ name, equals, value: text, quotes }) =>
        `${name}${equals}${(quotes[0] ?? '').trim()}${text}${(quotes[1] ?? '').trim()}`,
    );
  const cookie = fc
    .tuple(
      fc.array(pair, { minLength: 1, maxLength: 3 }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant('; ') },
        fc.constantFrom(';', ' ; ', ';;', '; x; ', ', '),
      ),
    )
    .map(([pairs, between]) => pairs.join(between));
  const authorization = fc
    .record({
      scheme: fc.oneof(
        { weight: 3, arbitrary: fc.constant('Bearer ') },
        fc.constantFrom(
          'bearer ',
          'BEARER ',
          'bEaReR   ',
          'Bearer\t',
          'Bearer',
          'Bearer \u00a0',
          'Basic ',
          '',
        ),
      ),
      value: fc.oneof(value, token, signed),
      end: fc.oneof(
        { weight: 4, arbitrary: fc.constant('') },
        fc.constantFrom(' x', ',', '\u00a0', '.'),
      ),
    })
    .map(({ scheme, value: text, end }) => `${scheme}${text}${end}`);
  return fc
    .oneof(
      fc.record({ cookie }),
      fc.record({ authorization }),
      fc.record({ cookie, authorization }),
    )
    .map(asSent);
}

/** Ways to tamper with a text at one position: cut, delete, replace, insert. */
export const tamperings: ((text: string, at: number) => string)[] = [
  (text, at) => text.slice(0, at),
  (text, at) => text.slice(at),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)}.${text.slice(at)}`,
];

const encodings: ((text: string) => string)[] = [
  (text) => text,
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => encodeURIComponent(text).toLowerCase(),
  (text) => `${encodeURIComponent(text)}%`,
  (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  (text) => encodeURIComponent(text).replaceAll('%2F', '/'),
];

function formatSigned(made: {
  token: string;
  another: string;
  secret: string;
  format: string;
}): string {
  const signed = sign(made.token, made.secret);
  switch (made.format) {
    case 'base64url':
      return signed.replaceAll('+', '-').replaceAll('/', '_');
    case 'unpadded':
      return signed.slice(0, -1);
    case 'padded twice':
      return `${signed}=`;
    // The last digit has two unused bits.
    case 'last digit':
      return `${signed.slice(0, -2)}${following(signed.at(-2) ?? '')}=`;
    case 'swapped':
      return `${made.another}${signed.slice(made.token.length)}`;
    case 'none':
      return `${made.token}.`;
    case 'twice':
      return sign(signed, made.secret);
    default:
      return signed;
  }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const following = (digit: string): string => digits[(digits.indexOf(digit) + 1) % 64] ?? '';

/** A header's value is bytes without line breaks, and is trimmed. */
function asSent(given: Credentials): Credentials {
  const sent = Object.entries(given).map(([name, text]) => {
    const bytes = Buffer.from(String(text))
      .toString('latin1')
      .replaceAll(/[\0\r\n]/g, '');
    return [name, new Headers({ [name]: bytes }).get(name) ?? ''];
  });
  return Object.fromEntries(sent);
}
