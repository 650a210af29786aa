// The rounds of recurring tasks that Upcoming shows besides the tasks themselves (DOMAIN §8).
import type { TaskRead } from '@tydo/schemas/task';
import { dayFor } from './date.ts';
import { nextRound, occurrences } from './recurrence.ts';

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
  const next = nextRound({ due, occurrence, anchor, rule, ruleFrom }, { now, zone });
  const dates: string[] = [];
  // In steps that grow: what is after the window may cost much to find.
  for (let found = next ? [next.due] : [], step = 1; ; step *= 2) {
    const inside = found.filter((date) => dayFor(date, zone) < end);
    dates.push(...inside.slice(0, limit - dates.length));
    const last = found.at(-1);
    if (last === undefined || inside.length < found.length || dates.length >= limit) return dates;
    found = occurrences(rule, anchor, { after: last, limit: Math.min(step, limit) });
  }
}
