// Dates of tasks: a day (`2026-03-29`), a floating time (`2026-03-29T09:00`) or a time in a zone
// (`2026-03-29T09:00[Europe/Berlin]`). DOMAIN §4.
import { dayOfWall, formatDate, parseDate, readDate, secondsPerDay } from './date/parse-date.ts';
import { instantAt, wallAt } from './date/zone.ts';

export { isZone } from '@tydo/schemas/zone';

/** The years of dates. */
const years = /^(19|2[01])/;

/** Whether the text is a date of any form, of the years 1900–2199. */
export const isDate = (text: string): boolean => years.test(text) && parseDate(text) !== undefined;

/** The date as it is stored: without seconds that are zero. @throws RangeError where it is no date. */
export function normalizeDate(text: string): string {
  const date = readDate(text);
  return formatDate(date.wall, date);
}

/** The day of a date. Of a time in a zone it is the day there. */
export const dayOf = (date: string): string => date.slice(0, 10);

/**
 * The instant of a date as an ISO timestamp; of a day its beginning. A time that comes twice is the first
 * one; a skipped time is as much later as the clock is set forward.
 *
 * @param zone for dates without a zone.
 * @throws RangeError for what is no date, and for an unknown zone.
 */
export function instantOf(date: string, zone: string): string {
  const parsed = readDate(date);
  return new Date(instantAt(parsed.wall, parsed.zone ?? zone) * 1000).toISOString();
}

/** A day on a wall clock. At that time it is one from `first` to `last` on all clocks. */
interface DayAround {
  day: string;
  first: string;
  last: string;
}
/** The last answer: views ask for the same day with each task. */
let known: { now: string; zone: string; around: DayAround } | undefined;

function dayAround(now: string, zone: string): DayAround {
  if (known?.now === now && known.zone === zone) return known.around;
  const day = formatDate(wallAt(Date.parse(now) / 1000, zone), { timed: false, zone });
  const around = { day, first: shiftDays(day, -2), last: shiftDays(day, 2) };
  known = { now, zone, around };
  return around;
}

/** The day on the wall clock of `zone`. @param now ISO timestamp. */
export const today = (now: string, zone: string): string => dayAround(now, zone).day;

/**
 * How far a date is ahead of now, in ms; of a day whether it is past (negative), today (0) or to come (positive).
 * Infinite more than two days away: only nearer times need the clock of their zone, which costs 10 µs.
 *
 * @param now ISO timestamp. @param zone as above.
 */
export function aheadOfNow(date: string, { now, zone }: { now: string; zone: string }): number {
  const { day, first, last } = dayAround(now, zone);
  const own = dayOf(date);
  if (own < first) return -Infinity;
  if (own > last) return Infinity;
  if (own === date) return own < day ? -1 : Number(own > day);
  return Date.parse(instantOf(date, zone)) - Date.parse(now);
}

/** Whether a day is before today, or a time before now. */
export const isOverdue = (date: string, moment: { now: string; zone: string }): boolean =>
  aheadOfNow(date, moment) < 0;

/** The number of days from one date's day to another's. */
export const daysBetween = (from: string, to: string): number =>
  dayOfWall(readDate(to).wall) - dayOfWall(readDate(from).wall);

/** The date so many days later, in its form; the same date where there is none (DOMAIN §4: 1900–2199). */
export function shiftDays(date: string, days: number): string {
  const { wall, ...form } = readDate(date);
  const shifted = formatDate(wall + days * secondsPerDay, form);
  return isDate(shifted) ? shifted : date;
}

/** The wall clock of `zone`, as a date without a zone: `2026-03-29T09:00`. @param now ISO timestamp. */
export const wallClock = (now: string, zone: string): string =>
  formatDate(wallAt(Date.parse(now) / 1000, zone), { timed: true, zone: undefined });

/** The day of a date on the wall clock of a person: of a time in a zone it may be the day before or after. */
export function dayFor(date: string, zone: string): string {
  return date.endsWith(']') ? today(instantOf(date, zone), zone) : dayOf(date);
}
