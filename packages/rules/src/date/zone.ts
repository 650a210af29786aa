// The wall clocks of time zones, by Intl alone (DOMAIN §4). A wall time is a number: the seconds since
// 1970-01-01T00:00 on that clock, as if all days had 24 hours.

const formatters = new Map<string, Intl.DateTimeFormat>();
/** Intl has about 600 names, but takes them in any mix of upper and lower case. */
const maxFormatters = 1000;
const numeric = 'numeric' as const;
const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric };

function formatterOf(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone);
  if (kept) return kept;
  const options = { ...fields, second: numeric, hourCycle: 'h23', timeZone: zone } as const;
  const formatter = new Intl.DateTimeFormat('en', options);
  if (formatters.size >= maxFormatters) formatters.clear();
  formatters.set(zone, formatter);
  return formatter;
}

/**
 * The wall time of a zone at an instant.
 *
 * @param instant seconds since 1970-01-01T00:00Z; a fraction is cut off.
 * @throws RangeError for a zone that Intl does not know.
 */
export function wallAt(instant: number, zone: string): number {
  const printed = formatterOf(zone).format(Math.floor(instant) * 1000);
  const [month = 0, day, year = 0, hour, minute, second] = (printed.match(/\d+/g) ?? []).map(
    Number,
  );
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/**
 * The instant of a wall time, in seconds. A time that comes twice is the first one. A time that is
 * skipped counts by the clock before the gap: 02:30 is 03:30 (Temporal: "compatible").
 */
export function instantAt(wall: number, zone: string): number {
  const day = 86_400;
  const first = wall - (wallAt(wall - day, zone) - (wall - day));
  if (wallAt(first, zone) === wall) return first;
  const second = wall - (wallAt(wall + day, zone) - (wall + day));
  return wallAt(second, zone) === wall ? second : first;
}
