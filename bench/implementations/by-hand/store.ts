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
}

export const columns = 'id, title, description, completed, created_at, updated_at, uid, rank';

export const toTask = (row: Row) => ({
  id: row.id,
  title: row.title,
  description: row.description,
  completed: Boolean(row.completed),
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
  uid: row.uid,
  rank: row.rank,
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
  const updatedAt = new Date(Math.max(Date.now(), Date.parse(task.updatedAt) + 1));
  return { ...after, updatedAt: updatedAt.toISOString() };
}

/** The journal's operation. */
export const operation = (kind: string, before: Task | null, after: Task) => ({
  id: randomUUID(),
  kind,
  taskId: after.id,
  changes: JSON.stringify([{ taskId: after.id, before, after }]),
});
