// The rounds of recurring tasks that Upcoming shows besides the tasks themselves (DOMAIN §8).
import type { TaskRead } from '@tydo/schemas/task';
import { dayFor } from './date.ts';
import { nextRound } from './recurrence.ts';

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
