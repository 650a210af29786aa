// The years, months, weeks and days of a rule from FREQ=DAILY up, as numbered periods.
import { calendarDayOf, dayNumber, weekStartOf } from '../date/calendar.ts';
import { weekYearOf, weekYearStart } from './days.ts';
import type { Rule } from './parse-rule.ts';

/** The number of the period that a day lies in, and the first day of a period. */
export type Periods = {
  numberOf: (day: number) => number;
  firstDayOf: (period: number) => number;
};

/** With BYWEEKNO, a year is its weeks: from its week 1 to that of the next year. */
export function periodsOf({ FREQ, BYWEEKNO, WKST }: Rule): Periods {
  if (FREQ === 'YEARLY' && BYWEEKNO.length > 0) {
    return {
      numberOf: (day) => weekYearOf(day, WKST),
      firstDayOf: (year) => weekYearStart(year, WKST),
    };
  }
  if (FREQ === 'YEARLY' || FREQ === 'MONTHLY') {
    const months = FREQ === 'YEARLY' ? 12 : 1;
    return {
      numberOf: (day) => {
        const { year, month } = calendarDayOf(day);
        return Math.floor((year * 12 + month - 1) / months);
      },
      firstDayOf: (period) => dayNumber(0, period * months + 1, 1),
    };
  }
  const [first, days] = FREQ === 'WEEKLY' ? [weekStartOf(0, WKST), 7] : [0, 1];
  return {
    numberOf: (day) => Math.floor((day - first) / days),
    firstDayOf: (period) => first + period * days,
  };
}
