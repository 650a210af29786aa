// A rule in English words that quick add reads (DOMAIN §10).
import { calendarDayOf } from '../date/calendar.ts';
import { dayOfWall, secondsPerDay } from '../date/parse-date.ts';
import type { RuleFrom } from './next-round.ts';
import { byPartsOf, parseRule, type Rule } from './parse-rule.ts';

const weekdays = 'mon tues wednes thurs fri satur sun'.split(' ').map((name) => `${name}day`);
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
  const isOfDays = /^(BYMONTH )?BYMONTHDAY( BYSETPOS)?$/.test(parts);
  if (FREQ !== 'MONTHLY' && FREQ !== 'YEARLY') return undefined;
  if (INTERVAL > 1) return isOfDays && ruleFrom === 'due' ? clampedWords(rule) : undefined;
  if (isOfDays) return dayWords(rule);
  return /^(BYSETPOS )?BYDAY$/.test(parts) ? numberedWords(rule) : undefined;
}

/** "weekday", "monday and friday", "other tuesday". */
function weekdayWords({ BYDAY, INTERVAL }: Rule): string | undefined {
  const named = BYDAY.map(({ weekday }) => weekday);
  const days = { '0,1,2,3,4': 'weekday', '5,6': 'weekend' }[named.join()];
  if (INTERVAL === 1 && days) return days;
  if (INTERVAL > 2) return undefined;
  return `${INTERVAL === 2 ? 'other ' : ''}${listOf(named.map((day) => weekdays[day]))}`;
}

/** "1st and 15th", "30th" (clamped), "1st and last day"; "24 dec", "29 feb" (clamped). */
function dayWords(rule: Rule): string | undefined {
  const { FREQ, BYMONTH } = rule;
  const days = unclamped(rule)?.toSorted((one, other) => Number(one < 0) - Number(other < 0)) ?? [];
  const [first = 0, ...others] = days;
  const [month = 0, ...otherMonths] = BYMONTH;
  if (month > 0) {
    const isOne = FREQ === 'YEARLY' && first > 0 && others.length + otherMonths.length === 0;
    return isOne ? `${first} ${months[month - 1]}` : undefined;
  }
  if (FREQ === 'YEARLY' || first === 0 || Math.min(...days) < -1) return undefined;
  return `${listOf(days.map(nth))}${days.includes(-1) ? ' day' : ''}`;
}

/**
 * "3 months on the 31st", "2 years on 29 feb": a rule with an interval that quick add clamps by its first
 * day. From completion it is not clamped.
 */
function clampedWords(rule: Rule): string | undefined {
  const { FREQ, INTERVAL, BYMONTH } = rule;
  const [day = 0, ...others] = unclamped(rule) ?? [];
  const words = dayWords(rule);
  if (words === undefined || others.length > 0 || (day >= 0 && day <= 28)) return undefined;
  if (FREQ === 'YEARLY') return BYMONTH[0] === 2 ? `${INTERVAL} years on ${words}` : undefined;
  return `${INTERVAL} months on the ${day < 0 ? '31st' : words}`;
}

/** "2nd tuesday", "1st and last friday", "last workday"; of months. */
function numberedWords({ FREQ, BYDAY, BYSETPOS }: Rule): string | undefined {
  const codes = BYDAY.map((day) => day.nth * 7 + day.weekday).join();
  const isWorkday = codes === '0,1,2,3,4' && BYSETPOS.length === 1;
  const numbers = isWorkday ? BYSETPOS : BYDAY.map((day) => day.nth);
  const [{ weekday = 0 } = {}, ...others] = BYDAY;
  const isOneDay = BYSETPOS.length === 0 && others.every((day) => day.weekday === weekday);
  const areSaid = numbers.every((number) => number >= -1 && number !== 0 && number <= 20);
  if (FREQ !== 'MONTHLY' || !areSaid || !(isWorkday || isOneDay)) return undefined;
  return `${listOf(numbers.map(nth))} ${isWorkday ? 'workday' : weekdays[weekday]}`;
}

/**
 * The days of the month that a clamped rule stands for: of `28,29,30` with `BYSETPOS=-1` it is 30.
 * Undefined for days that some months lack and that are not clamped, and for other uses of BYSETPOS.
 */
function unclamped({ BYMONTH, BYMONTHDAY, BYSETPOS }: Rule): readonly number[] | undefined {
  const last = BYMONTHDAY.at(-1) ?? 0;
  const isLong = BYMONTH.length > 0 && !BYMONTH.includes(2);
  if (BYSETPOS.length === 0) return last <= 28 || isLong ? BYMONTHDAY : undefined;
  const early = BYMONTHDAY.slice(0, BYSETPOS.length - 1);
  const late = [28, 29, 30].filter((day) => day <= last && !early.includes(day));
  const positions = [-1, ...early.map((_, index) => index + 1)];
  const isClamped = `${[...early, ...late]} ${positions}` === `${BYMONTHDAY} ${BYSETPOS}`;
  return isClamped && last > 28 && !isLong && Math.min(...BYMONTHDAY) > 0
    ? [...early, last]
    : undefined;
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

/** "1st", "2nd", "11th"; "last" of a negative number. */
function nth(number: number): string {
  if (number < 0) return 'last';
  const ending = Math.floor(number / 10) === 1 ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1];
  return `${number}${ending ?? 'th'}`;
}
