// Time zones: IANA names that `Intl.DateTimeFormat` accepts, stored as they are sent.
import * as z from 'zod/mini';

const maxLength = 64;

const answers = new Map<string, boolean>();
/** Intl has about 600 names, but takes them in any mix of upper and lower case. */
const maxAnswers = 1000;

/**
 * Whether `Intl` knows the zone. It begins with a letter, which excludes offsets; a name that differs from
 * the one that `Intl` prints in case alone is refused, while aliases (`Asia/Kolkata`, `UTC`) are accepted.
 */
export function isZone(name: string): boolean {
  const kept = answers.get(name);
  if (kept !== undefined) return kept;
  if (answers.size >= maxAnswers) answers.clear();
  const answer = isKnown(name);
  if (name.length <= maxLength) answers.set(name, answer);
  return answer;
}

function isKnown(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

export const zone = z
  .string()
  .check(
    z.maxLength(maxLength),
    z.refine(isZone, { error: 'Use the name of a time zone, such as Europe/Berlin.' }),
    z.describe('A time zone: an IANA name, such as `Europe/Berlin`.'),
  );
