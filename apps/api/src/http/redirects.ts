// Where a mailed link or an answer of Better Auth may lead: to our own pages, and to those of
// TRUSTED_ORIGINS. Better Auth checks the text that was sent and redirects to what it resolves to, which
// is another thing (docs/upstream/better-auth-redirect.md). http/location.ts checks the answers again.
import { recordOf } from '@tydo/schemas/record';

/** Parameters that name a page to go on to. `image`, the one other URL, is not called so. */
const names = /callback|redirect|ur[li]$/i;

/** How often a text may be percent-encoded. */
const mostEncodings = 4;

/**
 * Whether every page to go on to, in the query or the body of a request, is one of `origins`.
 *
 * @param body as it was parsed.
 */
export function staysHome(
  query: URLSearchParams,
  body: unknown,
  origins: readonly string[],
): boolean {
  return [...query, ...Object.entries(recordOf(body))]
    .filter(([name]) => names.test(name))
    .flatMap(([, value]) => textsIn(value))
    .every((text) => leadsHome(text, origins));
}

/** What is neither a text nor a list of them is refused by Better Auth; an empty one counts as not sent. */
const textsIn = (value: unknown): string[] =>
  [value].flat().filter((text): text is string => typeof text === 'string' && text !== '');

/**
 * Whether somebody who is sent there stays with `origins`, however often the text is decoded or resolved
 * on the way: an absolute path, or a whole URL, of which no browser makes another host.
 */
export function leadsHome(text: string, origins: readonly string[]): boolean {
  let variant = text;
  for (let times = 0; times <= mostEncodings; times += 1) {
    if (!isAtHome(variant, origins)) return false;
    const next = decoded(variant);
    if (next === variant) return true;
    variant = next;
  }
  return false;
}

function isAtHome(text: string, origins: readonly string[]): boolean {
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
    // By itself it would be another host.
    !url.pathname.startsWith('//')
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
