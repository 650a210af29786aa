// When what is said of a task's dates changes by itself: whether it is due today, overdue or deferred.
import type { TaskRead } from '@tydo/schemas/task';
import { aheadOfNow, dayOf, instantOf, shiftDays, today } from './date.ts';

/** The clock of a person at a moment. */
export interface DayClock {
  /** ISO timestamp. */
  now: string;
  zone: string;
  today: string;
  /** When the next day begins, in ms since 1970; Infinity after the last day of dates. */
  midnight: number;
}

/** @param now ISO timestamp. */
export function dayClock(now: string, zone: string): DayClock {
  const day = today(now, zone);
  const tomorrow = shiftDays(day, 1);
  const midnight = tomorrow > day ? Date.parse(instantOf(tomorrow, zone)) : Infinity;
  return { now, zone, today: day, midnight };
}

/**
 * The next moment at which a task may be due today, overdue or deferred, and is not now, or the other way
 * round: in ms since 1970. It is the next midnight at the latest, and never for a task without dates.
 */
export function nextDateChange(
  { due, start, deadline }: Pick<TaskRead, 'due' | 'start' | 'deadline'>,
  clock: DayClock,
): number {
  if (due === null && start === null && deadline === null) return Infinity;
  return Math.min(clock.midnight, passingOf(due, clock), passingOf(start, clock));
}

/** When a time is reached, and when it is past. */
function passingOf(date: string | null, clock: DayClock): number {
  if (date === null || date === dayOf(date)) return Infinity;
  const ahead = aheadOfNow(date, clock);
  // At that time it is not past yet.
  return ahead < 0 ? Infinity : Date.parse(clock.now) + Math.max(ahead, 1);
}
