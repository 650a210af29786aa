// The days of a rule (RFC 5545, section 3.3.10: the table of BYxxx parts). Every part is a condition on a
// day, so expanding a period is taking those of its days that meet all of them.
import { calendarDayOf, dayNumber, daysInMonth, weekdayOf } from '../date/calendar.ts';
import type { Rule } from './parse-rule.ts';

/** The first day of the week that a day lies in. */
export const weekStartOf = (day: number, weekStart: number): number =>
  day - ((weekdayOf(day) - weekStart + 7) % 7);

/** The first day of a year's week 1: the first week with at least four days in the year. */
export const weekYearStart = (year: number, weekStart: number): number =>
  weekStartOf(dayNumber(year, 1, 4), weekStart);

/** The year that a day's week belongs to. */
export function weekYearOf(day: number, weekStart: number): number {
  const { year } = calendarDayOf(day);
  if (day < weekYearStart(year, weekStart)) return year - 1;
  return day < weekYearStart(year + 1, weekStart) ? year : year + 1;
}

/**
 * The rule with what it takes from its anchor: month, day of the month and weekday, where it names no
 * days. BYWEEKNO without days takes the anchor's weekday.
 */
export function withDaysOfAnchor(rule: Rule, anchorDay: number): Rule {
  if (rule.BYYEARDAY.length > 0 || rule.BYMONTHDAY.length > 0 || rule.BYDAY.length > 0) return rule;
  const { month, day } = calendarDayOf(anchorDay);
  if (rule.FREQ === 'WEEKLY' || rule.BYWEEKNO.length > 0) {
    return { ...rule, BYDAY: [{ nth: 0, weekday: weekdayOf(anchorDay) }] };
  }
  if (rule.FREQ === 'MONTHLY') return { ...rule, BYMONTHDAY: [day] };
  if (rule.FREQ !== 'YEARLY') return rule;
  return { ...rule, BYMONTHDAY: [day], BYMONTH: rule.BYMONTH.length > 0 ? rule.BYMONTH : [month] };
}

/** A month or a year: its first day and the number of its days. */
type Span = { first: number; length: number };

/** Whether one of `numbers` is the day's, counted from the first day of the span or from its last one. */
const has = (numbers: ReadonlySet<number>, day: number, { first, length }: Span): boolean =>
  numbers.has(day - first + 1) || numbers.has(day - first - length);

/** The same for weekdays; `nth` times 7 plus the weekday. */
const hasWeekday = (
  weekdays: ReadonlySet<number>,
  day: number,
  { first, length }: Span,
): boolean => {
  const weekday = weekdayOf(day);
  const fromFirst = Math.floor((day - first) / 7) + 1;
  const fromLast = -Math.floor((first + length - 1 - day) / 7) - 1;
  return (
    weekdays.has(weekday) ||
    weekdays.has(fromFirst * 7 + weekday) ||
    weekdays.has(fromLast * 7 + weekday)
  );
};

/**
 * The condition that the rule's parts of days make together. Ask it for days in order: it remembers the
 * last day's month and year.
 */
export function dayCondition(rule: Rule): (day: number) => boolean {
  const [months, monthDays, yearDays, weeks] = [
    rule.BYMONTH,
    rule.BYMONTHDAY,
    rule.BYYEARDAY,
    rule.BYWEEKNO,
  ].map((numbers) => (numbers.length > 0 ? new Set(numbers) : undefined));
  const counted = rule.FREQ === 'MONTHLY' || rule.FREQ === 'YEARLY';
  const weekdays = new Set(rule.BYDAY.map(({ nth, weekday }) => (counted ? nth * 7 : 0) + weekday));
  const byMonth = rule.FREQ === 'MONTHLY' || months !== undefined;
  let month = { first: 0, length: 0, number: 0 };
  let year = { first: 0, length: 0 };
  const moveTo = (day: number) => {
    const at = calendarDayOf(day);
    const first = dayNumber(at.year, at.month, 1);
    month = { first, length: daysInMonth(at.year, at.month), number: at.month };
    const yearFirst = dayNumber(at.year, 1, 1);
    year = { first: yearFirst, length: dayNumber(at.year + 1, 1, 1) - yearFirst };
  };
  return (day) => {
    if (day < month.first || day >= month.first + month.length) moveTo(day);
    return (
      (!months || months.has(month.number)) &&
      (!monthDays || has(monthDays, day, month)) &&
      (!yearDays || has(yearDays, day, year)) &&
      (weekdays.size === 0 || hasWeekday(weekdays, day, byMonth ? month : year)) &&
      (!weeks || hasWeek(weeks, day, rule.WKST))
    );
  };
}

function hasWeek(weeks: ReadonlySet<number>, day: number, weekStart: number): boolean {
  const year = weekYearOf(day, weekStart);
  const first = weekYearStart(year, weekStart);
  const length = (weekYearStart(year + 1, weekStart) - first) / 7;
  return has(weeks, Math.floor((day - first) / 7), { first: 0, length });
}
