// Years, months, weeks and days as numbered periods.
import { calendarDayOf, dayNumber } from '../date/calendar.ts';
import { weekStartOf, weekYearOf, weekYearStart } from './days.ts';
import type { Rule } from './parse-rule.ts';

/** Periods of one kind: the number of that which a day lies in, and the first day of a number's. */
export type Periods = { numberOf: (day: number) => number; firstDayOf: (period: number) => number };

const years: Periods = {
  numberOf: (day) => calendarDayOf(day).year,
  firstDayOf: (year) => dayNumber(year, 1, 1),
};

const months: Periods = {
  numberOf: (day) => calendarDayOf(day).year * 12 + calendarDayOf(day).month - 1,
  firstDayOf: (month) => dayNumber(0, month + 1, 1),
};

const days: Periods = { numberOf: (day) => day, firstDayOf: (day) => day };

/** The periods of a rule from FREQ=DAILY up. With BYWEEKNO a year is its weeks: from week 1 to week 1. */
export function periodsOf({ FREQ, BYWEEKNO, WKST }: Rule): Periods {
  if (FREQ === 'YEARLY' && BYWEEKNO.length > 0) {
    return {
      numberOf: (day) => weekYearOf(day, WKST),
      firstDayOf: (year) => weekYearStart(year, WKST),
    };
  }
  if (FREQ === 'YEARLY') return years;
  if (FREQ === 'MONTHLY') return months;
  if (FREQ !== 'WEEKLY') return days;
  const first = weekStartOf(0, WKST);
  return {
    numberOf: (day) => Math.floor((day - first) / 7),
    firstDayOf: (week) => first + week * 7,
  };
}
