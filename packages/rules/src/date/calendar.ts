// The Gregorian calendar as day numbers: whole days since 1970-01-01.

const dayMs = 86_400_000;
// The calendar repeats every 400 years. Date.UTC takes years below 100 as 19xx, so it gets a later cycle.
const cycle = { years: 400, days: 146_097 };

/** The number of a day. @param month 1–12, or beyond. @param day of the month, or beyond. */
export const dayNumber = (year: number, month: number, day: number): number =>
  Date.UTC(year + cycle.years, month - 1, day) / dayMs - cycle.days;

export type CalendarDay = { year: number; month: number; day: number };

/** Year, month (1–12) and day of the month of a day number. */
export function calendarDayOf(number: number): CalendarDay {
  const date = new Date(number * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export const daysInMonth = (year: number, month: number): number =>
  dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);

/** 0 Monday … 6 Sunday. */
export const weekdayOf = (number: number): number => (((number + 3) % 7) + 7) % 7;

/** The first day of a day's week. @param weekStart 0 Monday … 6 Sunday. */
export const weekStartOf = (number: number, weekStart: number): number =>
  number - ((weekdayOf(number) - weekStart + 7) % 7);
