// From a rule in words to its text (DOMAIN §5, §10).
import { calendarDayOf, daysInMonth } from '../date/calendar.ts';
import type { RuleWords } from './language.ts';

const frequencies = {
  minute: 'MINUTELY',
  hour: 'HOURLY',
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
};
const placeOf = (weekday: string) => 'MOTUWETHFRSASU'.indexOf(weekday.slice(-2));
const leapYear = 2000;
/** The limit of INTERVAL and COUNT (DOMAIN §5). */
export const maxNumber = 10_000;
/** No month has more workdays in every year. */
const maxPosition = 20;

/**
 * Whether it is within the limits, and there are such days. Of the days after the 28th, which are clamped,
 * it can have one: BYSETPOS counts from one end.
 */
export function isPossibleRule(rule: RuleWords): boolean {
  const { interval = 1, month, days = [], weekdays = [], position = 1 } = rule;
  const lastDay = month === undefined ? 31 : daysInMonth(leapYear, month);
  const isOneOf = (number: number, max: number) => number === -1 || (number >= 1 && number <= max);
  return (
    interval >= 1 &&
    interval <= maxNumber &&
    days.every((day) => isOneOf(day, lastDay)) &&
    new Set(days.filter((day) => day > 28 || day < 0)).size <= 1 &&
    weekdays.every((weekday) => isOneOf(Number.parseInt(weekday, 10) || 1, 5)) &&
    isOneOf(position, maxPosition)
  );
}

/** Whether it names no days, so that its first day decides. */
export const isBare = ({ days, weekdays }: RuleWords): boolean => !days && !weekdays;

/**
 * The rule by its first day: where that is after the 28th the rule names it, so that it is clamped.
 * From completion the calendar does that (DOMAIN §5).
 */
export function startingOn(first: number, rule: RuleWords): RuleWords {
  const { month, day } = calendarDayOf(first);
  if (!isBare(rule) || rule.fromCompletion || day <= 28) return rule;
  if (rule.unit === 'month') return { ...rule, days: [day] };
  return rule.unit === 'year' && month === 2 ? { ...rule, month, days: [day] } : rule;
}

/** The text of the rule. @param end `COUNT=…` or `UNTIL=…`. */
export function formatRule(rule: RuleWords, end?: string): string {
  const { unit, interval = 1, month, weekdays = [], position } = rule;
  const { days, positions } = clampDays(rule);
  const inOrder = weekdays.toSorted(
    (one, other) =>
      placeOf(one) - placeOf(other) || Number.parseInt(one, 10) - Number.parseInt(other, 10),
  );
  const parts: [string, string | number | undefined][] = [
    ['FREQ', frequencies[unit]],
    ['INTERVAL', interval === 1 ? undefined : interval],
    ['BYMONTH', month],
    ['BYMONTHDAY', days.join()],
    ['BYDAY', [...new Set(inOrder)].join()],
    ['BYSETPOS', position ?? positions.join()],
  ];
  const written = parts.filter(([, value]) => value).map((part) => part.join('='));
  return [...written, ...(end ? [end] : [])].join(';');
}

/**
 * Days of the month in order. One that some months lack, the 29th or 30th, becomes "of the 28th to the
 * 30th the last one that there is"; the 31st is the last day (DOMAIN §5).
 */
function clampDays({ days = [], month }: RuleWords): { days: number[]; positions: number[] } {
  const isShort = month === undefined || month === 2;
  const unique = [...new Set(days)].toSorted((one, other) => fromFirst(one) - fromFirst(other));
  const late = unique.at(-1) ?? 0;
  if (!isShort || (late >= 0 && late <= 28)) return { days: unique, positions: [] };
  const early = unique.slice(0, -1);
  if (late < 0 || late === 31) return { days: [...early, -1], positions: [] };
  const last = [28, 29, 30].filter((day) => day <= late && !early.includes(day));
  return { days: [...early, ...last], positions: [...early.map((_, index) => index + 1), -1] };
}

const fromFirst = (day: number) => (day < 0 ? 32 + day : day);
