// Dates in words: "Today, 9:00", "Fri 11 Dec", "Fri 11 Dec 2027".
import { dayOf, daysBetween } from '@tydo/rules/date';
import { dateLanguage } from '../lib/language.ts';
import type { DayClock } from './use-day-clock.ts';

const near: Readonly<Record<number, string>> = { '-1': 'Yesterday', 0: 'Today', 1: 'Tomorrow' };

/** Writes days in a language: "Fri 11 Dec"; with the year where it is not this one. */
export function createDayWriter(language: string): (day: string, today: string) => string {
  const fields = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const short = new Intl.DateTimeFormat(language, fields);
  const withYear = new Intl.DateTimeFormat(language, { ...fields, year: 'numeric' });
  return (day, today) => {
    const format = today.slice(0, 4) === day.slice(0, 4) ? short : withYear;
    // "Sept" and the comma of British English take room in every row.
    return format
      .format(new Date(`${day}T00:00:00Z`))
      .replace('Sept', 'Sep')
      .replace(/^(\w+),/, '$1');
  };
}

/** "Fri 11 Dec"; with the year where it is not this one. */
export const calendarDay = createDayWriter(dateLanguage);

/** "Today", "Tomorrow", "Yesterday", or else as `calendarDay`. */
export const dayWords = (day: string, today: string): string =>
  near[daysBetween(today, day)] ?? calendarDay(day, today);

/** As `dayWords`, within a sentence: "today". */
export const dayInText = (day: string, today: string): string =>
  near[daysBetween(today, day)]?.toLowerCase() ?? calendarDay(day, today);

/** "9:00"; "9:00 (Tokyo)" where its zone is not the person's. Undefined for a day. */
export function timeWords(date: string, { zone }: Pick<DayClock, 'zone'>): string | undefined {
  if (date === dayOf(date)) return undefined;
  const [time = '', own = ''] = date.slice('2026-11-30T'.length).split('[');
  const words = time.replace(/^0/, '');
  const name = own.slice(0, -1);
  if (name === '' || name === zone) return words;
  return `${words} (${name.slice(name.lastIndexOf('/') + 1).replaceAll('_', ' ')})`;
}

/** "Today, 9:00", "Fri 11 Dec". */
export function dateWords(date: string, clock: Pick<DayClock, 'today' | 'zone'>): string {
  const words = dayWords(dayOf(date), clock.today);
  const time = timeWords(date, clock);
  return time === undefined ? words : `${words}, ${time}`;
}

/** "in 10 days", "3 days ago"; undefined where the day has a word of its own. */
export function awayWords(date: string, today: string): string | undefined {
  const days = daysBetween(today, dayOf(date));
  if (near[days] !== undefined) return undefined;
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
