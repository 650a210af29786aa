// What views ask of the dates of tasks, on the clock of the person (DOMAIN §8).
import { dayOf, isDate, isOverdue, shiftDays } from '@tydo/rules/date';
import { type DayClock, dayClock, nextDateChange } from '@tydo/rules/date-changes';
import { isDeferred, isInDays } from '@tydo/rules/day-views';
import type { TydoCondition, TydoSeeRows } from './rows.ts';
import { zoneOf } from './zone-of.ts';

type Dates = Parameters<typeof nextDateChange>[0] & { rule: string | null };

/** A zone that this device does not know counts as the person's. */
const withKnownZone = (date: string | null): string | null =>
  date?.endsWith(']') && !isDate(date) ? date.slice(0, date.indexOf('[')) : date;

/** The row as this device can read it. */
export function withKnownZones<Row extends Pick<Dates, 'due' | 'start'>>(row: Row): Row {
  const [due, start] = [withKnownZone(row.due), withKnownZone(row.start)];
  return due === row.due && start === row.start ? row : { ...row, due, start };
}

export const clockOf = (see: Pick<TydoSeeRows, 'all'>, now: string): DayClock =>
  dayClock(now, zoneOf(see.all('settings')[0]));

/** When what is said of its dates changes by itself. */
export const nextChangeOf = (row: Dates, clock: DayClock): number =>
  nextDateChange(withKnownZones(row), clock);

/** A condition that changes with the clock. @param testAt gives the test of a moment. */
const dated = (
  testAt: (clock: DayClock, argument: string) => (dates: Dates) => boolean,
): TydoCondition<'task'> => ({
  reads: { settings: ['zone'] },
  make(see, argument, now) {
    const clock = clockOf(see, now);
    const test = testAt(clock, argument);
    return {
      holds: (row) => test(withKnownZones(row)),
      changesAt: (row) => nextChangeOf(row, clock),
    };
  },
});

/** Of a clock, the first day that is not among so many from today on. */
const endOf = ({ today }: DayClock, days: string): string => shiftDays(today, Number(days));

export const dateConditions = {
  /** Due, or past its deadline, before the end of today. */
  today: dated((clock) => {
    const end = endOf(clock, '1');
    return (dates) => isInDays(dates, { end }, clock.zone);
  }),
  /** Due, or with its deadline, on one of so many days. */
  upcoming: dated((clock, days) => {
    const span = { from: clock.today, end: endOf(clock, days) };
    return (dates) => isInDays(dates, span, clock.zone);
  }),
  overdue: dated((clock) => {
    const isPast = (date: string | null) => date !== null && isOverdue(date, clock);
    return ({ due, deadline }) => isPast(due) || isPast(deadline);
  }),
  deferred: dated((clock) => (dates) => isDeferred(dates, clock)),
  notDeferred: dated((clock) => (dates) => !isDeferred(dates, clock)),
  /** Recurring, and may have later rounds in so many days. */
  recurring: {
    ...dated((clock, days) => {
      const end = shiftDays(endOf(clock, days), 1);
      return ({ due, rule }) => rule !== null && due !== null && dayOf(due) < end;
    }),
    isLate: true,
  },
};
