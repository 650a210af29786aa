// Order keys (ranks): fractional indexes in base 62. Compare them by bytes, never by locale.
import { BASE_62_DIGITS, generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

const latest = 62 ** 7 - 1;

/**
 * The rank of a new row: `g`, which means seven digits follow, and its creation time in milliseconds. So
 * rows sort by creation without a look-up. Times before 1970 and after 2081 count as the first and the
 * last millisecond of that range.
 *
 * @param createdAt ISO timestamp.
 * @param place index among rows that are created at once, 0–3843; from 1 on it is added as a fraction.
 */
export function rankOf(createdAt: string, place = 0): string {
  const milliseconds = Math.min(Math.max(Date.parse(createdAt), 0), latest);
  // A fraction may not end in a zero.
  return `g${digits(milliseconds, 7)}${place === 0 ? '' : `${digits(place, 2)}1`}`;
}

function digits(number: number, count: number): string {
  if (count === 0) return '';
  return digits(Math.floor(number / 62), count - 1) + BASE_62_DIGITS.charAt(number % 62);
}

/** The length of the column. */
const maxLength = 64;

/**
 * A rank between `before` and `after`, compared by bytes (DOMAIN §6). A caller that gets a RangeError
 * gives the neighbours new ranks.
 *
 * @param before null: no lower limit.
 * @param after null: no upper limit.
 * @throws RangeError where there is none of at most 64 characters: `before` and `after` are equal, in the
 * wrong order, or too close.
 */
export function rankBetween(before: string | null, after: string | null): string {
  // The library would swap them.
  if (before !== null && after !== null && before >= after) {
    throw new RangeError(`There is no rank between ${before} and ${after}.`);
  }
  const rank = generateKeyBetween(before, after);
  if (rank.length <= maxLength) return rank;
  throw new RangeError(`A rank between ${before} and ${after} is longer than ${maxLength}.`);
}

/**
 * The rank of a row that the server has not made yet: after those of all rows that it has made.
 *
 * @param number grows from one call to the next, below 62⁸.
 * @param place among rows that are made together, 0–3843.
 */
export const pendingRank = (number: number, place = 0): string =>
  `h${digits(number, 8)}${place === 0 ? '' : `${digits(place, 2)}1`}`;

/** A row in an order. */
export interface Ranked {
  key: string;
  rank: string;
}

/** The place in an order: beside a row, or the end where neither is given or that row is not there. */
export interface Anchor {
  before?: string | undefined;
  after?: string | undefined;
}

/** Whether rows are all up to the first, or the last, of an order; by default both. */
export interface Window {
  hasFirst: boolean;
  hasLast: boolean;
}

/**
 * The new ranks of rows that are put into an order, and of neighbours that have to make room: where ranks
 * are equal or would be too long, the fewest that fit are spread (DOMAIN §6).
 *
 * @param siblings in their order; those of `moved` that are among them already are included.
 * @param moved take consecutive places, in this order.
 * @returns new ranks by key, none where all is in place already; undefined where `siblings` are a window
 * that is too small.
 */
export function ranksInOrder(
  siblings: readonly Ranked[],
  moved: readonly string[],
  anchor: Anchor,
  window: Window = { hasFirst: true, hasLast: true },
): Map<string, string> | undefined {
  const isMoved = new Set(moved);
  const rest = siblings.filter(({ key }) => !isMoved.has(key));
  const at = placeOf(siblings, isMoved, anchor) ?? rest.length;
  if (at === rest.length && !window.hasLast) return undefined;
  const wanted = [...rest.slice(0, at).map(keyOf), ...moved, ...rest.slice(at).map(keyOf)];
  if (wanted.join('\n') === siblings.map(keyOf).join('\n')) return new Map();
  for (let room = 0; ; room += 1) {
    for (let left = 0; left <= room; left += 1) {
      const [first, end] = [at - left, at + room - left];
      if (first < 0 || end > rest.length) continue;
      const isOutside =
        (first === 0 && !window.hasFirst) || (end === rest.length && !window.hasLast);
      if (isOutside) return undefined;
      const [lower = null, upper = null] = [rest[first - 1]?.rank, rest[end]?.rank];
      const ranks = ranksBetween(lower, upper, room + moved.length);
      if (!ranks) continue;
      const keys = wanted.slice(first, first + ranks.length);
      return new Map(keys.map((key, index) => [key, ranks[index] ?? '']));
    }
  }
}

const keyOf = ({ key }: Ranked) => key;

/** Among the siblings that are not moved; undefined for the end. */
function placeOf(
  siblings: readonly Ranked[],
  isMoved: ReadonlySet<string>,
  { before, after }: Anchor,
): number | undefined {
  const index = siblings.findIndex(({ key }) => key === (before ?? after));
  if (index < 0) return undefined;
  const end = before === undefined ? index + 1 : index;
  return siblings.slice(0, end).filter(({ key }) => !isMoved.has(key)).length;
}

function ranksBetween(
  lower: string | null,
  upper: string | null,
  count: number,
): string[] | undefined {
  if (lower !== null && upper !== null && lower >= upper) return undefined;
  const ranks = generateNKeysBetween(lower, upper, count);
  return ranks.every((rank) => rank.length <= maxLength) ? ranks : undefined;
}

const most = 62 ** 8 - 1;

/**
 * The rank of a row that a device puts beside another one, until the server has computed it. It needs no
 * look at neighbours: no rank of the server lies between it and the other row's.
 *
 * @param number grows from one command to the next, below 62⁸: a later row comes closer to the other one.
 * @param place among rows that are put there together, 0–3843.
 */
export function provisionalRank(
  { before, after }: { before: string; after?: undefined } | { before?: undefined; after: string },
  number: number,
  place = 0,
): string {
  if (before === undefined) return `${after}!${digits(most - number, 8)}${digits(place, 2)}`;
  const last = before.charCodeAt(before.length - 1);
  const below = before.slice(0, -1) + String.fromCharCode(last - 1);
  return `${below}~${digits(number, 8)}${digits(place, 2)}`;
}
