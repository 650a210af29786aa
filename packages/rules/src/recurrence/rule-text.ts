// A rule in English words that quick add reads (DOMAIN §10).
import { calendarDayOf } from '../date/calendar.ts';
import { dayOfWall, secondsPerDay } from '../date/parse-date.ts';
import type { RuleFrom } from './next-round.ts';
import { byPartsOf, parseRule, type Rule } from './parse-rule.ts';

const weekdays = 'mon tues wednes thurs fri satur sun'.split(' ').map((name) => `${name}day`);
const workdays = '0,1,2,3,4';
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * The rule in words that quick add reads back to the same rule: "every last workday until 1 apr 2027". A
 * rule that these words cannot say, with EXDATE for example, comes back as it is.
 *
 * @throws RangeError for a rule that cannot be read.
 */
export function ruleText(rule: string, ruleFrom: RuleFrom): string {
  const parsed = parseRule(rule);
  const words = wordsOf(parsed, ruleFrom);
  const end = endWords(parsed);
  if (words === undefined || end === undefined) return rule;
  return `every${ruleFrom === 'completion' ? '!' : ''} ${words}${end}`;
}

function wordsOf(rule: Rule, ruleFrom: RuleFrom): string | undefined {
  const { FREQ, INTERVAL, EXDATE, RDATE, WKST } = rule;
  if (EXDATE.length + RDATE.length + WKST > 0 || FREQ === 'SECONDLY') return undefined;
  const parts = byPartsOf(rule);
  const unit = FREQ === 'DAILY' ? 'day' : FREQ.toLowerCase().replace('ly', '');
  if (parts === '') return INTERVAL === 1 ? unit : `${INTERVAL} ${unit}s`;
  if (FREQ === 'WEEKLY' && parts === 'BYDAY') return weekdayWords(rule);
  const isOfDays = /^(BYMONTHDAY( BYSETPOS)?|(BYSETPOS )?BYDAY)$/.test(parts);
  const ofMonth = FREQ === 'MONTHLY' && isOfDays ? monthWords(rule) : undefined;
  if (INTERVAL > 1) {
    const clamped = ruleFrom === 'due' ? clampedWords(rule, parts) : undefined;
    if (clamped !== undefined || ofMonth === undefined) return clamped;
    // "On the 15th" alone would be a date.
    const noun = rule.BYDAY.length > 0 || ofMonth.endsWith('day') ? '' : ' day';
    return `${INTERVAL} months on the ${ofMonth}${noun}`;
  }
  if (FREQ === 'YEARLY' && /^BYMONTH BYMONTHDAY( BYSETPOS)?$/.test(parts)) return yearWords(rule);
  return ofMonth;
}

/** "weekday", "monday and friday", "other tuesday", "3 weeks on monday". */
function weekdayWords({ BYDAY, INTERVAL }: Rule): string | undefined {
  const named = BYDAY.map(({ weekday }) => weekday);
  const days = { [workdays]: 'weekday', '5,6': 'weekend' }[named.join()];
  if (INTERVAL === 1 && days) return days;
  const interval = INTERVAL > 2 ? `${INTERVAL} weeks on ` : INTERVAL === 2 ? 'other ' : '';
  return interval + listOf(named.map((day) => weekdays[day]));
}

/**
 * "3 months on the 31st", "2 years on 29 feb": every so many months or years, which quick add clamps by the
 * first day (from completion it does not).
 */
function clampedWords(rule: Rule, parts: string): string | undefined {
  const { FREQ, INTERVAL } = rule;
  if (FREQ === 'YEARLY' && parts === 'BYMONTH BYMONTHDAY BYSETPOS') {
    const words = yearWords(rule);
    return words && `${INTERVAL} years on ${words}`;
  }
  const [day = 0, ...others] = /^BYMONTHDAY( BYSETPOS)?$/.test(parts) ? unclamped(rule) : [];
  if (FREQ !== 'MONTHLY' || others.length > 0 || (day !== -1 && day <= 28)) return undefined;
  return `${INTERVAL} months on the ${day < 0 ? '31st' : `${day}th`}`;
}

/** "24 dec", "29 feb" (clamped). */
function yearWords(rule: Rule): string | undefined {
  const [month = 0, ...otherMonths] = rule.BYMONTH;
  const [day = 0, ...otherDays] = unclamped(rule);
  const isOne = otherDays.length + otherMonths.length === 0;
  return isOne && day > 0 ? `${day} ${months[month - 1]}` : undefined;
}

/** "1st and 15th", "1st and last day", "2nd tuesday", "last workday". */
function monthWords(rule: Rule): string | undefined {
  const { BYDAY, BYSETPOS } = rule;
  if (BYDAY.length === 0) {
    const days = unclamped(rule).toSorted((one, other) => Number(one < 0) - Number(other < 0));
    return nthOf(days, 30, days.includes(-1) ? ' day' : '');
  }
  if (BYDAY.map(({ nth, weekday }) => nth * 7 + weekday).join() === workdays) {
    return BYSETPOS.length === 1 ? nthOf(BYSETPOS, 20, ' workday') : undefined;
  }
  const [first = 0, ...others] = BYDAY.map(({ weekday }) => weekday);
  if (BYSETPOS.length > 0 || others.some((weekday) => weekday !== first)) return undefined;
  return nthOf(
    BYDAY.map(({ nth }) => nth),
    5,
    ` ${weekdays[first]}`,
  );
}

/** "1st, 2nd and last" with the noun; undefined where a number has no such word. */
function nthOf(numbers: readonly number[], max: number, noun: string): string | undefined {
  const areSaid = numbers.every((number) => number === -1 || (number > 0 && number <= max));
  if (!areSaid || numbers.length === 0) return undefined;
  const words = numbers.map((number) => {
    if (number < 0) return 'last';
    const isTeen = Math.floor(number / 10) === 1;
    return `${number}${(isTeen ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1]) ?? 'th'}`;
  });
  return listOf(words) + noun;
}

/**
 * The days of the month that a clamped rule stands for: of `28,29,30` with `BYSETPOS=-1` it is 30. None
 * for days that some months lack and that are not clamped, and for other uses of BYSETPOS.
 */
function unclamped({ BYMONTH, BYMONTHDAY, BYSETPOS }: Rule): readonly number[] {
  const last = BYMONTHDAY.at(-1) ?? 0;
  const isLong = BYMONTH.length > 0 && !BYMONTH.includes(2);
  if (BYSETPOS.length === 0) return last <= 28 || isLong ? BYMONTHDAY : [];
  const early = BYMONTHDAY.slice(0, BYSETPOS.length - 1);
  const late = [28, 29, 30].filter((day) => day <= last && !early.includes(day));
  const isClamped =
    [...early, ...late].join() === BYMONTHDAY.join() &&
    [-1, ...early.map((_, index) => index + 1)].join() === BYSETPOS.join() &&
    Math.min(...early, 1) > 0;
  return isClamped && last > 28 && !isLong ? [...early, last] : [];
}

/** " for 10 times", " until 1 apr 2027", "" without an end; undefined for another end. */
function endWords({ COUNT, UNTIL }: Rule): string | undefined {
  if (!UNTIL) return COUNT === undefined ? '' : ` for ${COUNT} time${COUNT > 1 ? 's' : ''}`;
  const isEndOfDay = !UNTIL.utc && (UNTIL.wall + 1) % secondsPerDay === 0;
  if (COUNT !== undefined || (UNTIL.timed && !isEndOfDay)) return undefined;
  const { year, month, day } = calendarDayOf(dayOfWall(UNTIL.wall));
  return ` until ${day} ${months[month - 1]} ${year}`;
}

const listOf = (words: readonly (string | undefined)[]): string =>
  words.join(', ').replace(/, (?!.*,)/, ' and ');
