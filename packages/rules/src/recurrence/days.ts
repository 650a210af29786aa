// The days of a rule (RFC 5545, section 3.3.10: the table of BYxxx parts). Every part is a condition on a
// day, so expanding a period is taking those of its days that meet all of them.
import { calendarDayOf, dayNumber, weekdayOf, weekStartOf } from '../date/calendar.ts';
import type { Rule } from './parse-rule.ts';

/** The first day of a year's week 1: the first week with at least four days in the year. */
export const weekYearStart = (year: number, weekStart: number): number =>
  weekStartOf(dayNumber(year, 1, 4), weekStart);

/** The year that a day's week belongs to: that of the fourth day of the week. */
export const weekYearOf = (day: number, weekStart: number): number =>
  calendarDayOf(weekStartOf(day, weekStart) + 3).year;

/**
 * The rule with what it takes from its anchor where it names no days: month, day of the month or weekday.
 * BYWEEKNO without days takes the weekday.
 */
export function withDaysOfAnchor(rule: Rule, anchorDay: number): Rule {
  const { FREQ, BYMONTH, BYWEEKNO, BYYEARDAY, BYMONTHDAY, BYDAY } = rule;
  if (FREQ === 'DAILY' || BYYEARDAY.length + BYMONTHDAY.length + BYDAY.length > 0) return rule;
  if (FREQ === 'WEEKLY' || BYWEEKNO.length > 0) {
    return { ...rule, BYDAY: [{ nth: 0, weekday: weekdayOf(anchorDay) }] };
  }
  const { month, day } = calendarDayOf(anchorDay);
  const isOfYear = FREQ === 'YEARLY' && BYMONTH.length === 0;
  return { ...rule, BYMONTHDAY: [day], BYMONTH: isOfYear ? [month] : BYMONTH };
}

/**
 * Finds the days that meet all parts of a rule: a function that gives the day itself if it does, else the
 * next one that may. It is fast for days in order, because it keeps the week, the month and the year.
 */
export function dayFinder(rule: Rule): (day: number) => number {
  const { FREQ, WKST } = rule;
  const [months, monthDays, yearDays, weeks] = [
    rule.BYMONTH,
    rule.BYMONTHDAY,
    rule.BYYEARDAY,
    rule.BYWEEKNO,
  ].map(setOf);
  // Only months and years have numbered weekdays: 2TU is one number, 2 times 7 and the weekday.
  const isNumbered = FREQ === 'MONTHLY' || FREQ === 'YEARLY';
  const weekdays = setOf(
    rule.BYDAY.map(({ nth, weekday }) => (isNumbered ? nth * 7 : 0) + weekday),
  );
  let month = spanOf(0, 1, 1);
  let year = month;
  let week = { end: Number.NEGATIVE_INFINITY, isNamed: false };
  return (day) => {
    if (day < month.first || day >= month.end) {
      const at = calendarDayOf(day);
      month = spanOf(at.year, at.month, 1);
      year = spanOf(at.year, 1, 12);
    }
    if (months && !months.has(month.number)) return month.end;
    if (weeks && (day < week.end - 7 || day >= week.end)) {
      week = { end: weekStartOf(day, WKST) + 7, isNamed: hasWeek(weeks, day, WKST) };
    }
    if (weeks && !week.isNamed) return week.end;
    const meets =
      (!monthDays || isNamed(monthDays, day, month)) &&
      (!yearDays || isNamed(yearDays, day, year)) &&
      (!weekdays || hasWeekday(weekdays, day, FREQ === 'MONTHLY' || months ? month : year));
    return meets ? day : day + 1;
  };
}

const setOf = (numbers: readonly number[]) => (numbers.length > 0 ? new Set(numbers) : undefined);

/** Some months: the number of the first one, its first day, and the first day after them. */
const spanOf = (year: number, month: number, length: number) => ({
  number: month,
  first: dayNumber(year, month, 1),
  end: dayNumber(year, month + length, 1),
});
type Span = { first: number; end: number };

/**
 * Whether the numbers name a day of a span, counted from its first day (1) or from its last one (-1). With
 * a size of 7 they count weeks.
 */
function isNamed(
  numbers: ReadonlySet<number>,
  day: number,
  { first, end }: Span,
  size = 1,
  keyOf = (number: number) => number,
): boolean {
  return (
    numbers.has(keyOf(Math.floor((day - first) / size) + 1)) ||
    numbers.has(keyOf(Math.floor((day - end) / size)))
  );
}

function hasWeekday(weekdays: ReadonlySet<number>, day: number, span: Span): boolean {
  const weekday = weekdayOf(day);
  const isNth = isNamed(weekdays, day, span, 7, (nth) => nth * 7 + weekday);
  return isNth || weekdays.has(weekday);
}

function hasWeek(weeks: ReadonlySet<number>, day: number, weekStart: number): boolean {
  const year = weekYearOf(day, weekStart);
  const span = { first: weekYearStart(year, weekStart), end: weekYearStart(year + 1, weekStart) };
  return isNamed(weeks, day, span, 7);
}
