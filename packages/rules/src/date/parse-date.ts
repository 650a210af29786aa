import { calendarDayOf, dayNumber, daysInMonth } from './calendar.ts';
import { isZone } from './zone.ts';

export const secondsPerDay = 86_400;
/** Wall times of dates are from the beginning of 1900 to before the end of 2199 (DOMAIN §4). */
export const firstWall = dayNumber(1900, 1, 1) * secondsPerDay;
export const endWall = dayNumber(2200, 1, 1) * secondsPerDay;

/** The form of a date: a day, a floating time, or a time in a zone (DOMAIN §4). */
export type DateForm = { timed: boolean; zone: string | undefined };

/** A date as its wall time in seconds (zone.ts), of a day its beginning, and its form. */
export type ParsedDate = DateForm & { wall: number };

const pattern = /^(\d{4})-(\d\d)-(\d\d)(T(\d\d):(\d\d)(?::(\d\d))?(?:\[([^\]]+)\])?)?$/;

/** A date of any form, years 1–9999; undefined where the text is none. */
export function parseDate(text: string): ParsedDate | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [1, 2, 3, 5, 6, 7].map(
    (group) => Number(found[group] ?? 0),
  );
  const zone = found[8];
  const exists = year > 0 && month > 0 && month <= 12 && day > 0 && day <= daysInMonth(year, month);
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined;
  if (zone !== undefined && !isZone(zone)) return undefined;
  const wall = dayNumber(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second;
  return { wall, timed: found[4] !== undefined, zone };
}

/** As `parseDate`. @throws RangeError where the text is no date. */
export function readDate(text: string): ParsedDate {
  const date = parseDate(text);
  if (!date) throw new RangeError(`This is no date: ${text.slice(0, 100)}`);
  return date;
}

const digits = (number: number, count: number) => String(number).padStart(count, '0');

/** The date with this wall time, in this form. Seconds are written only where they are not zero. */
export function formatDate(wall: number, { timed, zone }: DateForm): string {
  const number = Math.floor(wall / secondsPerDay);
  const { year, month, day } = calendarDayOf(number);
  const text = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  if (!timed) return text;
  const time = wall - number * secondsPerDay;
  const second = time % 60 === 0 ? '' : `:${digits(time % 60, 2)}`;
  const minute = digits(Math.floor(time / 60) % 60, 2);
  return `${text}T${digits(Math.floor(time / 3600), 2)}:${minute}${second}${zone ? `[${zone}]` : ''}`;
}
