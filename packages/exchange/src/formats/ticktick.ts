// TickTick's backup: a preamble of several lines, then a table.
import type { PlanBuilder } from '../plan/plan-builder.ts';
import type { SourceSchedule } from '../plan/source-task.ts';
import { parseCsv } from '../text/csv.ts';
import { lookUp } from '../text/lookup.ts';
import { dateAt, timestampOf, zoneOrNone } from '../text/moments.ts';
import { readTable, type TableRow } from '../text/table.ts';
import { defaultList, type Reader, type ReadOptions } from './reader.ts';

const columns = new Set(
  `folder name,list name,title,kind,tags,content,is check list,start date,due date,reminder,repeat,priority,status,
   created time,completed time,order,timezone,is all day,is floating,column name,column order,view mode,taskid,parentid`.split(
    /,\s*/,
  ),
);
const priorities: Record<string, number> = { 5: 1, 3: 5, 1: 9, p1: 1, p2: 5, p3: 9 };
const item = /^\s*(?:(▫|☐|- \[ \])|(▪|☑|- \[x\]))\s*(.*)$/i;

export const isTickTickHeader = (names: readonly string[]): boolean =>
  names.includes('list name') && names.includes('title');

export const readTickTick: Reader = (text, plan, options) => {
  const table = readTable(parseCsv(text), isTickTickHeader);
  for (const name of table.names)
    if (name !== '' && !columns.has(name))
      plan.notes.leftOut(table.line, `The column ${name} is unknown.`, name);
  const folders = new Set<string>();
  let rows = 0;
  for (const row of table.rows) {
    rows += 1;
    noteFolder(row, folders, plan);
    readRow(row, plan, options);
  }
  return rows;
};

function noteFolder(row: TableRow, folders: Set<string>, plan: PlanBuilder): void {
  const folder = row.cell('folder name');
  const list = row.cell('list name');
  if (folder === '' || folders.has(list)) return;
  folders.add(list);
  plan.notes.changed(row.line, `The list ${list} was in the folder ${folder}.`, 'folder name');
}

function readRow(row: TableRow, plan: PlanBuilder, options: ReadOptions): void {
  const list = row.cell('list name');
  const listId =
    list === '' ? defaultList(plan, options, row.line) : plan.holders.list(list, { row: row.line });
  const column = row.cell('column name');
  const place = {
    listId,
    sectionId: column === '' ? undefined : plan.holders.section(column, { row: row.line, listId }),
  };
  const { text, items } = contentOf(row);
  // Older files have no ids, and some have a text that is none.
  const taskId = /^[\w-]+$/.test(row.cell('taskid')) ? row.cell('taskid') : undefined;
  const id = taskId ?? `row ${row.line}`;
  const status = row.cell('status');
  if (row.cell('reminder') !== '')
    plan.notes.leftOut(row.line, `Reminders are not imported: ${row.cell('reminder')}`, 'reminder');
  const isTaken = plan.task({
    row: row.line,
    key: row.key,
    uid: taskId && `ticktick:${taskId}`,
    id,
    parentId: row.cell('parentid') || undefined,
    title: row.raw('title'),
    description: text,
    lines: status === '-1' ? ['Status: will not do'] : [],
    ...place,
    labelIds: plan.labels(row.cell('tags').split(','), row.line),
    priority: lookUp(priorities, row.cell('priority').toLowerCase()),
    completed: ['1', '2', '-1'].includes(status),
    completedAt: timestampOf(row.cell('completed time'), options.zone),
    createdAt: timestampOf(row.cell('created time'), options.zone),
    ...scheduleOf(row, options),
  });
  for (const { done, title } of isTaken ? items : [])
    plan.task({
      row: row.line,
      key: JSON.stringify([taskId ?? row.key, title]),
      parentId: id,
      title,
      ...place,
      completed: done,
    });
}

/** The text of a task, and the items of a check list. */
function contentOf(row: TableRow): { text: string; items: { done: boolean; title: string }[] } {
  const content = row.raw('content').replace(/\r\n?/g, '\n');
  if (row.cell('is check list').toLowerCase() !== 'y') return { text: content, items: [] };
  const lines = content.split('\n');
  const items = lines.flatMap((line) => {
    const [whole, , done, title = ''] = item.exec(line) ?? [];
    return whole === undefined || title === '' ? [] : [{ done: done !== undefined, title }];
  });
  return { text: lines.filter((line) => !item.test(line)).join('\n'), items };
}

function scheduleOf(row: TableRow, options: ReadOptions): SourceSchedule {
  const isFloating = row.cell('is floating').toLowerCase() === 'true';
  const isAllDay = row.cell('is all day').toLowerCase() === 'true';
  const zone = zoneOrNone(row.cell('timezone'));
  const dateOf = (name: string) => {
    const instant = timestampOf(row.cell(name), options.zone);
    if (instant === undefined) return row.cell(name) || undefined;
    const clocks = { source: zone, own: isFloating && zone !== undefined ? zone : options.zone };
    return dateAt(instant, clocks, isAllDay);
  };
  const [start, due] = [dateOf('start date'), dateOf('due date')];
  const rule = /^RRULE:(.+)$/s.exec(row.cell('repeat'))?.[1];
  const repeats = rule === undefined ? row.cell('repeat') || undefined : undefined;
  // A task that recurs needs a due date here.
  if (due === undefined && rule !== undefined) return { due: start, rule };
  return { due, start: start === due ? undefined : start, rule, repeats };
}
