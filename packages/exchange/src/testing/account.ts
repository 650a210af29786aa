// What an account has after an import: rows as the server would make them.
import { createLabel } from '@tydo/rules/label';
import { createList } from '@tydo/rules/list';
import { rankOf } from '@tydo/rules/order';
import { newRow } from '@tydo/rules/ordered-row';
import { ruleProblem } from '@tydo/rules/recurrence';
import { createTask } from '@tydo/rules/task';
import { defaultSettings } from '@tydo/schemas/settings';
import type { SyncRow } from '@tydo/schemas/sync';
import type { ExchangeRows } from '../export-format.ts';
import type { ImportPlan } from '../plan/plan-builder.ts';
import { person } from './read.ts';

export function accountOf(plan: ImportPlan): ExchangeRows {
  const now = person.now;
  const madeAt = (place: number) => ({ id: '', now, rank: rankOf(now, place) });
  return {
    settings: { ...defaultSettings, zone: person.zone },
    lists: plan.lists.map(({ archived, ...list }, place) => ({
      ...createList(list, madeAt(place)),
      archivedAt: archived ? now : null,
    })),
    sections: plan.sections.map((section, place) => newRow(section, madeAt(place))),
    labels: plan.labels.map((label, place) => createLabel(label, madeAt(place))),
    filters: plan.filters.map((filter, place) => ({
      ...newRow(filter, madeAt(place)),
      color: filter.color ?? null,
    })),
    tasks: plan.tasks.map((task, place) => {
      const made = createTask(task, { uid: task.uid, now, ruleProblem });
      const { createdAt = now, completed = false, completedAt, occurrence, seriesUid } = task;
      return {
        ...made,
        id: place + 1,
        rank: rankOf(now, place),
        createdAt,
        completed,
        completedAt: completed ? (completedAt ?? now) : null,
        occurrence: occurrence ?? made.occurrence,
        seriesUid: seriesUid ?? null,
      };
    }),
  };
}

/** The same rows as `sync.snapshot` gives them. */
export function syncRowsOf(plan: ImportPlan): SyncRow[] {
  const { settings, lists, sections, labels, filters, tasks } = accountOf(plan);
  return [
    { noun: 'settings', row: { ...settings, updatedAt: person.now } },
    ...lists.map((row) => ({ noun: 'list' as const, row })),
    ...sections.map((row) => ({ noun: 'section' as const, row })),
    ...labels.map((row) => ({ noun: 'label' as const, row })),
    ...filters.map((row) => ({ noun: 'filter' as const, row })),
    ...tasks.map((row) => ({ noun: 'task' as const, row })),
  ];
}

/** A task. */
export const taskWith = (uid: string, due: string | null): ExchangeRows['tasks'][number] => ({
  ...createTask({ title: 'Milk', due }, { uid, now: person.now, ruleProblem }),
  id: 1,
});
