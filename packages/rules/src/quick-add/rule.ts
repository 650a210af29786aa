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

/** Whether it is within the limits, and there are such days. */
export function isPossibleRule(rule: RuleWords): boolean {
  const { interval = 1, month, days = [], weekdays = [], position = 1 } = rule;
  const lastDay = month === undefined ? 31 : daysInMonth(leapYear, month);
  const isOneOf = (number: number, max: number) => number === -1 || (number >= 1 && number <= max);
  return (
    interval >= 1 &&
    interval <= maxNumber &&
    days.every((day) => isOneOf(day, lastDay)) &&
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
  const all = days.map((day) => (day === 31 && isShort ? -1 : day));
  const unique = [...new Set(all)].toSorted((one, other) =>
    one < 0 ? 1 : other < 0 ? -1 : one - other,
  );
  const [late, ...others] = unique.filter((day) => day > 28);
  // Set positions count from one end; two late days, or one and the last, would need both.
  if (!isShort || late === undefined || others.length > 0 || unique.includes(-1)) {
    return { days: unique, positions: [] };
  }
  const early = unique.filter((day) => day < late);
  const last = [28, 29, 30].filter((day) => day <= late && !early.includes(day));
  return { days: [...early, ...last], positions: [...early.map((_, index) => index + 1), -1] };
}
