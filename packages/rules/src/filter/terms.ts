// The terms of filters (DOMAIN §9).
import { type Clock, readingsOf } from '../quick-add/days.ts';
import { english } from '../quick-add/english.ts';
import type { DateMeaning } from '../quick-add/language.ts';
import { longest } from '../quick-add/match.ts';
import type { FilterTerm } from './expression.ts';
import { isFlag } from './flags.ts';

const priority = (min: number, max: number): FilterTerm => ({ type: 'priority', min, max });
const priorities = new Map([
  ['p1', priority(1, 4)],
  ['p2', priority(5, 5)],
  ['p3', priority(6, 9)],
  ['no priority', priority(0, 0)],
]);
/** A clock by which every date can be read; which day it is depends on the clock of the evaluation. */
const anyClock: Clock = {
  instant: 0,
  zone: 'UTC',
  day: 0,
  second: 0,
  dateOrder: 'mdy',
  weekStart: 1,
};
const maxDays = 92;

/** A term of words: not of a name, a text or a day with `before` or `after`. */
export function readTerm(words: string): FilterTerm | undefined {
  const plain = words.toLowerCase().replace(/\s+/g, ' ');
  if (isFlag(plain)) return { type: 'flag', flag: plain };
  const days = Number(/^next (\d+) days?$/.exec(plain)?.[1]);
  if (days >= 1 && days <= maxDays) return { type: 'next-days', days };
  const date = readDate(words);
  return priorities.get(plain) ?? (date && { type: 'day', field: 'due', relation: 'on', date });
}

/** A date of quick add that counts anywhere. */
export function readDate(text: string): DateMeaning | undefined {
  const match = longest(
    english.dates,
    text,
    0,
    ({ date }) => readingsOf(date, anyClock).length > 0,
  );
  return match?.end === text.length && !match.words.weak ? match.words.date : undefined;
}
