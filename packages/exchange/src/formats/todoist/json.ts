// Todoist's API: the answer of a full sync, `{ projects, sections, items, labels, notes }`, of any version.
import { recordOf } from '@tydo/schemas/record';
import { checkRows } from '../../limits.ts';
import type { PlanBuilder } from '../../plan/plan-builder.ts';
import type { SourceSchedule } from '../../plan/source-task.ts';
import { isTrueIn, listIn, textIn, textsIn } from '../../text/fields.ts';
import { lookUp } from '../../text/lookup.ts';
import { dateAt, onClock, readTime, timestampOf, zoneOrNone } from '../../text/moments.ts';
import { readDateWords } from '../date-words.ts';
import { defaultList, type ReadOptions } from '../reader.ts';

const priorities: Record<string, number> = { 4: 1, 3: 5, 2: 9 };

interface Context {
  plan: PlanBuilder;
  options: ReadOptions;
  lists: ReadonlyMap<string, string | undefined>;
  sections: ReadonlyMap<string, string | undefined>;
  /** Names of labels by their ids: older versions name them so. */
  labels: ReadonlyMap<string, string>;
  comments: ReadonlyMap<string, string[]>;
}

export function readTodoistJson(data: unknown, plan: PlanBuilder, options: ReadOptions): number {
  const items = [...listIn(data, 'items'), ...listIn(data, 'tasks')];
  checkRows(items.length);
  const lists = readProjects(data, plan);
  const sections = readSections(data, plan, lists);
  const labels = new Map(
    listIn(data, 'labels').map((label) => [textIn(label, 'id') ?? '', textIn(label, 'name') ?? '']),
  );
  const context = { plan, options, lists, sections, labels, comments: commentsIn(data) };
  for (const [index, item] of items.entries()) readItem(item, index + 1, context);
  return items.length;
}

function readProjects(data: unknown, plan: PlanBuilder): Map<string, string | undefined> {
  const lists = new Map<string, string | undefined>();
  for (const project of listIn(data, 'projects')) {
    const isInbox = isTrueIn(project, 'inbox_project') || isTrueIn(project, 'is_inbox_project');
    const archived = isTrueIn(project, 'is_archived');
    const name = textIn(project, 'name') ?? '';
    const id = textIn(project, 'id');
    const facts = { row: 1, id: id && `todoist:${id}`, archived };
    lists.set(id ?? '', isInbox ? undefined : plan.holders.list(name, facts));
  }
  return lists;
}

function readSections(
  data: unknown,
  plan: PlanBuilder,
  lists: Context['lists'],
): Map<string, string | undefined> {
  const sections = new Map<string, string | undefined>();
  for (const section of listIn(data, 'sections')) {
    const id = textIn(section, 'id');
    const listId = lists.get(textIn(section, 'project_id') ?? '');
    const facts = { row: 1, id: id && `todoist:${id}`, listId };
    sections.set(id ?? '', plan.holders.section(textIn(section, 'name') ?? '', facts));
  }
  return sections;
}

function commentsIn(data: unknown): Map<string, string[]> {
  const comments = new Map<string, string[]>();
  for (const note of [...listIn(data, 'notes'), ...listIn(data, 'comments')]) {
    const task = textIn(note, 'item_id') ?? textIn(note, 'task_id') ?? '';
    comments.set(task, [...(comments.get(task) ?? []), textIn(note, 'content') ?? '']);
  }
  return comments;
}

function readItem(item: unknown, row: number, context: Context): void {
  const { plan, options, lists, sections, labels, comments } = context;
  if (isTrueIn(item, 'is_deleted')) return plan.notes.leftOut(row, 'It was deleted in Todoist.');
  const id = textIn(item, 'id') ?? textIn(item, 'v2_id');
  const project = textIn(item, 'project_id');
  const names = textsIn(item, 'labels').map((label) => labels.get(label) ?? label);
  const completedAt = textIn(item, 'completed_at') ?? textIn(item, 'date_completed');
  const createdAt =
    textIn(item, 'added_at') ?? textIn(item, 'created_at') ?? textIn(item, 'date_added');
  plan.task({
    row,
    key: JSON.stringify(item),
    uid: id && `todoist:${id}`,
    id,
    parentId: textIn(item, 'parent_id'),
    title: textIn(item, 'content') ?? '',
    description: textIn(item, 'description'),
    lines: durationOf(item, row, plan),
    comments: comments.get(id ?? ''),
    listId: project === undefined ? defaultList(plan, options, row) : lists.get(project),
    sectionId: sections.get(textIn(item, 'section_id') ?? ''),
    labelIds: plan.labels(names, row),
    priority: lookUp(priorities, textIn(item, 'priority') ?? ''),
    completed: ['checked', 'is_completed'].some((name) => isTrueIn(item, name)),
    completedAt: completedAt && timestampOf(completedAt, options.zone),
    createdAt: createdAt && timestampOf(createdAt, options.zone),
    ...scheduleOf(item, options),
  });
}

function durationOf(item: unknown, row: number, plan: PlanBuilder): string[] {
  const { amount, unit } = recordOf(recordOf(item)['duration']);
  if (typeof amount !== 'number') return [];
  plan.notes.changed(row, 'A duration has no place but the description.', 'duration');
  return [`Duration: ${amount} ${String(unit)}`];
}

function scheduleOf(item: unknown, options: ReadOptions): SourceSchedule {
  const due = recordOf(item)['due'];
  const source = zoneOrNone(textIn(due, 'timezone') ?? '');
  const date = dateOf(textIn(due, 'date') ?? textIn(due, 'datetime'), source, options);
  const deadline = textIn(recordOf(item)['deadline'], 'date')?.slice(0, 10);
  const words = textIn(due, 'string') ?? '';
  if (!isTrueIn(due, 'is_recurring')) return { due: date, deadline };
  const isEnglish = (textIn(due, 'lang') ?? 'en').startsWith('en');
  const said = isEnglish ? readDateWords(words, options, source) : undefined;
  const series =
    said?.rule === undefined ? { repeats: words } : { rule: said.rule, ruleFrom: said.ruleFrom };
  return { due: date ?? said?.due, deadline, ...series };
}

function dateOf(text: string | undefined, source: string | undefined, { zone }: ReadOptions) {
  if (text === undefined) return undefined;
  const written = readTime(text);
  if (!written) return text;
  if (written.time === undefined) return written.day;
  const instant = written.offset === undefined ? undefined : timestampOf(text, zone);
  const clocks = { source, own: zone };
  return instant === undefined
    ? onClock(`${written.day}T${written.time}`, clocks)
    : dateAt(instant, clocks);
}
