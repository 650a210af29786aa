// The first guard against open redirects: mailed links and Better Auth's responses may lead only to our own
// pages and those of TRUSTED_ORIGINS. Better Auth checks the text that was sent, not the URL it resolves to
// (docs/upstream/better-auth-redirect.md). location.ts checks the responses.
import { recordOf } from '@tydo/schemas/record';

/** The names of parameters that hold a redirect target. */
const targetNames = /callback|redirect|ur[li]$/i;

/** How often a target may be percent-encoded. */
const maxEncodings = 4;

/**
 * Whether all redirect targets in the query and the body of a request lead to one of `origins`.
 *
 * @param body parsed from JSON.
 */
export function hasOnlyAllowedRedirects(
  query: URLSearchParams,
  body: unknown,
  origins: readonly string[],
): boolean {
  return [...query, ...Object.entries(recordOf(body))]
    .filter(([name]) => targetNames.test(name))
    .flatMap(([, value]) => textsIn(value))
    .every((text) => isAllowedRedirect(text, origins));
}

/** Better Auth refuses other types, and ignores an empty text. */
const textsIn = (value: unknown): string[] =>
  [value].flat().filter((text): text is string => typeof text === 'string' && text !== '');

/**
 * Whether the target is an absolute path or a whole URL that stays within `origins`, however often it is
 * decoded or resolved on the way, and that no browser reads as another host.
 */
export function isAllowedRedirect(text: string, origins: readonly string[]): boolean {
  let variant = text;
  for (let times = 0; times <= maxEncodings; times += 1) {
    if (!isWithinOrigins(variant, origins)) return false;
    const next = decode(variant);
    if (next === variant) return true;
    variant = next;
  }
  return false;
}

function isWithinOrigins(text: string, origins: readonly string[]): boolean {
  const [path = ''] = text.split(/[?#]/, 1);
  if (/[\\\p{Cc}\p{White_Space}]/u.test(path)) return false;
  const isRelative = text.startsWith('/');
  if (!isRelative && !/^https?:\/\/[^/]/i.test(text)) return false;
  const url = URL.parse(text, origins[0]);
  return (
    url !== null &&
    origins.includes(url.origin) &&
    url.username === '' &&
    url.password === '' &&
    // Alone, this path would be a URL of another host.
    !url.pathname.startsWith('//')
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
