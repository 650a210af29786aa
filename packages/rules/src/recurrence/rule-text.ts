// A rule in English words that quick add reads (DOMAIN §10).
import { calendarDayOf } from '../date/calendar.ts';
import { secondsPerDay } from '../date/parse-date.ts';
import { namesDays } from './days.ts';
import type { RuleFrom } from './next-round.ts';
import { parseRule, type Rule } from './parse-rule.ts';
import { namesTimes } from './times.ts';

const units = {
  YEARLY: 'year',
  MONTHLY: 'month',
  WEEKLY: 'week',
  DAILY: 'day',
  HOURLY: 'hour',
  MINUTELY: 'minute',
  SECONDLY: 'second',
};
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * The rule in words that quick add reads back to the same rule: "every last workday until 1 apr 2027". A
 * rule that these words cannot say, with EXDATE for example, comes back as it is.
 */
export function ruleText(rule: string, ruleFrom: RuleFrom): string {
  const parsed = parseRule(rule);
  const words = wordsOf(parsed);
  const end = endWords(parsed);
  if (words === undefined || end === undefined) return rule;
  return `every${ruleFrom === 'completion' ? '!' : ''} ${words}${end}`;
}

function wordsOf(rule: Rule): string | undefined {
  const { FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS } = rule;
  const others = [rule.BYWEEKNO, rule.BYYEARDAY, rule.EXDATE, rule.RDATE];
  if (others.some((list) => list.length > 0) || namesTimes(rule) || rule.WKST !== 0) {
    return undefined;
  }
  if (!namesDays(rule) && BYSETPOS.length === 0 && FREQ !== 'SECONDLY') {
    return INTERVAL === 1 ? units[FREQ] : `${INTERVAL} ${units[FREQ]}s`;
  }
  const isOnly = (...lists: (readonly unknown[])[]) =>
    [BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS].every(
      (list) => list.length === 0 || lists.includes(list),
    );
  if (FREQ === 'WEEKLY' && INTERVAL <= 2 && isOnly(BYDAY)) return weekdayWords(rule);
  if (INTERVAL !== 1) return undefined;
  if (FREQ === 'MONTHLY' && isOnly(BYMONTHDAY, BYSETPOS)) return monthDayWords(rule);
  if (FREQ === 'MONTHLY' && isOnly(BYDAY)) return numberedWeekdayWords(rule);
  if (FREQ === 'MONTHLY' && isOnly(BYDAY, BYSETPOS)) return workdayWords(rule);
  if (FREQ === 'YEARLY' && isOnly(BYMONTH, BYMONTHDAY, BYSETPOS)) return yearDayWords(rule);
  return undefined;
}

const isWorkdays = (codes: string) => codes === '0,1,2,3,4';

/** "weekday", "monday and friday", "other tuesday". */
function weekdayWords({ BYDAY, INTERVAL }: Rule): string {
  const days = [...new Set(BYDAY.map(({ weekday }) => weekday))].toSorted();
  if (INTERVAL === 1 && isWorkdays(days.join())) return 'weekday';
  if (INTERVAL === 1 && days.join() === '5,6') return 'weekend';
  return `${INTERVAL === 2 ? 'other ' : ''}${listOf(days.map((day) => weekdays[day] ?? ''))}`;
}

/** "1st and 15th", "30th" (clamped), "1st and last day". */
function monthDayWords(rule: Rule): string | undefined {
  const days = unclamped(rule);
  if (!days?.every((day) => day === -1 || (day > 0 && day <= 30))) return undefined;
  const words = listOf(lastAtEnd(days).map((day) => (day < 0 ? 'last' : nth(day))));
  return days.includes(-1) ? `${words} day` : words;
}

/** "second tuesday", "first and last friday". */
function numberedWeekdayWords({ BYDAY }: Rule): string | undefined {
  const [{ weekday = 0 } = {}] = BYDAY;
  const numbers = lastAtEnd(
    [...new Set(BYDAY.map(({ nth: number }) => number))].toSorted((a, b) => a - b),
  );
  const areSaid = numbers.every((number) => number === -1 || (number > 0 && number <= 5));
  if (!areSaid || BYDAY.some((day) => day.weekday !== weekday)) return undefined;
  return `${listOf(numbers.map(ordinal))} ${weekdays[weekday]}`;
}

/** "last workday". */
function workdayWords({ BYDAY, BYSETPOS }: Rule): string | undefined {
  const [position = 0, ...others] = BYSETPOS;
  const codes = BYDAY.map(({ nth: number, weekday }) => number * 7 + weekday).toSorted();
  const isSaid = position === -1 || (position > 0 && position <= 20);
  if (!isSaid || others.length > 0 || !isWorkdays(codes.join())) return undefined;
  return `${ordinal(position)} workday`;
}

/** "24 dec", "29 feb" (clamped). */
function yearDayWords(rule: Rule): string | undefined {
  const [month = 0, ...otherMonths] = rule.BYMONTH;
  const days = month === 2 ? unclamped(rule) : rule.BYSETPOS.length === 0 && rule.BYMONTHDAY;
  const [day = 0, ...otherDays] = days || [];
  if (day < 1 || otherMonths.length > 0 || otherDays.length > 0) return undefined;
  return `${day} ${months[month - 1]}`;
}

/**
 * The days that a clamped rule stands for: of `28,29,30` with `BYSETPOS=-1` it is 30. Undefined for days
 * after the 28th that are not clamped, and for other uses of BYSETPOS.
 */
function unclamped({ BYMONTHDAY, BYSETPOS }: Rule): readonly number[] | undefined {
  const late = BYMONTHDAY.at(-1) ?? 0;
  if (BYSETPOS.length === 0) return late <= 28 ? BYMONTHDAY : undefined;
  const early = BYMONTHDAY.slice(0, BYSETPOS.length - 1);
  const rest = [28, 29, 30].filter((day) => day <= late && !early.includes(day));
  const positions = [-1, ...early.map((_, index) => index + 1)];
  const isClamped =
    late > 28 &&
    early.every((day) => day > 0) &&
    [...early, ...rest].join() === BYMONTHDAY.join() &&
    positions.join() === BYSETPOS.join();
  return isClamped ? [...early, late] : undefined;
}

/** " for 10 times", " until 1 apr 2027", "" without an end; undefined for another end. */
function endWords({ COUNT, UNTIL }: Rule): string | undefined {
  if (!UNTIL) return COUNT === undefined ? '' : ` for ${COUNT} time${COUNT === 1 ? '' : 's'}`;
  const lastDay = Math.floor(UNTIL.wall / secondsPerDay);
  const isEndOfDay = UNTIL.wall === (lastDay + 1) * secondsPerDay - 1 && !UNTIL.utc;
  if (COUNT !== undefined || (UNTIL.timed && !isEndOfDay)) return undefined;
  const { year, month, day } = calendarDayOf(lastDay);
  return ` until ${day} ${months[month - 1]} ${year}`;
}

/** -1 behind the others. */
const lastAtEnd = (numbers: readonly number[]): number[] =>
  numbers.toSorted((one, other) => Number(one < 0) - Number(other < 0));

const listOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const ordinal = (number: number): string =>
  number < 0 ? 'last' : (ordinals[number - 1] ?? nth(number));

function nth(number: number): string {
  const ending = Math.floor(number / 10) === 1 ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1];
  return `${number}${ending ?? 'th'}`;
}
