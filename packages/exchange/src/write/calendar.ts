// A calendar of tasks: VTODOs, or VEVENTs for programs that show no tasks.
import { dayOf, instantOf, shiftDays, wallClock } from '@tydo/rules/date';
import type { TaskRead } from '@tydo/schemas/task';
import { compactInstant, dateLine, escapeText, foldLine, ruleDatesLine } from './ics-lines.ts';
import type { NamedTask } from './rows.ts';
import { timeZoneLines } from './vtimezone.ts';

/** Properties of the calendar itself, and the components in it. */
export function calendarText(
  properties: readonly string[],
  tasks: readonly NamedTask[],
  componentOf: (task: NamedTask) => string[],
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tydo//Tydo//EN',
    ...properties,
    ...zonesOf(tasks.map(({ task }) => task)).flatMap(([zone, years]) =>
      timeZoneLines(zone, ...years),
    ),
    ...tasks.flatMap(componentOf),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

/** The zones of dates, with the first and the last year. */
function zonesOf(tasks: readonly TaskRead[]): [string, [number, number]][] {
  const zones = new Map<string, [number, number]>();
  for (const { due, start } of tasks)
    for (const date of [due, start]) {
      const zone = date && /\[(.+)\]$/.exec(date)?.[1];
      if (!zone || zone === 'UTC') continue;
      const year = Number(date.slice(0, 4));
      const [first, last] = zones.get(zone) ?? [year, year];
      zones.set(zone, [Math.min(first, year), Math.max(last, year)]);
    }
  return [...zones].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

const line = (name: string, text: string | null | undefined): string[] =>
  text === null || text === undefined || text === '' ? [] : [`${name}:${escapeText(text)}`];

const stampLines = ({ createdAt, updatedAt }: TaskRead): string[] => [
  `DTSTAMP:${compactInstant(updatedAt)}`,
  `LAST-MODIFIED:${compactInstant(updatedAt)}`,
  `CREATED:${compactInstant(createdAt)}`,
];

const textLines = ({ task, labels }: NamedTask): string[] => [
  ...line('SUMMARY', task.title),
  ...line('DESCRIPTION', task.description),
  ...(labels.length === 0 ? [] : [`CATEGORIES:${labels.map(escapeText).join(',')}`]),
];

/** The rule of a task that recurs, with its exceptions. */
function ruleLines({ rule, due }: TaskRead): string[] {
  if (rule === null || due === null) return [];
  const [recur = '', ...dates] = rule.split('\n');
  return [
    `RRULE:${recur}`,
    ...dates.map((text) => {
      const [name = '', values = ''] = text.split(':');
      return ruleDatesLine(name, values, due);
    }),
  ];
}

/** A task as VTODO. */
export function todoLines(named: NamedTask, more: readonly string[] = []): string[] {
  const { task } = named;
  const { start, due, rule, completed, completedAt, priority, parentUid, uid } = task;
  // A rule is counted from DTSTART.
  const begin = start ?? (rule === null ? null : due);
  return [
    'BEGIN:VTODO',
    ...line('UID', uid),
    ...stampLines(task),
    ...textLines(named),
    `STATUS:${completed ? 'COMPLETED' : 'NEEDS-ACTION'}`,
    ...(completedAt === null ? [] : [`COMPLETED:${compactInstant(completedAt)}`]),
    ...(priority === 0 ? [] : [`PRIORITY:${priority}`]),
    ...(begin === null ? [] : [dateLine('DTSTART', begin)]),
    ...(due === null ? [] : [dateLine('DUE', due)]),
    ...ruleLines(task),
    ...line('RELATED-TO', parentUid),
    ...more,
    'END:VTODO',
  ];
}

const eventMinutes = 30;

/** A task that is due as VEVENT: a day, or half an hour. */
export function eventLines(named: NamedTask): string[] {
  const { task } = named;
  const { due, uid } = task;
  if (due === null) return [];
  return [
    'BEGIN:VEVENT',
    ...line('UID', `${uid}#event`),
    ...stampLines(task),
    ...textLines(named),
    dateLine('DTSTART', due),
    dateLine('DTEND', endOf(due)),
    'TRANSP:TRANSPARENT',
    ...ruleLines(task),
    'END:VEVENT',
  ];
}

function endOf(due: string): string {
  if (due === dayOf(due)) return shiftDays(due, 1);
  const [wall = '', zone = ''] = due.split('[');
  const end = Date.parse(instantOf(wall, 'UTC')) + eventMinutes * 60_000;
  return wallClock(new Date(end).toISOString(), 'UTC') + (zone && `[${zone}`);
}
