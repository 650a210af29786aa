// The interface of both engines' stores, and what they share.
import { randomUUID } from 'node:crypto';
import { rankOf } from '@tydo/rules/order';
import type { TaskCounts } from '@tydo/schemas/task';
import { newUid } from '../../../packages/db/src/uid.ts';
import type { Create, List, Update } from './input.ts';
import { RequestError } from './request-error.ts';

/** The fields of a task. `compare-answers.ts` compares these: add a new one of Tydo's for the same work. */
export type Task = ReturnType<typeof toTask>;
interface Page {
  items: Task[];
  nextCursor: string | null;
}

export interface Store {
  session: (token: string) => Promise<{ person: string; expires: number } | undefined>;
  list: (person: string, list: List) => Promise<Page>;
  get: (person: string, id: number) => Promise<Task>;
  counts: (person: string) => Promise<TaskCounts>;
  create: (person: string, input: Create) => Promise<Task>;
  update: (person: string, input: Update) => Promise<Task>;
}

export const missing = () => new RequestError(404, 'NOT_FOUND', 'There is no such task.');

export interface Row {
  id: number;
  title: string;
  description: string | null;
  completed: boolean | number;
  created_at: Date | number;
  updated_at: Date | number;
  uid: string;
  rank: string;
  completed_at: Date | number | null;
  list_id: string;
  section_id: string | null;
  parent_uid: string | null;
  priority: number;
  label_ids: string | string[] | null;
  due: string | null;
  start: string | null;
  deadline: string | null;
  rule: string | null;
  rule_from: string;
  anchor: string | null;
  occurrence: string | null;
  series_uid: string | null;
}

export const columns = `id, title, description, completed, created_at, updated_at, uid, rank, completed_at,
  list_id, section_id, parent_uid, priority, label_ids, due, start, deadline, rule, rule_from, anchor,
  occurrence, series_uid`;

const timeOf = (time: Date | number) => new Date(time).toISOString();
/** SQLite returns JSON as text. */
const labelsOf = (labels: string | string[]): string[] =>
  typeof labels === 'string' ? JSON.parse(labels) : labels;

export const toTask = (row: Row) => ({
  id: row.id,
  title: row.title,
  description: row.description,
  completed: Boolean(row.completed),
  createdAt: timeOf(row.created_at),
  updatedAt: timeOf(row.updated_at),
  uid: row.uid,
  rank: row.rank,
  completedAt: row.completed_at === null ? null : timeOf(row.completed_at),
  listId: row.list_id === '' ? null : row.list_id,
  sectionId: row.section_id,
  parentUid: row.parent_uid,
  priority: row.priority,
  labelIds: row.label_ids === null ? [] : labelsOf(row.label_ids),
  due: row.due,
  start: row.start,
  deadline: row.deadline,
  rule: row.rule,
  ruleFrom: row.rule_from,
  anchor: row.anchor,
  occurrence: row.occurrence,
  seriesUid: row.series_uid,
});

/** `rows` has one row more than the limit where there is a next page. */
export function toPage(rows: Row[], { limit }: List): Page {
  const items = rows.slice(0, limit).map(toTask);
  const last = items.at(-1);
  const more = last && rows.length > limit;
  return { items, nextCursor: more ? Buffer.from(String(last.id)).toString('base64url') : null };
}

/** Text as the search compares it. */
export const fold = (text: string | null): string =>
  (text ?? '').normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');

/** The uid and the rank of a new task. */
export const keys = (now: Date): [string, string] => [newUid(), rankOf(now.toISOString())];

/** The task after an update; undefined where nothing changes. */
export function changed(task: Task, { title, description, completed }: Update) {
  const after = {
    ...task,
    title: title ?? task.title,
    description: description === undefined ? task.description : description,
    completed: completed ?? task.completed,
  };
  const same =
    after.title === task.title &&
    after.description === task.description &&
    after.completed === task.completed;
  if (same) return undefined;
  const updatedAt = timeOf(Math.max(Date.now(), Date.parse(task.updatedAt) + 1));
  if (after.completed !== task.completed) after.completedAt = after.completed ? updatedAt : null;
  return { ...after, updatedAt };
}

/** Without what is null or default, but for the fields that older versions read. */
function stored({ id, title, description, completed, createdAt, updatedAt, ...task }: Task) {
  const { priority, labelIds, ruleFrom, ...others } = task;
  const row: Record<string, unknown> = { id, title, description, completed, createdAt, updatedAt };
  for (const [name, value] of Object.entries(others)) if (value !== null) row[name] = value;
  if (priority !== 0) row['priority'] = priority;
  if (labelIds.length > 0) row['labelIds'] = labelIds;
  if (ruleFrom !== 'due') row['ruleFrom'] = ruleFrom;
  return row;
}

/** The journal's operation. */
export const operation = (kind: string, before: Task | null, after: Task) => ({
  id: randomUUID(),
  kind,
  taskId: after.id,
  changes: JSON.stringify([
    { taskId: after.id, before: before && stored(before), after: stored(after) },
  ]),
});
