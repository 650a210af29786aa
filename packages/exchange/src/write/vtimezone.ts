// VTIMEZONE of a zone, from what Intl knows of it. RFC 5545, section 3.6.5.
import { calendarDayOf, dayNumber, weekdayOf } from '@tydo/rules/date/calendar';
import { wallAt } from '@tydo/rules/date/zone';
import { compactDate } from './ics-lines.ts';

interface Change {
  /** The wall time before it, in seconds. */
  wall: number;
  from: number;
  to: number;
}

const day = 86_400;
const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The offset of a zone at an instant, in seconds. */
const offsetAt = (instant: number, zone: string) => wallAt(instant, zone) - instant;

/** The changes of the clock in a year, in their order. */
function changesIn(year: number, zone: string): Change[] {
  const begin = dayNumber(year, 1, 1) * day;
  const end = dayNumber(year + 1, 1, 1) * day;
  const changes: Change[] = [];
  // No zone changes twice in four weeks, but for Ramadan in Morocco, which needs a smaller step.
  const step = 7 * day;
  for (let at = begin; at < end; at += step) {
    const [from, to] = [offsetAt(at, zone), offsetAt(Math.min(at + step, end), zone)];
    if (from === to) continue;
    let [low, high] = [at, Math.min(at + step, end)];
    while (high - low > 60) {
      const middle = Math.floor((low + high) / 120) * 60;
      if (offsetAt(middle, zone) === from) low = middle;
      else high = middle;
    }
    changes.push({ wall: high + from, from, to });
  }
  return changes;
}

const offsetText = (seconds: number): string => {
  const minutes = Math.abs(seconds) / 60;
  const digits = [Math.floor(minutes / 60), Math.floor(minutes % 60)];
  return (
    (seconds < 0 ? '-' : '+') + digits.map((number) => String(number).padStart(2, '0')).join('')
  );
};

const wallText = (wall: number) => compactDate(new Date(wall * 1000).toISOString().slice(0, 19));

/** As `3 -1SU`: the month, and which weekday of it. */
function patternOf({ wall }: Change): {
  month: number;
  nth: number;
  weekday: number;
  time: number;
} {
  const number = Math.floor(wall / day);
  const date = calendarDayOf(number);
  const isLast = calendarDayOf(number + 7).month !== date.month;
  const nth = isLast ? -1 : Math.ceil(date.day / 7);
  return { month: date.month, nth, weekday: weekdayOf(number), time: wall % day };
}

/** The rule of a change that comes in the next years as well; undefined without one. */
function ruleOf(index: number, years: readonly (readonly Change[])[]): string | undefined {
  const patterns = years
    .map((changes) => changes[index])
    .map((change) => change && patternOf(change));
  const [first] = patterns;
  const isSame = patterns.every((pattern) => JSON.stringify(pattern) === JSON.stringify(first));
  if (!first || !isSame) return undefined;
  return `RRULE:FREQ=YEARLY;BYMONTH=${first.month};BYDAY=${first.nth}${names[first.weekday]}`;
}

const observance = (
  { wall, from, to }: Change,
  zone: string,
  rule: string | undefined,
): string[] => {
  const kind = to > from ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${wallText(wall)}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `TZNAME:${zone}`,
    ...(rule === undefined ? [] : [rule]),
    `END:${kind}`,
  ];
};

/**
 * The lines of a zone: the changes of the years in which it is used, and rules for the years after, where the
 * last ones follow a rule.
 */
export function timeZoneLines(zone: string, firstYear: number, lastYear: number): string[] {
  const begin: Change = {
    wall: dayNumber(firstYear - 1, 1, 1) * day,
    from: offsetAt(dayNumber(firstYear - 1, 1, 1) * day, zone),
    to: offsetAt(dayNumber(firstYear - 1, 1, 1) * day, zone),
  };
  const end = Math.min(lastYear, firstYear + 20);
  const lines = observance(begin, zone, undefined);
  for (let year = firstYear - 1; year < end; year += 1)
    for (const change of changesIn(year, zone)) lines.push(...observance(change, zone, undefined));
  const years = [end, end + 1, end + 2].map((year) => changesIn(year, zone));
  for (const [index, change] of (years[0] ?? []).entries())
    lines.push(...observance(change, zone, ruleOf(index, years)));
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE'];
}
