// Order keys (ranks): fractional indexes in base 62. Compare them by bytes, never by locale.
import { BASE_62_DIGITS, generateKeyBetween } from 'fractional-indexing';

const latest = 62 ** 7 - 1;

/**
 * The rank of a new row: `g`, which announces seven digits, and its creation millisecond. So rows are in
 * the order of creation and nothing has to be looked up. Times before 1970 and after 2081 count as the
 * first and the last millisecond between.
 *
 * @param createdAt ISO timestamp.
 * @param place among rows that are made together, 0–3843: later ones get a fraction behind it.
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

/**
 * A rank after `before` and before `after`. May be longer than a column allows.
 *
 * @param before null for the beginning.
 * @param after null for the end.
 * @throws RangeError unless `before < after`.
 */
export function rankBetween(before: string | null, after: string | null): string {
  // The library swaps them.
  if (before !== null && after !== null && before >= after) {
    throw new RangeError(`No rank is between ${before} and ${after}.`);
  }
  return generateKeyBetween(before, after);
}

/**
 * The rank of a row that the server has not made yet: after those of all rows that it has made.
 *
 * @param number grows from one call to the next, below 62⁸.
 * @param place among rows that are made together, 0–3843.
 */
export const pendingRank = (number: number, place = 0): string =>
  `h${digits(number, 8)}${place === 0 ? '' : `${digits(place, 2)}1`}`;
