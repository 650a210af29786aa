// Conditions over the dates of tasks, as @tydo/rules decides them (DOMAIN §4, §8). Dates of one form are in the
// order of their bytes: days, times on a wall clock, and instants of times in a zone.
import { today, wallClock } from '@tydo/rules/date';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** A moment, as the columns have it. */
export interface Clock {
  /** ISO timestamp. */
  now: string;
  /** The time on the wall clock of the person. */
  wall: string;
  today: string;
}

/** @param now ISO timestamp. */
export const clockAt = (now: string, zone: string): Clock => ({
  now,
  wall: wallTime(now, zone),
  today: today(now, zone),
});

/** With its fraction of a second: a time is past as soon as the clock is after it. */
function wallTime(now: string, zone: string): string {
  const text = wallClock(now, zone);
  const fraction = now.slice(19, -1);
  return Number(fraction) === 0 ? text : text.padEnd(19, ':00') + fraction;
}

/** A placeholder or a value for each. */
type ClockValues = (name: keyof Clock) => unknown;
type Condition = RawBuilder<SqlBool>;

const startsLater = (clock: ClockValues) => sql`
  when length(start) = 10 then start > ${clock('today')}
  when start_at is null then start > ${clock('wall')}
  else start_at > ${clock('now')} end`;

/**
 * Whether a task starts after now. For a time without a zone it differs from the rule while the clock is set:
 * in the hour that comes twice, and in the one after a skipped hour for the times that were skipped.
 */
export const isDeferred = (clock: ClockValues): Condition =>
  sql`(case when start is null then false ${startsLater(clock)})`;

/**
 * Whether an open task is deferred. A `case`, because PostgreSQL would take a longer condition for one that few
 * rows meet, and sort them.
 */
export const isHidden = (clock: ClockValues): Condition =>
  sql`(case when completed or start is null then false ${startsLater(clock)})`;

/** Whether a task is overdue: its due, or its deadline. It differs from the rule as `isDeferred` does. */
export const isOverdue = (clock: ClockValues): Condition =>
  sql`((due is not null and case
    when length(due) = 10 then due < ${clock('today')}
    when due_at is null then due < ${clock('wall')}
    else due_at < ${clock('now')} end)
    or (deadline is not null and deadline < ${clock('today')}))`;
