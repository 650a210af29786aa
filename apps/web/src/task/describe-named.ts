// Says in a sentence what was done to a list, section, label or filter.
import type { Change, Row } from '@tydo/replica/model';
import { countOf } from '../lib/count-of.ts';
import { quote } from '../lib/quote.ts';

/** The first of these that an operation changed is what it was about: the others followed. */
const nouns = ['list', 'label', 'section', 'filter'];

/** @param tasks how many tasks were changed with it. Undefined for an operation about tasks. */
export function describeNamed(changes: readonly Change[], tasks: number): string | undefined {
  const noun = nouns.find((name) => changes.some((change) => change.noun === name));
  const change = changes.find((one) => one.noun === noun);
  if (noun === undefined || !change) {
    return changes.some((one) => one.noun === 'settings') ? 'Changed the settings' : undefined;
  }
  const { before, after } = change;
  const name = (row: Row | null) => quote(nameOf(row));
  const what = `the ${noun} ${name(after ?? before)}`;
  const withTasks = noun === 'list' && tasks > 0 ? ` with ${countOf(tasks)}` : '';
  if (!after) return `Deleted ${what}${withTasks}`;
  if (!before) return `Added ${what}${withTasks}`;
  const isChanged = (field: string) => before[field] !== after[field];
  if (isChanged('name')) return `Renamed the ${noun} ${name(before)} to ${name(after)}`;
  if (isChanged('archivedAt')) {
    return `${after['archivedAt'] === null ? 'Unarchived' : 'Archived'} ${what}`;
  }
  if (isChanged('rank')) return `Moved ${what}`;
  return `Changed ${what}`;
}

function nameOf(row: Row | null): string {
  const name = row?.['name'];
  return typeof name === 'string' ? name : '';
}
