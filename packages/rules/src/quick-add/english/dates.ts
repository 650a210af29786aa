import type { DateMeaning, DateWords, Pattern } from '../language.ts';
import { phrase } from '../match.ts';
import {
  amount,
  amountOf,
  dayOfMonth,
  month,
  monthOf,
  numberOf,
  optionalPart,
  ordinal,
  valueOf,
  weekday,
  weekdayOf,
} from './words.ts';

type Read = (...groups: (string | undefined)[]) => DateMeaning;

/** A date, and the part of the day behind it, which is the last group. */
const date = (source: string, read: Read, isWeak: (first?: string) => boolean = () => false) =>
  phrase<DateWords>(source + optionalPart, (...groups) => ({
    date: read(...groups),
    part: valueOf(groups.at(-1)),
    weak: isWeak(groups[0]),
  }));
const weak = () => true;
const isNext = (word?: string) => word?.toLowerCase() === 'next';
const inDays = (count: number): DateMeaning => ({ kind: 'in', count, unit: 'day' });
const optional = (digits?: string) => (digits === undefined ? undefined : Number(digits));
const dayOf = (day?: string, monthNumber?: number, year?: string): DateMeaning => ({
  kind: 'day',
  day: Number(day),
  month: monthNumber,
  year: optional(year),
});
const optionalWeekday = `(?:(${weekday}),? )?`;
const optionalYear = '(?:,? (\\d{4}))?';
const isUndefined = (group?: string) => group === undefined;
const startOfNext = (unit: 'week' | 'month' | 'year') =>
  date(`next ${unit}`, () => ({ kind: 'start-of-next', unit }));

export const dates: Pattern<DateWords>[] = [
  date('today', () => inDays(0)),
  phrase('tonight', () => ({ date: inDays(0), part: valueOf('evening'), weak: false })),
  date('(?:tomorrow|tmrw?)', () => inDays(1)),
  date('(?:the )?day after tomorrow', () => inDays(2)),
  date(`in ${amount}`, (count, unit) => ({ kind: 'in', ...amountOf(count, unit) })),
  date(`(this|next) (${weekday})`, (which, name) => ({
    kind: 'weekday',
    weekday: weekdayOf(name),
    next: isNext(which),
  })),
  date(
    `(${weekday})`,
    (name) => ({ kind: 'weekday', weekday: weekdayOf(name), next: false }),
    (name) => !/day$/i.test(name ?? ''),
  ),
  date(
    `(?:the )?(${ordinal}) (${weekday}) (?:of|in) ${month}${optionalYear}`,
    (nth, name, of, year) => ({
      kind: 'nth-weekday',
      position: numberOf(nth),
      weekday: weekdayOf(name),
      month: monthOf(of),
      year: optional(year),
    }),
  ),
  date('(this|next) weekend', (which) => ({ kind: 'weekend', next: isNext(which) })),
  startOfNext('week'),
  startOfNext('month'),
  startOfNext('year'),
  date('(?:the )?end of (?:the )?month', () => ({ kind: 'end-of-month' })),
  date('(\\d{4})-(\\d\\d)-(\\d\\d)', (year, number, day) => dayOf(day, Number(number), year)),
  // With a weekday it is no less sure than the weekday.
  date(
    `${optionalWeekday}${dayOfMonth}(?: of)? ${month}${optionalYear}`,
    (_, day, name, year) => dayOf(day, monthOf(name), year),
    isUndefined,
  ),
  date(
    `${optionalWeekday}${month} ${dayOfMonth}${optionalYear}`,
    (_, name, day, year) => dayOf(day, monthOf(name), year),
    isUndefined,
  ),
  date(`the (\\d{1,2})(?:st|nd|rd|th)`, (day) => dayOf(day), weak),
  date(
    '(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})?',
    (day, number, year) => dayOf(day, Number(number), year),
    weak,
  ),
  date(
    '(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}))?',
    (first, second, year) => ({
      kind: 'numbers',
      numbers: [Number(first), Number(second)],
      year: optional(year),
    }),
    weak,
  ),
];
