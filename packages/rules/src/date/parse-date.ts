import { isZone } from '@tydo/schemas/zone';

export const secondsPerDay = 86_400;

/** No date is as late: the wall time after 2199 (DOMAIN §4). */
export const endWall = Date.UTC(2200, 0) / 1000;

/** The day number of a wall time. */
export const dayOfWall = (wall: number): number => Math.floor(wall / secondsPerDay);
/** The beginning of a wall time's day. */
export const startOfDay = (wall: number): number => dayOfWall(wall) * secondsPerDay;

/** The form of a date: a day, a floating time, or a time in a zone (DOMAIN §4). */
export type DateForm = { timed: boolean; zone: string | undefined };

/** A date as its wall time in seconds (zone.ts), of a day its beginning, and its form. */
export type ParsedDate = DateForm & { wall: number };

const pattern = /^(?!0000)(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\[(.+)\])?)?$/;

/** A date of any form, years 1–9999; undefined where the text is none. */
export function parseDate(text: string): ParsedDate | undefined {
  const [, day, time, second = ':00', zone] = pattern.exec(text) ?? [];
  const wall = Date.parse(`${day}T${time ?? '00:00'}${second}Z`) / 1000;
  if (Number.isNaN(wall) || (zone !== undefined && !isZone(zone))) return undefined;
  const date = { wall, timed: time !== undefined, zone };
  // Some engines read 30 February as 2 March, and 24:00 is the next day.
  return formatDate(wall, date).startsWith(text.slice(0, 16)) ? date : undefined;
}

/** As `parseDate`. @throws RangeError where the text is no date. */
export function readDate(text: string): ParsedDate {
  const date = parseDate(text);
  if (!date) throw new RangeError(`This is no date: ${text.slice(0, 100)}`);
  return date;
}

/** The date with this wall time, in this form. Seconds are written only where they are not zero. */
export function formatDate(wall: number, { timed, zone }: DateForm): string {
  const text = new Date(wall * 1000).toISOString();
  if (!timed) return text.slice(0, 10);
  return text.slice(0, 19).replace(/:00$/, '') + (zone === undefined ? '' : `[${zone}]`);
}
