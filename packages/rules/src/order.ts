// Order keys (ranks): fractional indexes in base 62. Compare them by bytes, never by locale.
import { BASE_62_DIGITS, generateKeyBetween } from 'fractional-indexing';

const creationDigits = 7;
const latest = 62 ** creationDigits - 1;

/**
 * The rank of a new row: `g`, which announces seven digits, and its creation millisecond. So rows are in
 * the order of creation and nothing has to be looked up. Times before 1970 and after 2081 count as the
 * first and the last millisecond between.
 *
 * @param createdAt ISO timestamp.
 */
export function rankOf(createdAt: string): string {
  let rest = Math.min(Math.max(Date.parse(createdAt), 0), latest);
  let digits = '';
  while (digits.length < creationDigits) {
    digits = BASE_62_DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return `g${digits}`;
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
