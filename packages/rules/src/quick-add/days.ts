// From the meaning of a date to days (DOMAIN §10).
import { calendarDayOf, dayNumber, daysInMonth, weekdayOf } from '../date/calendar.ts';
import { formatDate, secondsPerDay } from '../date/parse-date.ts';
import { wallAt } from '../date/zone.ts';
import type { DateMeaning, Unit } from './language.ts';

/** Now on the wall clock of a zone, and how the person writes dates. */
export interface Clock {
  /** Seconds since 1970-01-01T00:00Z. */
  instant: number;
  zone: string;
  /** The number of today (calendar.ts). */
  day: number;
  /** Since midnight, on the wall clock. */
  second: number;
  dateOrder: 'mdy' | 'dmy';
  /** 1 Monday … 7 Sunday. */
  weekStart: number;
}

/** What a date can mean. Only "in 45 min" has a time. */
export interface Reading {
  day: number;
  minute?: number | undefined;
}

/** @param now ISO timestamp. @throws RangeError for a zone that Intl does not know. */
export function clockOf(
  now: string,
  {
    zone,
    dateOrder = 'mdy',
    weekStart = 1,
  }: { zone: string; dateOrder?: 'mdy' | 'dmy' | undefined; weekStart?: number | undefined },
): Clock {
  const instant = Date.parse(now) / 1000;
  const wall = wallAt(instant, zone);
  const day = Math.floor(wall / secondsPerDay);
  return { instant, zone, day, second: wall - day * secondsPerDay, dateOrder, weekStart };
}

/** A day, or a floating time. */
export const dateText = (day: number, minute?: number): string =>
  formatDate(day * secondsPerDay + (minute ?? 0) * 60, {
    timed: minute !== undefined,
    zone: undefined,
  });

const [firstDay, lastDay] = [dayNumber(1900, 1, 1), dayNumber(2199, 12, 31)];

/** What the date can mean, the likelier reading first; none where there is no such day. */
export const readingsOf = (meaning: DateMeaning, clock: Clock): Reading[] =>
  allReadings(meaning, clock).filter(({ day }) => day >= firstDay && day <= lastDay);

function allReadings(meaning: DateMeaning, clock: Clock): Reading[] {
  switch (meaning.kind) {
    case 'in':
      return [after(meaning.count, meaning.unit, clock)];
    case 'weekday':
      return weekdayReadings(meaning, clock);
    case 'weekend': {
      const saturday = { weekday: 5, next: meaning.next };
      // The weekend is today on a Saturday.
      return weekdayReadings(saturday, { ...clock, day: clock.day - (meaning.next ? 0 : 1) }).slice(
        0,
        1,
      );
    }
    case 'nth-weekday':
      return nthWeekday(meaning, clock);
    case 'start-of-next':
      return [{ day: startOfNext(meaning.unit, clock) }];
    case 'end-of-month':
      return [{ day: startOfNext('month', clock) - 1 }];
    case 'day':
      return nextDay(meaning, clock);
    case 'numbers':
      return numberReadings(meaning, clock);
  }
}

/** So many units after now. A day that the month does not have is its last one. */
export function after(count: number, unit: Unit, clock: Clock): Reading {
  const { instant, zone, day: today } = clock;
  if (unit === 'minute' || unit === 'hour') {
    const wall = wallAt(instant + count * (unit === 'hour' ? 3600 : 60), zone);
    const day = Math.floor(wall / secondsPerDay);
    return { day, minute: Math.floor((wall - day * secondsPerDay) / 60) };
  }
  if (unit === 'day' || unit === 'week') return { day: today + count * (unit === 'week' ? 7 : 1) };
  const date = calendarDayOf(today);
  const month = date.month + count * (unit === 'year' ? 12 : 1);
  const last = daysInMonth(date.year, month);
  return { day: dayNumber(date.year, month, Math.min(date.day, last)) };
}

/** The next such weekday, never today; or the one of next week, which is a doubt if it is far. */
function weekdayReadings(
  { weekday, next }: { weekday: number; next: boolean },
  clock: Clock,
): Reading[] {
  const coming = clock.day + 7 - ((weekdayOf(clock.day) - weekday + 7) % 7);
  if (!next) return [{ day: coming }];
  const day = firstOn(weekday, startOfNext('week', clock));
  return day > clock.day + 7 ? [{ day }, { day: coming }] : [{ day }];
}

/** The next such day, today included; none where no month of the coming years has a fifth one. */
function nthWeekday(
  { position, weekday, month, year }: Extract<DateMeaning, { kind: 'nth-weekday' }>,
  { day: today }: Clock,
): Reading[] {
  const from = year ?? calendarDayOf(today).year;
  const years = year === undefined ? 9 : 1;
  for (let index = 0; index < years; index += 1) {
    const first = dayNumber(from + index, month, 1);
    const end = first + daysInMonth(from + index, month);
    const weeks = position < 0 ? Math.floor((end - 1 - firstOn(weekday, first)) / 7) : position - 1;
    const day = firstOn(weekday, first) + weeks * 7;
    if (day < end && (year !== undefined || day >= today)) return [{ day }];
  }
  return [];
}

/** The first such weekday on a day or later. */
const firstOn = (weekday: number, day: number): number =>
  day + ((weekday - weekdayOf(day) + 7) % 7);

function startOfNext(unit: 'week' | 'month' | 'year', { day, weekStart }: Clock): number {
  if (unit === 'week') return day + 7 - ((weekdayOf(day) - (weekStart - 1) + 7) % 7);
  const { year, month } = calendarDayOf(day);
  return unit === 'month' ? dayNumber(year, month + 1, 1) : dayNumber(year + 1, 1, 1);
}

/** The next such day, today included; without a month, the next month that has it. */
function nextDay(
  { day, month, year }: { day: number; month?: number | undefined; year?: number | undefined },
  { day: today }: Clock,
): Reading[] {
  const now = calendarDayOf(today);
  // 29 February comes within eight years.
  const tries = year !== undefined ? 1 : month === undefined ? 12 : 9;
  for (let index = 0; index < tries; index += 1) {
    const first = dayNumber(
      year ?? now.year + (month === undefined ? 0 : index),
      month ?? now.month + index,
      1,
    );
    const date = calendarDayOf(first);
    if ((month ?? 1) > 12 || day < 1 || day > daysInMonth(date.year, date.month)) continue;
    if (year !== undefined || first + day - 1 >= today) return [{ day: first + day - 1 }];
  }
  return [];
}

function numberReadings(
  { numbers: [first, second], year }: { numbers: [number, number]; year: number | undefined },
  clock: Clock,
): Reading[] {
  const monthFirst = nextDay({ month: first, day: second, year }, clock);
  const dayFirst = nextDay({ month: second, day: first, year }, clock);
  if (first === second) return dayFirst;
  return clock.dateOrder === 'mdy' ? [...monthFirst, ...dayFirst] : [...dayFirst, ...monthFirst];
}
