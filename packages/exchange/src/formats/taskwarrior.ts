// Taskwarrior: what `task export` writes, an array or an object a line.
import { recordOf } from '@tydo/schemas/record';
import { checkRows, ImportError } from '../limits.ts';
import type { PlanBuilder } from '../plan/plan-builder.ts';
import type { SourceSchedule } from '../plan/source-task.ts';
import { listIn, otherFields, textIn, textsIn } from '../text/fields.ts';
import { lookUp } from '../text/lookup.ts';
import { dateAt, timestampOf } from '../text/moments.ts';
import { defaultList, type ReadOptions } from './reader.ts';
import { ruleOfUnit, type Unit, weekdaysRule } from './rules-of-units.ts';

const priorities: Record<string, number> = { H: 1, M: 5, L: 9 };
/** Fields with a place, and those that are passed over. */
const known = new Set(
  `id uuid description status entry end due wait scheduled project tags priority recur annotations depends parent
   imask mask tydouid rtype urgency modified last template`.split(/\s+/),
);
const names: Record<string, readonly [number, Unit]> = {
  daily: [1, 'd'],
  day: [1, 'd'],
  weekly: [1, 'w'],
  biweekly: [2, 'w'],
  fortnight: [2, 'w'],
  monthly: [1, 'm'],
  bimonthly: [2, 'm'],
  quarterly: [3, 'm'],
  semiannual: [6, 'm'],
  annual: [1, 'y'],
  yearly: [1, 'y'],
  biannual: [2, 'y'],
  biyearly: [2, 'y'],
};

export function readTaskwarrior(
  items: readonly unknown[],
  plan: PlanBuilder,
  options: ReadOptions,
): number {
  checkRows(items.length);
  const titles = new Map(
    items.map((item) => [textIn(item, 'uuid'), textIn(item, 'description') ?? '']),
  );
  const dues = duesOfTemplates(items);
  for (const [index, item] of items.entries())
    if (!isInstance(item, dues)) readTask(item, index + 1, { plan, options, titles, dues });
  return items.length;
}

/** The earliest due of the open instances of each recurring task. */
function duesOfTemplates(items: readonly unknown[]): Map<string, string> {
  const dues = new Map<string, string>();
  for (const item of items)
    if (textIn(item, 'status') === 'recurring') dues.set(textIn(item, 'uuid') ?? '', '');
  for (const item of items) {
    const [parent, due] = [textIn(item, 'parent'), textIn(item, 'due')];
    if (!isInstance(item, dues) || parent === undefined || due === undefined) continue;
    const earlier = dues.get(parent);
    if (!earlier || due < earlier) dues.set(parent, due);
  }
  return dues;
}

/** Whether it is an open round of a recurring task of this file. */
const isInstance = (item: unknown, templates: ReadonlyMap<string, string>) =>
  ['pending', 'waiting'].includes(textIn(item, 'status') ?? '') &&
  templates.has(textIn(item, 'parent') ?? '\0');

interface Context {
  plan: PlanBuilder;
  options: ReadOptions;
  titles: ReadonlyMap<string | undefined, string>;
  dues: ReadonlyMap<string, string>;
}

function readTask(item: unknown, row: number, { plan, options, titles, dues }: Context): void {
  const status = textIn(item, 'status');
  if (status === 'deleted') return plan.notes.leftOut(row, 'It was deleted in Taskwarrior.');
  const uuid = textIn(item, 'uuid') ?? '';
  const lines = [
    ...dependsOf(item, titles).map((title) => `Depends on: ${title}`),
    ...otherFields(item, known).map(([name, value]) => `${name}: ${value}`),
    ...scheduledTwice(item, options),
  ];
  for (const line of lines)
    plan.notes.changed(row, `This became a line of the description: ${line}`);
  const completed = status === 'completed';
  plan.task({
    row,
    key: JSON.stringify(item),
    uid: textIn(item, 'tydouid') ?? textIn(item, 'uuid'),
    title: textIn(item, 'description') ?? '',
    lines,
    comments: annotationsOf(item, options),
    ...placeOf(item, row, plan, options),
    labelIds: plan.labels(textsIn(item, 'tags'), row),
    priority: lookUp(priorities, textIn(item, 'priority') ?? ''),
    completed,
    completedAt: timeOf(item, 'end', options),
    createdAt: timeOf(item, 'entry', options),
    ...scheduleOf(item, dues.get(uuid), options),
  });
}

function dependsOf(item: unknown, titles: Context['titles']): string[] {
  // Older versions write one text with commas.
  const ids = [...textsIn(item, 'depends'), ...(textOnly(item, 'depends')?.split(',') ?? [])];
  return ids.map((id) => titles.get(id) ?? id);
}

const textOnly = (item: unknown, name: string) => {
  const value = recordOf(item)[name];
  return typeof value === 'string' ? value : undefined;
};

/** Both times have one place: `wait` takes it. */
function scheduledTwice(item: unknown, options: ReadOptions): string[] {
  const scheduled = textIn(item, 'wait') && dateOf(textIn(item, 'scheduled'), options);
  return scheduled ? [`Scheduled: ${scheduled}`] : [];
}

const annotationsOf = (item: unknown, options: ReadOptions): string[] =>
  listIn(item, 'annotations').map((annotation) => {
    const date = dateOf(textIn(annotation, 'entry'), options)?.slice(0, 10);
    return [date, textIn(annotation, 'description')].filter(Boolean).join(' ');
  });

/** `A.B.C` is the section `B.C` of the list A. */
function placeOf(item: unknown, row: number, plan: PlanBuilder, options: ReadOptions) {
  const [name = '', ...rest] = (textIn(item, 'project') ?? '').split('.');
  const listId = name === '' ? defaultList(plan, options, row) : plan.holders.list(name, { row });
  const section = rest.join('.');
  return {
    listId,
    sectionId: section === '' ? undefined : plan.holders.section(section, { row, listId }),
  };
}

function scheduleOf(
  item: unknown,
  instance: string | undefined,
  options: ReadOptions,
): SourceSchedule {
  const due = dateOf(instance || textIn(item, 'due'), options);
  const start = dateOf(textIn(item, 'wait') ?? textIn(item, 'scheduled'), options);
  const recur = textIn(item, 'status') === 'recurring' ? textIn(item, 'recur') : undefined;
  if (recur === undefined) return { due, start };
  const rule = due && ruleOf(recur, due);
  return { due, start, ...(rule ? { rule } : { repeats: recur }) };
}

function ruleOf(recur: string, due: string): string | undefined {
  if (recur === 'weekdays') return weekdaysRule;
  const [, number, unit] =
    /^P?(\d{1,4})\s?(d|day|days|w|wk|wks|week|weeks|mo|mth|mths|month|months|m|q|qtr|qtrs|quarter|quarters|y|yr|yrs|year|years)$/i.exec(
      recur,
    ) ?? [];
  const [count, letter] = lookUp(names, recur) ?? [Number(number), unit?.charAt(0).toLowerCase()];
  if (!count || letter === undefined) return undefined;
  // In Taskwarrior "3m" is three minutes, but "P3M" three months.
  if (unit === 'm') return undefined;
  if (letter === 'q') return ruleOfUnit(count * 3, 'm', due);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The pattern has these letters only.
  return ruleOfUnit(count, letter as Unit, due);
}

const timeOf = (item: unknown, name: string, { zone }: ReadOptions) => {
  const text = textIn(item, name);
  return text === undefined ? undefined : timestampOf(text, zone);
};

/** The date at a time of Taskwarrior, which are all UTC; midnight is a day. */
function dateOf(text: string | undefined, { zone }: ReadOptions): string | undefined {
  if (text === undefined) return undefined;
  const instant = timestampOf(text, zone);
  return instant === undefined ? text : dateAt(instant, { source: undefined, own: zone }, true);
}

/** The tasks of an array, or of an object a line. @throws ImportError */
export function taskwarriorItems(text: string): unknown[] {
  try {
    const lines = text.split('\n').map((line) => line.trim().replace(/,$/, ''));
    return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
  } catch {
    throw new ImportError('This is no JSON.');
  }
}
