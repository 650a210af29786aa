import { dayOf, instantOf, shiftDays, wallClock } from '@tydo/rules/date';

const pattern =
  /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/**
 * A date that is so much later (RFC 5545, section 3.3.6): days by the calendar, times by the clock. Undefined for
 * what is no duration.
 */
export function addDuration(date: string, text: string): string | undefined {
  const [whole, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = (
    pattern.exec(text.trim()) ?? []
  ).map((part, index) => (index === 0 ? part : Number(part ?? 0)));
  if (whole === undefined) return undefined;
  const later = shiftDays(date, Number(weeks) * 7 + Number(days));
  if (date === dayOf(date)) return later;
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  const [wall = '', zone = ''] = later.split('[');
  // On any one clock: the zone has no part in it.
  return (
    wallClock(new Date(Date.parse(instantOf(wall, 'UTC')) + ms).toISOString(), 'UTC') +
    (zone && `[${zone}`)
  );
}
