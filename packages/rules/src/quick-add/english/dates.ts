import type { DateMeaning, DateWords, Pattern, Unit } from '../language.ts';
import {
  amount,
  amountOf,
  dayOfYear,
  type Groups,
  minuteOf,
  monthOf,
  nth,
  numberOf,
  optionalPart,
  phrase,
  type Read,
  weekday,
  weekdayOf,
} from './words.ts';

const never = () => false;
const always = () => true;
const date = (
  source: string,
  read: (groups: Groups) => DateMeaning,
  isWeak: (groups: Groups) => boolean = never,
) =>
  phrase<DateWords>(source + optionalPart, (groups) => ({
    date: read(groups),
    part: minuteOf(groups['part']),
    weak: isWeak(groups),
  }));

const inDays = (count: number): DateMeaning => ({ kind: 'in', count, unit: 'day' });
const next = (unit: 'week' | 'month' | 'year') =>
  date(`next ${unit}`, () => ({ kind: 'next', unit }));
const isNext = (word = '') => word.toLowerCase() === 'next';
const dayOf = (day: string | undefined, month: number, year: string | undefined): DateMeaning => ({
  kind: 'day',
  day: Number(day),
  month,
  ...(year && { year: Number(year) }),
});

export const dates: Pattern<DateWords>[] = [
  date('today', () => inDays(0)),
  date('tomorrow', () => inDays(1)),
  date('(?:the )?day after tomorrow', () => inDays(2)),
  phrase('tonight', () => ({ date: inDays(0), part: minuteOf('evening'), weak: false })),
  date(`in ${amount}`, (groups) => ({ kind: 'in', ...amountOf(groups) })),
  date(
    `(?:(?<which>this|next) )?(?<name>${weekday})`,
    ({ which, name }) => ({ kind: 'weekday', weekday: weekdayOf(name), next: isNext(which) }),
    ({ which, name = '' }) => which === undefined && !/day$/i.test(name),
  ),
  date('(?<which>this|next) weekend', ({ which }) => ({ kind: 'weekend', next: isNext(which) })),
  next('week'),
  next('month'),
  next('year'),
  date('(?:the )?end of (?:the )?month', () => ({ kind: 'month-end' })),
  date('(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)', ({ day, month, year }) =>
    dayOf(day, Number(month), year),
  ),
  ...dayOfYear.map((source) =>
    date(
      `(?:(?<name>${weekday}),? )?${source}(?:,? (?<year>\\d{4}))?`,
      ({ day, month, year }) => dayOf(day, monthOf(month), year),
      ({ name }) => name === undefined,
    ),
  ),
  date(`the (?<day>${nth})`, ({ day }) => ({ kind: 'day', day: numberOf(day) }), always),
  date(
    '(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})?',
    ({ day, month, year }) => dayOf(day, Number(month), year),
    always,
  ),
  date(
    '(?<first>\\d{1,2})/(?<second>\\d{1,2})(?:/(?<year>\\d{4}))?',
    ({ first, second, year }) => ({
      kind: 'numbers',
      numbers: [Number(first), Number(second)],
      ...(year && { year: Number(year) }),
    }),
    always,
  ),
];
