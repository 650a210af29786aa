// When what is said of a task's dates changes by itself: whether it is due today, overdue or deferred.
import type { TaskRead } from '@tydo/schemas/task';
import { dayOf, instantOf, shiftDays, today } from './date.ts';

/** The clock of a person at a moment. */
export interface DayClock {
  /** ISO timestamp. */
  now: string;
  zone: string;
  yesterday: string;
  today: string;
  tomorrow: string;
  /** When the next day begins, in ms since 1970; Infinity after the last day of dates. */
  midnight: number;
}

/** @param now ISO timestamp. */
export function dayClock(now: string, zone: string): DayClock {
  const day = today(now, zone);
  const [yesterday, tomorrow] = [shiftDays(day, -1), shiftDays(day, 1)];
  const midnight = tomorrow > day ? Date.parse(instantOf(tomorrow, zone)) : Infinity;
  return { now, zone, yesterday, today: day, tomorrow, midnight };
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

/** When a time of about today is reached, and when it is past. */
function passingOf(date: string | null, { now, zone, yesterday, tomorrow }: DayClock): number {
  if (date === null || date === dayOf(date)) return Infinity;
  const day = dayOf(date);
  if (day < yesterday || day > tomorrow) return Infinity;
  const [instant, present] = [Date.parse(instantOf(date, zone)), Date.parse(now)];
  if (instant > present) return instant;
  // At that time it is not past yet.
  return instant === present ? instant + 1 : Infinity;
}
