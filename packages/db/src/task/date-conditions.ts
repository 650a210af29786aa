// Conditions over the dates of tasks, as @tydo/rules decides them (DOMAIN §4, §8). Dates of one form are in the
// order of their bytes: days, times on a wall clock, and instants of times in a zone.
import { shiftDays, today, wallClock } from '@tydo/rules/date';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** A moment, as the columns have it. */
export interface Clock {
  /** ISO timestamp. */
  now: string;
  /** The time on the wall clock of the person. */
  wall: string;
  today: string;
  yesterday: string;
}

/** @param now ISO timestamp. */
export function clockAt(now: string, zone: string): Clock {
  const day = today(now, zone);
  return { now, wall: wallClock(now, zone), today: day, yesterday: shiftDays(day, -1) };
}

/** A placeholder or a value for each. */
type ClockValues = (name: keyof Clock) => unknown;

/** Whether a task starts after now. A start in a zone is at most one day away from the person's. */
export const isDeferred = (clock: ClockValues): RawBuilder<SqlBool> =>
  sql`(start_day is not null and start_day >= ${clock('yesterday')} and case
    when length(start) = 10 then start > ${clock('today')}
    when start_at is null then start > ${clock('wall')}
    else start_at > ${clock('now')} end)`;

/** Whether a task is overdue: its due, or its deadline. */
export const isOverdue = (clock: ClockValues): RawBuilder<SqlBool> =>
  sql`((due is not null and case
    when length(due) = 10 then due < ${clock('today')}
    when due_at is null then due < ${clock('wall')}
    else due_at < ${clock('now')} end)
    or (deadline is not null and deadline < ${clock('today')}))`;
