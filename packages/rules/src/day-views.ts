// Which tasks are in Today and Upcoming, and which are deferred (DOMAIN §8).
import type { TaskRead } from '@tydo/schemas/task';
import { aheadOfNow, dayFor, dayOf, shiftDays } from './date.ts';

type Dated = Pick<TaskRead, 'due' | 'deadline'>;

/** A span of days: `from` is its first, none means all before; `end` is the day after its last. */
export interface DaySpan {
  from?: string | undefined;
  end: string;
}

/** Whether an open task is due, or has its deadline, on one of these days of the person. */
export function isInDays(
  { due, deadline }: Dated,
  { from = '', end }: DaySpan,
  zone: string,
): boolean {
  const isIn = (day: string) => day >= from && day < end;
  if (deadline !== null && isIn(deadline)) return true;
  if (due === null || !due.endsWith(']')) return due !== null && isIn(dayOf(due));
  // Most need no clock: zones are 26 hours apart at most.
  return dayOf(due) < shiftDays(end, 2) && isIn(dayFor(due, zone));
}

/** The day by which these views order a task: the earlier one of its due and its deadline. */
export function orderDay({ due, deadline }: Dated): string {
  const days = [due, deadline].flatMap((date) => (date === null ? [] : dayOf(date)));
  return days.toSorted()[0] ?? '';
}

/** Whether it starts after now; a day, after today (DOMAIN §8). */
export const isDeferred = (
  { start }: Pick<TaskRead, 'start'>,
  moment: { now: string; zone: string },
): boolean => start !== null && aheadOfNow(start, moment) > 0;
