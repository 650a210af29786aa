// Order keys (ranks): fractional indexes in base 62. Compare them by bytes, never by locale.
import { BASE_62_DIGITS, generateKeyBetween } from 'fractional-indexing';

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
