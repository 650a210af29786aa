// Which tasks are in Today and Upcoming, and which are deferred (DOMAIN §8).
import type { TaskRead } from '@tydo/schemas/task';
import { dayFor, dayOf, instantOf, today } from './date.ts';

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
  const days = [due && dayFor(due, zone), deadline];
  return days.some((day) => day !== null && day >= from && day < end);
}

/** The day by which these views order a task: the earlier one of its due and its deadline. */
export function orderDay({ due, deadline }: Dated): string {
  const days = [due, deadline].flatMap((date) => (date === null ? [] : dayOf(date)));
  return days.toSorted()[0] ?? '';
}

/** Whether it starts after now; a day, after today (DOMAIN §8). */
export function isDeferred(
  { start }: Pick<TaskRead, 'start'>,
  { now, zone }: { now: string; zone: string },
): boolean {
  if (start === null) return false;
  if (start === dayOf(start)) return start > today(now, zone);
  return Date.parse(instantOf(start, zone)) > Date.parse(now);
}
