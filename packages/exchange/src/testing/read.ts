import type { ImportPlan } from '../plan/plan-builder.ts';
import { type ImportOptions, type ReadImport, readImport } from '../read-import.ts';

/** The person of the cases: `expected.json` says so. */
export const person = {
  zone: 'Europe/Berlin',
  now: '2026-11-30T09:00:00.000Z',
  weekStart: 1,
  dateOrder: 'dmy',
} as const;

/** Reads a text, or bytes. */
export const read = (file: string | Uint8Array, options: Partial<ImportOptions> = {}): ReadImport =>
  readImport(typeof file === 'string' ? new TextEncoder().encode(file) : file, {
    ...person,
    ...options,
  });

/** The tasks with names instead of ids, by title. */
export function tasksIn({ lists, sections, labels, tasks }: ImportPlan) {
  const nameOf = (rows: readonly { id: string; name: string }[], id: string | null | undefined) =>
    rows.find((row) => row.id === id)?.name ?? null;
  return tasks.map(({ listId, sectionId, labelIds = [], ...task }) => ({
    ...task,
    list: nameOf(lists, listId),
    section: nameOf(sections, sectionId),
    labels: labelIds.map((id) => nameOf(labels, id) ?? '').toSorted(),
    parent: tasks.find(({ uid }) => uid === task.parentUid)?.title ?? null,
  }));
}

const unsaid = {
  description: undefined,
  priority: undefined,
  due: undefined,
  start: undefined,
  parentUid: undefined,
};

/** The only task of a text. What the plan does not say of it is undefined. */
export function taskIn(file: string | Uint8Array, options?: Partial<ImportOptions>) {
  const { plan } = read(file, options);
  const [task, ...others] = tasksIn(plan);
  if (!task || others.length > 0) throw new Error(`There are ${plan.tasks.length} tasks.`);
  return { ...unsaid, ...task };
}
