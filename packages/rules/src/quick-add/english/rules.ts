import type { Pattern, RuleWords } from '../language.ts';
import {
  amount,
  amountOf,
  dayOfYear,
  list,
  itemsOf,
  minuteOf,
  monthOf,
  nth,
  number,
  numberOf,
  optionalPart,
  ordinals,
  part,
  phrase,
  type Read,
  unit,
  weekday,
  weekdayOf,
} from './words.ts';

const every = (source: string, read: Read<RuleWords>) =>
  phrase<RuleWords>(`(?:every|ev)(?<again>!)? ${source}`, (groups) => {
    const words = read(groups);
    const { part: name, again } = groups;
    return words && { part: minuteOf(name), fromCompletion: again !== undefined, ...words };
  });
const nthOrWord = `(?:${nth}|${ordinals}|last)`;
const ofMonth = `(?: of (?:the|each|every) month)?${optionalPart}`;
const workdays = [0, 1, 2, 3, 4].map((day) => ({ weekday: day }));
const weekend = [5, 6].map((day) => ({ weekday: day }));

const adverb = (name: string, words: RuleWords) => phrase(name, () => ({ ...words, weak: true }));

export const rules: Pattern<RuleWords>[] = [
  every(`(?:(?<count>${number}|other|${ordinals}|${nth}) )?${unit}${optionalPart}`, (groups) => {
    // "Every first day" is a day of the month.
    if (/^(?:first|1st)$/i.test(groups['count'] ?? '')) return undefined;
    const { count, unit: name } = amountOf(groups);
    return { unit: name, interval: count };
  }),
  every(`(?<other>other )?${list(weekday, '\\s+')}${optionalPart}`, ({ other, items }) => ({
    unit: 'week',
    interval: other === undefined ? 1 : 2,
    weekdays: itemsOf(weekday, items).map((name) => ({ weekday: weekdayOf(name) })),
  })),
  every(`(?:week|work)day${optionalPart}`, () => ({ unit: 'week', weekdays: workdays })),
  every(`weekend${optionalPart}`, () => ({ unit: 'week', weekdays: weekend })),
  every(`${list(nth)}${ofMonth}`, ({ items }) => ({
    unit: 'month',
    days: itemsOf(nth, items).map(numberOf),
  })),
  every(`${list(nthOrWord)} day${ofMonth}`, ({ items }) => ({
    unit: 'month',
    days: itemsOf(nthOrWord, items).map(numberOf),
  })),
  every(`(?<nth>${nthOrWord}) (?:week|work)day${ofMonth}`, (groups) => ({
    unit: 'month',
    weekdays: workdays,
    setPosition: numberOf(groups['nth']),
  })),
  every(`${list(nthOrWord)} (?<name>${weekday})${ofMonth}`, ({ items, name }) => ({
    unit: 'month',
    weekdays: itemsOf(nthOrWord, items).map((item) => ({
      weekday: weekdayOf(name),
      nth: numberOf(item),
    })),
  })),
  ...dayOfYear.map((source) =>
    every(source + optionalPart, ({ day, month }) => ({
      unit: 'year',
      month: monthOf(month),
      days: [Number(day)],
    })),
  ),
  every(part, () => ({ unit: 'day' })),
  phrase(`after ${amount}`, (groups) => {
    const { count, unit: name } = amountOf(groups);
    return { unit: name, interval: count, fromCompletion: true };
  }),
  adverb('daily', { unit: 'day' }),
  adverb('weekly', { unit: 'week' }),
  adverb('monthly', { unit: 'month' }),
  adverb('quarterly', { unit: 'month', interval: 3 }),
  adverb('yearly', { unit: 'year' }),
];

export const counts: Pattern<number>[] = [
  phrase(`for (?<count>${number}) times?`, ({ count }) => numberOf(count)),
];
