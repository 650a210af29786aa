// Time zones: IANA names that `Intl.DateTimeFormat` accepts, stored as they are sent.
import * as z from 'zod/mini';

/**
 * Whether `Intl` knows the zone. It begins with a letter, which excludes offsets; a name that differs from
 * the one that `Intl` prints in case alone is refused, while aliases (`Asia/Kolkata`, `UTC`) are accepted.
 */
export function isZone(name: string): boolean {
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
    z.maxLength(64),
    z.refine(isZone, { error: 'Use the name of a time zone, such as Europe/Berlin.' }),
    z.describe('A time zone: an IANA name, such as `Europe/Berlin`.'),
  );
