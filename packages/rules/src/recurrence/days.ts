// The days of a rule (RFC 5545, section 3.3.10: the table of BYxxx parts). Every part is a condition on a
// day, so expanding a period is taking those of its days that meet all of them.
import { calendarDayOf, dayNumber, weekdayOf } from '../date/calendar.ts';
import type { Rule } from './parse-rule.ts';

export const namesDays = ({ BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY }: Rule): boolean =>
  [BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY].some((list) => list.length > 0);

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

/** A month, a year, or the weeks of a year: its first day, and the first one after it. */
type Span = { first: number; end: number };

/** Whether one of `numbers` is the day's, counted from the first day of its span or from the last one. */
const hasNumber = (numbers: ReadonlySet<number>, day: number, { first, end }: Span): boolean =>
  numbers.has(day - first + 1) || numbers.has(day - end);

/** As `hasNumber` for weekdays, each as seven times `nth` plus the weekday. */
function hasWeekday(weekdays: ReadonlySet<number>, day: number, { first, end }: Span): boolean {
  const weekday = weekdayOf(day);
  const fromFirst = Math.floor((day - first) / 7) + 1;
  const fromEnd = Math.floor((day - end) / 7);
  return (
    weekdays.has(weekday) ||
    weekdays.has(fromFirst * 7 + weekday) ||
    weekdays.has(fromEnd * 7 + weekday)
  );
}

/** As `hasNumber` for weeks of a year, which the span is. */
const hasWeek = (weeks: ReadonlySet<number>, day: number, { first, end }: Span): boolean =>
  weeks.has(Math.floor((day - first) / 7) + 1) || weeks.has(Math.floor((day - end) / 7));

const setOf = (numbers: readonly number[]) => (numbers.length > 0 ? new Set(numbers) : undefined);

/**
 * Finds the days that meet all parts of a rule: a function that gives the day itself if it does, else the
 * next one that may. It is fast for days in order, because it keeps the month and the year.
 */
export function dayFinder(rule: Rule): (day: number) => number {
  const { FREQ, WKST } = rule;
  const months = setOf(rule.BYMONTH);
  const monthDays = setOf(rule.BYMONTHDAY);
  const yearDays = setOf(rule.BYYEARDAY);
  const weeks = setOf(rule.BYWEEKNO);
  const isNumbered = FREQ === 'MONTHLY' || FREQ === 'YEARLY';
  const weekdays = setOf(
    rule.BYDAY.map(({ nth, weekday }) => (isNumbered ? nth * 7 : 0) + weekday),
  );
  const isOfMonth = FREQ === 'MONTHLY' || months !== undefined;
  let month = { first: 0, end: 0, number: 0 };
  let year = { first: 0, end: 0 };
  let weekYear = { first: 0, end: 0 };
  const moveTo = (day: number) => {
    const at = calendarDayOf(day);
    const { first, end } = {
      first: dayNumber(at.year, at.month, 1),
      end: dayNumber(at.year, at.month + 1, 1),
    };
    month = { first, end, number: at.month };
    year = { first: dayNumber(at.year, 1, 1), end: dayNumber(at.year + 1, 1, 1) };
  };
  const moveWeeksTo = (day: number) => {
    const at = weekYearOf(day, WKST);
    weekYear = { first: weekYearStart(at, WKST), end: weekYearStart(at + 1, WKST) };
  };
  return (day) => {
    if (day < month.first || day >= month.end) moveTo(day);
    if (months && !months.has(month.number)) return month.end;
    if (weeks) {
      if (day < weekYear.first || day >= weekYear.end) moveWeeksTo(day);
      if (!hasWeek(weeks, day, weekYear)) return weekStartOf(day, WKST) + 7;
    }
    const meets =
      (!monthDays || hasNumber(monthDays, day, month)) &&
      (!yearDays || hasNumber(yearDays, day, year)) &&
      (!weekdays || hasWeekday(weekdays, day, isOfMonth ? month : year));
    return meets ? day : day + 1;
  };
}
