import type { Pattern, RuleWords } from '../language.ts';
import { phrase } from '../match.ts';
import {
  amountOf,
  dayOfMonth,
  itemsOf,
  list,
  listOfMany,
  month,
  monthOf,
  nth,
  number,
  numberOf,
  optionalPart,
  ordinal,
  part,
  unit,
  valueOf,
  weekday,
} from './words.ts';

type Groups = (string | undefined)[];

/** A rule; `every!` counts from completion. The last group is a part of the day. */
const every = (source: string, read: (...groups: Groups) => RuleWords | undefined) =>
  phrase<RuleWords>(`(?:every|each|ev)(!)? ${source}`, (again, ...groups) => {
    const words = read(...groups);
    return words && { ...words, part: valueOf(groups.at(-1)), fromCompletion: again !== undefined };
  });
const adverb = (word: string, words: RuleWords) => phrase(word, () => ({ ...words, weak: true }));

const everyAmount = (word?: string, name?: string): RuleWords => {
  const { count, unit: ofTime } = amountOf(word, name);
  return { unit: ofTime, interval: count };
};
const codeOf = (name: string) => name.slice(0, 2).toUpperCase();
const workdays = ['MO', 'TU', 'WE', 'TH', 'FR'];
const ofMonth = `(?: of (?:the|each|every) month)?${optionalPart}`;

/** "Every last friday", and "every 2 months on the last friday". */
const everyMonth = (source: string, read: (...groups: Groups) => RuleWords) => [
  every(`${source}${ofMonth}`, read),
  everyMonths(source, read),
];
const everyMonths = (source: string, read: (...groups: Groups) => RuleWords) =>
  every(
    `(?:(${number}|other) )?months? on (?:the )?${source}${optionalPart}`,
    (count, ...groups) => ({
      ...read(...groups),
      interval: numberOf(count),
    }),
  );
const onDays = (days?: string): RuleWords => ({
  unit: 'month',
  days: itemsOf(nth, days).map(numberOf),
});

export const rules: Pattern<RuleWords>[] = [
  // "Every first day" is a day of the month.
  every(`(?:(${number}|other|${ordinal}) )?${unit}${optionalPart}`, (word, name) =>
    /^(?:first|1st)$/i.test(word ?? '') ? undefined : everyAmount(word, name),
  ),
  every(`(other )?${list(weekday, '\\s+')}${optionalPart}`, (other, names) => ({
    unit: 'week',
    interval: other ? 2 : 1,
    weekdays: itemsOf(weekday, names).map(codeOf),
  })),
  every(
    `(?:(${number}|other) )?weeks? on ${list(weekday, '\\s+')}${optionalPart}`,
    (count, names) => ({
      unit: 'week',
      interval: numberOf(count),
      weekdays: itemsOf(weekday, names).map(codeOf),
    }),
  ),
  every(`(?:week|work)day${optionalPart}`, () => ({ unit: 'week', weekdays: workdays })),
  every(`weekend${optionalPart}`, () => ({ unit: 'week', weekdays: ['SA', 'SU'] })),
  every(`${list(nth)}${ofMonth}`, onDays),
  // "Every month on the 15th" is a month and a date.
  everyMonths(listOfMany(nth), onDays),
  ...everyMonth(`${list(ordinal)} day`, (days) => ({
    unit: 'month',
    days: itemsOf(ordinal, days).map(numberOf),
  })),
  ...everyMonth(`(${ordinal}) (?:week|work)day`, (position) => ({
    unit: 'month',
    weekdays: workdays,
    position: numberOf(position),
  })),
  ...everyMonth(`${list(ordinal)} (${weekday})`, (numbers, name = '') => ({
    unit: 'month',
    weekdays: itemsOf(ordinal, numbers).map((word) => `${numberOf(word)}${codeOf(name)}`),
  })),
  every(`${dayOfMonth}(?: of)? ${month}${optionalPart}`, (day, name) => ({
    unit: 'year',
    month: monthOf(name),
    days: [Number(day)],
  })),
  every(`${month} ${dayOfMonth}${optionalPart}`, (name, day) => ({
    unit: 'year',
    month: monthOf(name),
    days: [Number(day)],
  })),
  every(part, () => ({ unit: 'day' })),
  // Not "after a day", which is rarely a rule.
  phrase(`after (${number}) ${unit}`, (word, name) => ({
    ...everyAmount(word, name),
    fromCompletion: true,
  })),
  adverb('daily', { unit: 'day' }),
  adverb('(?:on )?weekdays', { unit: 'week', weekdays: workdays }),
  adverb('weekly', { unit: 'week' }),
  adverb('monthly', { unit: 'month' }),
  adverb('quarterly', { unit: 'month', interval: 3 }),
  adverb('yearly', { unit: 'year' }),
];

export const counts: Pattern<number>[] = [phrase(`for (${number}) times?`, numberOf)];
