import { shiftDays, today } from '@tydo/rules/date';
import { lateRules } from './late-rules.ts';
import type { TaskRow } from './rows.ts';
import { zoneOf } from './zone-of.ts';

/** At most. */
const maxAhead = 500;

/**
 * The later rounds of recurring tasks that Upcoming shows, in the order of their dates.
 *
 * @param tasks of the view `recurring` with as many days: it changes when these do.
 * @param moment.now ISO timestamp. @param moment.zone of the settings.
 */
export function roundsAhead(
  tasks: readonly TaskRow[],
  { now, zone: wanted, days }: { now: string; zone: string; days: number },
): { uid: string; due: string }[] {
  const zone = zoneOf({ zone: wanted });
  const end = shiftDays(today(now, zone), days);
  return tasks
    .flatMap((task) =>
      readable(() => lateRules().laterRounds(task, { now, zone, end, limit: maxAhead })).map(
        (due) => ({ uid: task.uid, due }),
      ),
    )
    .toSorted((one, other) => (one.due < other.due ? -1 : Number(one.due > other.due)))
    .slice(0, maxAhead);
}

/** None where this device does not know a zone. */
function readable(rounds: () => string[]): string[] {
  try {
    return rounds();
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
