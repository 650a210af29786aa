// What an import makes of an account, before anything is sent.
import type { SyncRow } from '@tydo/schemas/sync';
import type { ImportPlan } from './plan-builder.ts';
import { labelNamed, nameOf, storedNames, withoutUnused } from './without-unused.ts';

export interface Preview {
  /** What `import.add` is given. */
  plan: ImportPlan;
  /** The rows of it that are new. */
  made: ImportPlan;
  /** How many are in the account already, and stay as they are. */
  there: number;
}

/** @param account its rows, as `readSnapshot` returns them. */
export function previewOf(whole: ImportPlan, account: readonly SyncRow[]): Preview {
  const plan = withoutUnused(whole, account);
  const stored = storedNames(account);
  const isNew = (noun: string) => (row: { id: string }) => !stored.has(nameOf(noun, row.id));
  const isNewLabel = isNew('label');
  const made = {
    lists: plan.lists.filter(isNew('list')),
    sections: plan.sections.filter(isNew('section')),
    labels: plan.labels.filter((row) => isNewLabel(row) && !stored.has(labelNamed(row.name))),
    filters: plan.filters.filter(isNew('filter')),
    tasks: plan.tasks.filter(({ uid }) => !stored.has(nameOf('task', uid))),
  };
  return { plan, made, there: sizeOf(plan) - sizeOf(made) };
}

const sizeOf = (plan: ImportPlan): number =>
  Object.values(plan).reduce((sum, rows) => sum + rows.length, 0);
