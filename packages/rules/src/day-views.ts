// Which tasks are in Today and Upcoming (DOMAIN §8), and the later rounds that Upcoming shows.
import type { TaskRead } from '@tydo/schemas/task';
import { dayFor, dayOf } from './date.ts';
import { nextRound } from './recurrence.ts';

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

/**
 * The rounds of a recurring task after its present one that are due before `end`: what it would become if
 * each were completed in time. None where a round depends on when the one before is completed.
 *
 * @param now ISO timestamp. @param limit the most that are returned.
 */
export function laterRounds(
  {
    due,
    occurrence,
    anchor,
    rule,
    ruleFrom,
  }: Pick<TaskRead, 'due' | 'occurrence' | 'anchor' | 'rule' | 'ruleFrom'>,
  { now, zone, end, limit }: { now: string; zone: string; end: string; limit: number },
): string[] {
  const isComplete = due !== null && occurrence !== null && anchor !== null && rule !== null;
  if (!isComplete || ruleFrom === 'completion') return [];
  const dates: string[] = [];
  let round = nextRound({ due, occurrence, anchor, rule, ruleFrom }, { now, zone });
  while (round && dayFor(round.due, zone) < end && dates.length < limit) {
    dates.push(round.due);
    round = nextRound({ ...round, ruleFrom }, { now, zone });
  }
  return dates;
}
