// The dates and the rule of a VTODO.
import { dayOf } from '@tydo/rules/date';
import type { Notes } from '../../plan/notes.ts';
import type { SourceSchedule } from '../../plan/source-task.ts';
import { dateAt, onClock, readTime, timestampOf } from '../../text/moments.ts';
import { type ContentLine, unescapeText } from './content-lines.ts';
import { addDuration } from './duration.ts';
import { zoneOf } from './zones.ts';

export interface IcsClock {
  /** The person's zone. */
  own: string;
  /** Whether our own export wrote it: it says of each time whether it floats. */
  isOurs: boolean;
  zones: ReadonlyMap<string, string>;
  notes: Notes;
  row: number;
}

type PropertyOf = (name: string) => ContentLine | undefined;

export function scheduleOf(properties: readonly ContentLine[], clock: IcsClock): SourceSchedule {
  const property: PropertyOf = (name) => properties.find((line) => line.name === name);
  const start = dateOf(property('DTSTART'), clock);
  const due = dateOf(property('DUE'), clock) ?? endOf(start, property('DURATION'));
  const rules = properties.filter(({ name }) => name === 'RRULE');
  const [rule] = rules;
  const deadline = property('X-TYDO-DEADLINE')?.value;
  if (!rule) return { due, start: start === due ? undefined : start, deadline };
  const isOdd = rules.length > 1 || property('EXRULE') !== undefined;
  // Without DUE, the rule counts from DTSTART, which is when it is to be done.
  const dates = {
    due: due ?? start,
    start: due === undefined || start === due ? undefined : start,
    deadline,
  };
  const ours = repeatOf(property('X-TYDO-REPEAT'));
  const text = isOdd ? undefined : ruleText(rule.value, properties, dates.due, clock);
  const isCounted = dates.start === undefined || ours !== undefined || isBare(text ?? '');
  if (text === undefined || !isCounted) return { ...dates, repeats: rule.value };
  return { ...dates, rule: text, ...ours };
}

/** Whether it makes the same steps from wherever it is counted. */
const isBare = (rule: string) =>
  /^(?:(?:FREQ|INTERVAL|COUNT|UNTIL|WKST)=[^;\n]*(?:;|$))+$/i.test(rule);

/** What we write beside a rule: `from=completion;anchor=…;occurrence=…`. */
function repeatOf(line: ContentLine | undefined): SourceSchedule | undefined {
  if (!line) return undefined;
  const parts = new Map(
    unescapeText(line.value)
      .split(';')
      .map((part) => [part.split('=')[0] ?? '', part.slice(part.indexOf('=') + 1)]),
  );
  const ruleFrom = parts.get('from') === 'completion' ? 'completion' : undefined;
  return { ruleFrom, anchor: parts.get('anchor'), occurrence: parts.get('occurrence') };
}

/** A date as it is written: a day, a floating time, or one in a zone. What cannot be read stays as it is. */
function dateOf(line: ContentLine | undefined, clock: IcsClock): string | undefined {
  if (!line) return undefined;
  const written = readTime(line.value);
  if (!written) return line.value;
  if (written.time === undefined || line.params.get('VALUE') === 'DATE') return written.day;
  const wall = `${written.day}T${written.time}`;
  const own = clock.isOurs ? '' : clock.own;
  if (written.offset !== undefined) return onClock(wall, { source: 'UTC', own });
  return onClock(wall, { source: sourceOf(line, clock), own });
}

function sourceOf({ params }: ContentLine, { zones, notes, row }: IcsClock): string | undefined {
  const id = params.get('TZID');
  if (id === undefined) return undefined;
  const zone = zoneOf(id, zones);
  if (zone === undefined) notes.changed(row, `This time zone is unknown: ${id}`, 'TZID');
  return zone;
}

const endOf = (start: string | undefined, duration: ContentLine | undefined) =>
  start !== undefined && duration ? addDuration(start, duration.value) : undefined;

/** RRULE, EXDATE and RDATE as one rule of ours, in the clock of the due date; undefined where it cannot be said. */
function ruleText(
  rule: string,
  properties: readonly ContentLine[],
  due: string | undefined,
  clock: IcsClock,
): string | undefined {
  if (due === undefined) return undefined;
  const lines = [
    rule.replace(
      /UNTIL=(\d{8}T\d{6}Z)/i,
      (_, until: string) => `UNTIL=${untilOf(until, due, clock)}`,
    ),
  ];
  for (const name of ['EXDATE', 'RDATE']) {
    const dates = properties
      .filter((line) => line.name === name)
      .flatMap((line) =>
        line.value.split(',').map((value) => inClockOf(due, { ...line, value }, clock)),
      );
    if (dates.includes(undefined)) return undefined;
    if (dates.length > 0) lines.push(`${name}:${dates.join(',')}`);
  }
  return lines.join('\n');
}

/** The end of a rule on a clock without a zone is a wall time. */
function untilOf(until: string, due: string, { own, isOurs }: IcsClock): string {
  const instant = isOurs || due.endsWith(']') ? undefined : timestampOf(until, own);
  const date = instant && dateAt(instant, { source: undefined, own });
  return date ? compact(due === dayOf(due) ? dayOf(date) : date) : until;
}

const compact = (date: string): string => {
  const digits = date.replace(/\[.*$/, '').replaceAll(/[-:]/g, '');
  return digits.length === 13 ? `${digits}00` : digits;
};

/** A date of a rule, as `20260329` or `20260329T090000`. */
function inClockOf(due: string, line: ContentLine, clock: IcsClock): string | undefined {
  const date = dateOf(line, clock);
  if (date === undefined || !/^\d{4}-/.test(date)) return undefined;
  if (due === dayOf(due)) return compact(dayOf(date));
  if (date === dayOf(date)) return `${compact(date)}T${compact(due).slice(9)}`;
  const zoneIn = (text: string) => /\[(.+)\]$/.exec(text)?.[1];
  const [source, target] = [zoneIn(date), zoneIn(due) ?? clock.own];
  if (source === undefined && zoneIn(due) === undefined) return compact(date);
  const wall = date.replace(/\[.*$/, '');
  const instant = timestampOf(wall, source ?? clock.own);
  const there = instant && dateAt(instant, { source: undefined, own: target });
  return there ? compact(there) : undefined;
}
