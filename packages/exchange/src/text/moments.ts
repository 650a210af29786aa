// From the times of other programs to dates (DOMAIN §4) and timestamps.
import { instantOf, isDate, normalizeDate, wallClock } from '@tydo/rules/date';
import { isZone } from '@tydo/schemas/zone';

/** The zone of the source, and the person's. */
export interface Clocks {
  /** Undefined where the source says none. */
  source: string | undefined;
  own: string;
}

/** A time on the source's clock: floating where it has none, or the person's. @param wall `2026-03-29T09:00` */
export const onClock = (wall: string, { source, own }: Clocks): string | undefined =>
  dateOrNone(source === undefined || source === own ? wall : `${wall}[${source}]`);

/** The date at an instant, on the source's clock, or on the person's. @param allDay midnight there is a day. */
export function dateAt(instant: string, clocks: Clocks, allDay = false): string | undefined {
  const wall = wallClock(instant, clocks.source ?? clocks.own);
  const isDay = allDay && wall.endsWith('T00:00');
  return isDay ? dateOrNone(wall.slice(0, 10)) : onClock(wall, clocks);
}

export const dateOrNone = (text: string): string | undefined =>
  isDate(text) ? normalizeDate(text) : undefined;

/** The zone, where Intl knows it. */
export const zoneOrNone = (name: string): string | undefined => (isZone(name) ? name : undefined);

const compact =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/;

/** A day, or a wall time, with what follows it: Z, an offset, or nothing. */
export interface WrittenTime {
  day: string;
  time: string | undefined;
  /** Of a second: `.123`, or nothing. */
  fraction: string;
  offset: string | undefined;
}

/** Reads ISO 8601, with or without dashes and colons, as far as programs use it. */
export function readTime(text: string): WrittenTime | undefined {
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] =
    compact.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  const time = hour === undefined ? undefined : `${hour}:${minute}:${second}`;
  return { day: `${year}-${month}-${day}`, time, fraction, offset };
}

/**
 * The instant of a written time, as a timestamp of the years 1900–2199.
 *
 * @param zone of a time without offset; of a day its midnight there.
 */
export function timestampOf(text: string, zone: string): string | undefined {
  const written = readTime(text);
  if (!written) return undefined;
  const { day, time, fraction, offset } = written;
  const date = dateOrNone(time === undefined ? day : `${day}T${time}`);
  if (date === undefined) return undefined;
  if (offset === undefined) return instantOf(date, zone);
  const sign = offset.replace(/^(...):?(..)$/, '$1:$2');
  const ms = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${sign}`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
