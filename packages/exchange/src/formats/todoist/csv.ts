// Todoist's CSV: one file a project, in which sections, subtasks and comments follow what they belong to.
import { dayOf } from '@tydo/rules/date';
import type { PlanBuilder } from '../../plan/plan-builder.ts';
import type { SourceSchedule } from '../../plan/source-task.ts';
import { parseCsv } from '../../text/csv.ts';
import { lookUp } from '../../text/lookup.ts';
import { zoneOrNone } from '../../text/moments.ts';
import { readTable, type TableRow } from '../../text/table.ts';
import { readDateWords } from '../date-words.ts';
import type { Reader, ReadOptions } from '../reader.ts';

const columns = new Set(
  `type content description is_collapsed priority indent author responsible date date_lang timezone duration
   duration_unit deadline deadline_lang view_style`.split(/\s+/),
);
const priorities: Record<string, number> = { 1: 1, 2: 5, 3: 9 };

export const isTodoistHeader = (names: readonly string[]): boolean =>
  names.includes('type') && names.includes('content');

/** The project's name: that of the file, without the number that Todoist adds. */
export const projectOf = (file: string): string =>
  (file.split(/[\\/]/).at(-1) ?? '').replace(/\.csv$/i, '').replace(/\s*\[\w+\]$/, '');

/** Rows that begin with a table of this file. */
interface Above {
  listId: string | undefined;
  sectionId?: string | undefined;
  /** The open branch: a task a level; undefined for one that was left out. */
  branch: (string | undefined)[];
  /** The comments of the task above. */
  comments?: string[] | undefined;
}

export const readTodoistCsv: Reader = (text, plan, options) => {
  const table = readTable(parseCsv(text), isTodoistHeader);
  for (const name of table.names)
    if (name !== '' && !columns.has(name))
      plan.notes.leftOut(table.line, `The column ${name} is unknown.`, name);
  const list = options.list ?? projectOf(options.name ?? '');
  const listId = list === '' ? undefined : plan.holders.list(list, { row: table.line });
  const above: Above = { listId, branch: [] };
  let rows = 0;
  const pending: (() => void)[] = [];
  // A task is added when the next one begins: its comments stand below it.
  const flush = () => pending.splice(0).forEach((add) => add());
  for (const row of table.rows) {
    rows += 1;
    switch (row.cell('type').toLowerCase()) {
      case 'task':
        flush();
        pending.push(addTask(row, above, plan, options));
        break;
      case 'note':
        addNote(row, above, plan);
        break;
      case 'section':
        addSection(row, above, plan);
        break;
      // How the project is shown.
      case 'meta':
        break;
      default:
        leaveOut(row, above, plan);
    }
  }
  flush();
  return rows;
};

function addSection(row: TableRow, above: Above, plan: PlanBuilder): void {
  above.sectionId = plan.holders.section(row.cell('content'), {
    row: row.line,
    listId: above.listId,
  });
  above.branch = [];
}

function addNote(row: TableRow, { comments }: Above, plan: PlanBuilder): void {
  const [text = '', ...files] = row.raw('content').split(/\s*\[\[file\s/);
  if (files.length > 0) plan.notes.leftOut(row.line, 'Attached files are not imported.');
  if (comments) comments.push(text);
  else plan.notes.leftOut(row.line, `This comment belongs to no task: ${text}`);
}

/** A row of an unknown type. What stands below it does not belong to the task above it. */
function leaveOut(row: TableRow, above: Above, plan: PlanBuilder): void {
  if (row.cells.every((cell) => cell.trim() === '')) return;
  const [type, content] = [row.cell('type'), row.cell('content')];
  const reason = type === '' ? 'It has no type' : `The type ${type} is unknown`;
  plan.notes.leftOut(row.line, `${reason}: ${content}`, 'type');
  above.branch = [...above.branch.slice(0, levelOf(row) - 1), undefined];
  above.comments = undefined;
}

const levelOf = (row: TableRow): number => Math.max(1, Number(row.cell('indent')) || 1);

/** @returns what adds it, when its comments are known. */
function addTask(row: TableRow, above: Above, plan: PlanBuilder, options: ReadOptions): () => void {
  const level = levelOf(row);
  const parents = above.branch.slice(0, level - 1);
  const { sectionId, listId } = above;
  const id = `row ${options.name ?? ''} ${row.line}`;
  const comments: string[] = [];
  above.comments = comments;
  const content = row.raw('content');
  const { title, labels } = takeLabels(content);
  const isTask = title !== '' || row.cell('description') !== '';
  above.branch = [...parents, isTask ? id : undefined];
  if (parents.length < level - 1 || (parents.length > 0 && parents.at(-1) === undefined))
    plan.notes.changed(row.line, 'Its indent has no task above it.', 'indent');
  return () =>
    plan.task({
      row: row.line,
      key: row.key,
      id,
      parentId: parents.findLast((parent) => parent !== undefined),
      title,
      description: row.raw('description').replace(/\r\n?/g, '\n'),
      lines: durationOf(row, plan),
      comments,
      listId,
      sectionId,
      labelIds: plan.labels(labels, row.line),
      priority: lookUp(priorities, row.cell('priority')),
      ...scheduleOf(row, options),
    });
}

/** The title without its `@labels`; one that has nothing else keeps them. */
export function takeLabels(content: string): { title: string; labels: string[] } {
  const words = content.trim().split(/(\s+)/);
  const isLabel = (word: string) => /^@[^\s@]+$/.test(word);
  const labels = words.filter(isLabel).map((word) => word.slice(1));
  const rest = words.filter((word) => !isLabel(word)).join('');
  const title = labels.length === 0 ? rest : rest.replace(/[ \t]{2,}/g, ' ').trim();
  return title === '' ? { title: content.trim(), labels: [] } : { title, labels };
}

function durationOf(row: TableRow, plan: PlanBuilder): string[] {
  const duration = [row.cell('duration'), row.cell('duration_unit')].filter(Boolean).join(' ');
  // Newer files say None.
  if (!/\d/.test(duration)) return [];
  plan.notes.changed(row.line, 'A duration has no place but the description.', 'duration');
  return [`Duration: ${duration}`];
}

function scheduleOf(row: TableRow, options: ReadOptions): SourceSchedule {
  const date = row.cell('date');
  const deadlineText = row.cell('deadline');
  const deadline = deadlineText === '' ? undefined : readDateWords(deadlineText, options)?.due;
  const source = zoneOrNone(row.cell('timezone'));
  const isRead = isEnglish(row.cell('date_lang')) || /^\d{4}-\d\d-\d\d/.test(date);
  const due = date !== '' && isRead ? readDateWords(date, options, source) : undefined;
  return {
    ...(due ?? (date === '' ? {} : { repeats: date })),
    deadline: deadline ? dayOf(deadline) : deadlineText || undefined,
  };
}

const isEnglish = (language: string) => language === '' || language.toLowerCase().startsWith('en');
