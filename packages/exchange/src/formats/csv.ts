// A table with columns of our names, such as our own export; others by `map`.
import { recordOf } from '@tydo/schemas/record';
import { ImportError } from '../limits.ts';
import type { PlanBuilder } from '../plan/plan-builder.ts';
import { parseCsv, unguardFormula } from '../text/csv.ts';
import { lookUp } from '../text/lookup.ts';
import { timestampOf } from '../text/moments.ts';
import { readTable } from '../text/table.ts';
import { defaultList, type Reader, type ReadOptions } from './reader.ts';

/** The columns of the export, in their order. */
export const csvColumns = [
  'uid',
  'title',
  'description',
  'completed',
  'completedAt',
  'list',
  'section',
  'labels',
  'priority',
  'due',
  'start',
  'deadline',
  'rule',
  'ruleFrom',
  'parent',
  'createdAt',
] as const;

const known = new Map(csvColumns.map((name) => [name.toLowerCase(), name]));

/** The field of a column: what `map` says of it, or its own name in any case. */
const fieldOf = (column: string, map: ReadOptions['map'] = {}): string | undefined =>
  known.get((lookUp(map, column) ?? column).toLowerCase());

export const isCsvHeader = (names: readonly string[], map?: ReadOptions['map']): boolean =>
  names.some((name) => fieldOf(name, map) === 'title');

export const readCsv: Reader = (text, plan, options) => {
  refuseUnknownFields(options);
  const table = readTable(parseCsv(text), (names) => isCsvHeader(names, options.map));
  const fields = table.names.map((name) => fieldOf(name, options.map));
  for (const [index, name] of table.names.entries())
    if (fields[index] === undefined && name !== '')
      plan.notes.leftOut(table.line, `The column ${name} is unknown.`, name);
  let rows = 0;
  for (const { line, cells, key } of table.rows) {
    rows += 1;
    const entries = fields.flatMap((field, index) =>
      field === undefined ? [] : [[field, unguardFormula(cells[index] ?? '')]],
    );
    readRow(line, { fields: Object.fromEntries(entries), key }, plan, options);
  }
  return rows;
};

function refuseUnknownFields({ map = {} }: ReadOptions): void {
  const unknown = Object.values(map).find((field) => !known.has(field.toLowerCase()));
  if (unknown !== undefined)
    throw new ImportError(`There is no field ${unknown}. The fields are ${csvColumns.join(', ')}.`);
}

function readRow(
  row: number,
  { fields, key }: { fields: object; key: string },
  plan: PlanBuilder,
  options: ReadOptions,
): void {
  const said = (name: (typeof csvColumns)[number]): string | undefined => {
    const text = recordOf(fields)[name];
    return typeof text === 'string' && text.trim() !== '' ? text : undefined;
  };
  const [list, section] = [said('list'), said('section')];
  const listId =
    list === undefined ? defaultList(plan, options, row) : plan.holders.list(list, { row });
  const [completedAt, createdAt] = [said('completedAt'), said('createdAt')];
  plan.task({
    row,
    key,
    uid: said('uid')?.trim(),
    id: said('uid')?.trim(),
    parentId: said('parent')?.trim(),
    title: said('title') ?? '',
    description: said('description'),
    listId,
    sectionId: section === undefined ? undefined : plan.holders.section(section, { row, listId }),
    labelIds: plan.labels(splitLabels(said('labels') ?? ''), row),
    priority: priorityOf(said('priority'), row, plan),
    completed: isDone(said('completed'), completedAt),
    completedAt: completedAt && timestampOf(completedAt, options.zone),
    createdAt: createdAt && timestampOf(createdAt, options.zone),
    due: said('due')?.trim(),
    start: said('start')?.trim(),
    deadline: said('deadline')?.trim(),
    rule: said('rule')?.trim().replace(/\r\n?/g, '\n'),
    ruleFrom: said('ruleFrom')?.trim().toLowerCase() === 'completion' ? 'completion' : undefined,
  });
}

const isDone = (text: string | undefined, completedAt: string | undefined) =>
  text === undefined
    ? completedAt !== undefined
    : /^(true|yes|y|x|1|done|completed)$/i.test(text.trim());

function priorityOf(text: string | undefined, row: number, plan: PlanBuilder): number | undefined {
  if (text === undefined || /^[0-9]$/.test(text.trim()))
    return text === undefined ? undefined : Number(text);
  plan.notes.changed(row, `A priority is a number from 0 to 9, not ${text}`, 'priority');
  return undefined;
}

/** Names with `;` between; a name that has one is in quotes. */
const splitLabels = (text: string): string[] =>
  (text.match(/"[^"]*"|[^;"]+/g) ?? []).map((name) => name.replaceAll('"', '').trim());
