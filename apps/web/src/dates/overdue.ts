import { dayFor, dayOf, daysBetween, isOverdue, shiftDays } from '@tydo/rules/date';
import type { Task } from '../sync/use-view.ts';
import type { DayClock } from './use-day-clock.ts';

/** Whether the date is past. In a zone that this browser does not know, by its day. */
export function isPast(date: string, clock: DayClock): boolean {
  try {
    return isOverdue(date, clock);
  } catch {
    return dayOf(date) < clock.today;
  }
}

/** The day of a date in the zone of the person; its own where this browser does not know the zone. */
export function dayIn(date: string, zone: string): string {
  try {
    return dayFor(date, zone);
  } catch {
    return dayOf(date);
  }
}

/** Whether its due or its deadline is past (DOMAIN §4). */
export const isTaskOverdue = ({ due, deadline }: Pick<Task, 'due' | 'deadline'>, clock: DayClock) =>
  [due, deadline].some((date) => date !== null && isPast(date, clock));

/** A date moved to a day: at its time where that is still ahead, else all day. */
export function movedToDay(date: string, day: string, clock: DayClock): string {
  const moved = shiftDays(date, daysBetween(dayIn(date, clock.zone), day));
  return isPast(moved, clock) ? day : moved;
}
