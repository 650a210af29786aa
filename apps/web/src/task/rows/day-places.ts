// To which day tasks go when they are dragged, or moved by keys, in a list by days.
import { isDate } from '@tydo/rules/date';
import type { Direction } from './arrange.ts';
import type { Line } from './lines.ts';

/** The lines of a day: from its heading to the one before `end`. */
export interface DayGroup {
  day: string;
  start: number;
  end: number;
}

/** The days of a list, in order. What is overdue, or starts later, is on none. */
export function dayGroups(lines: readonly Line[]): DayGroup[] {
  const headings = lines.flatMap((line, start) => (line.kind === 'day' ? [{ line, start }] : []));
  return headings.flatMap(({ line, start }, at) => {
    const end = headings[at + 1]?.start ?? lines.length;
    return isDate(line.of) ? [{ day: line.of, start, end }] : [];
  });
}

/** The day that the line at `index` belongs to, unless all of the tasks are there already. */
export function dropDay(
  lines: readonly Line[],
  uids: ReadonlySet<string>,
  index: number,
): DayGroup | undefined {
  const group = dayGroups(lines).find(({ start, end }) => start <= index && index < end);
  if (!group) return undefined;
  const there = lines
    .slice(group.start, group.end)
    .filter((line) => line.kind === 'task' && uids.has(line.task.uid));
  return there.length === uids.size ? undefined : group;
}

/** The day above or below the one that a task stands on. */
export function dayBeside(
  lines: readonly Line[],
  uid: string,
  direction: Direction,
): string | undefined {
  const at = lines.findIndex((line) => line.kind === 'task' && line.task.uid === uid);
  const groups = dayGroups(lines);
  if (direction === 'up') return groups.findLast(({ end }) => end <= at)?.day;
  return direction === 'down' ? groups.find(({ start }) => start > at)?.day : undefined;
}
