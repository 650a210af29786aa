// iCalendar (RFC 5545): VTODOs become tasks.
import { checkRows, ImportError } from '../../limits.ts';
import type { PlanBuilder } from '../../plan/plan-builder.ts';
import { lookUp } from '../../text/lookup.ts';
import { timestampOf } from '../../text/moments.ts';
import { defaultList, type ReadOptions } from '../reader.ts';
import { type Calendar, type Component, readCalendars } from './components.ts';
import { contentLines, splitTexts, unescapeText } from './content-lines.ts';
import { scheduleOf } from './schedule.ts';

/** Fields without a place, which become lines of the description. */
const lineNames: Record<string, string> = {
  LOCATION: 'Location',
  URL: 'URL',
  CONTACT: 'Contact',
  RESOURCES: 'Resources',
  ORGANIZER: 'Organizer',
  ATTENDEE: 'Attendee',
  GEO: 'Geo',
};

/** @param bytes of UTF-8. */
export function readIcs(bytes: Uint8Array, plan: PlanBuilder, options: ReadOptions): number {
  const calendars = readCalendars(contentLines(bytes));
  if (calendars.length === 0) throw new ImportError('This is no calendar.');
  let rows = 0;
  for (const calendar of calendars)
    for (const component of calendar.components) {
      rows += 1;
      checkRows(rows);
      readComponent(component, calendar, plan, options);
    }
  return rows;
}

function readComponent(
  component: Component,
  calendar: Calendar,
  plan: PlanBuilder,
  options: ReadOptions,
): void {
  const { line: row, kind, properties, alarms } = component;
  const valueOf = (name: string) => properties.find((line) => line.name === name)?.value;
  const textOf = (name: string) => unescapeText(valueOf(name) ?? '');
  if (kind !== 'VTODO') return plan.notes.leftOut(row, `A ${kind} is no task.`);
  if (valueOf('RECURRENCE-ID') !== undefined)
    return plan.notes.leftOut(row, 'A single round of a recurring task is not imported.');
  if (alarms > 0) plan.notes.leftOut(row, 'Alarms are not imported.', 'VALARM');
  if (valueOf('ATTACH') !== undefined)
    plan.notes.leftOut(row, 'Attached files are not imported.', 'ATTACH');
  const status = valueOf('STATUS')?.trim().toUpperCase();
  const [completedAt, createdAt] = ['COMPLETED', 'CREATED'].map((name) => valueOf(name)?.trim());
  const uid = textOf('UID').trim() || undefined;
  const name = textOf('X-TYDO-LIST') || options.list || unescapeText(calendar.name ?? '');
  const ours = isOurs(properties);
  const isInbox = ours && textOf('X-TYDO-LIST') === '';
  const listId =
    name === '' || isInbox ? defaultList(plan, options, row) : plan.holders.list(name, { row });
  const section = textOf('X-TYDO-SECTION');
  plan.task({
    row,
    key: JSON.stringify(properties.map((line) => [line.name, [...line.params], line.value])),
    uid,
    id: uid,
    parentId: parentOf(component),
    title: textOf('SUMMARY'),
    description: textOf('DESCRIPTION'),
    lines: linesOf(component, status, plan),
    comments: properties.flatMap((line) =>
      line.name === 'COMMENT' ? unescapeText(line.value) : [],
    ),
    listId,
    sectionId: section === '' ? undefined : plan.holders.section(section, { row, listId }),
    labelIds: plan.labels(
      properties.flatMap((line) => (line.name === 'CATEGORIES' ? splitTexts(line.value) : [])),
      row,
    ),
    priority: priorityOf(valueOf('PRIORITY')),
    completed: status === 'COMPLETED' || status === 'CANCELLED' || completedAt !== undefined,
    completedAt: completedAt && timestampOf(completedAt, options.zone),
    createdAt: createdAt && timestampOf(createdAt, options.zone),
    ...scheduleOf(properties, {
      own: options.zone,
      isOurs: ours,
      zones: calendar.zones,
      notes: plan.notes,
      row,
    }),
  });
}

/** Whether our own export wrote it: then a task without a list is in the Inbox. */
const isOurs = (properties: Component['properties']) =>
  properties.some(({ name }) => name === 'X-TYDO-LIST');

const priorityOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^[0-9]$/.test(text.trim()) ? Number(text) : undefined;

function parentOf({ properties }: Component): string | undefined {
  const related = properties.find(
    ({ name, params }) =>
      name === 'RELATED-TO' && (params.get('RELTYPE') ?? 'PARENT').toUpperCase() === 'PARENT',
  );
  return related && unescapeText(related.value).trim();
}

function linesOf(
  { line: row, properties }: Component,
  status: string | undefined,
  plan: PlanBuilder,
): string[] {
  const lines = properties.flatMap(({ name, value }) => {
    const label = lookUp(lineNames, name);
    return label === undefined ? [] : `${label}: ${unescapeText(value)}`;
  });
  if (status === 'CANCELLED') lines.push('Status: cancelled');
  for (const line of lines)
    plan.notes.changed(row, `This became a line of the description: ${line}`);
  return lines;
}
