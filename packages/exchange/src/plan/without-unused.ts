// Files name lists, sections and labels by their names alone, so their ids may be new although the tasks are not.
import { fold } from '@tydo/rules/fold';
import type { ImportTask } from '@tydo/schemas/import';
import type { SyncRow } from '@tydo/schemas/sync';
import type { ImportPlan } from './plan-builder.ts';

/**
 * The plan without the new lists, sections and labels that only tasks use which the account has already. Those that
 * no task uses stay: the file says them for themselves.
 */
export function withoutUnused(plan: ImportPlan, account: readonly SyncRow[]): ImportPlan {
  const stored = storedNames(account);
  const listOf = new Map(plan.sections.map(({ id, listId }) => [id, listId]));
  const placesOf = ({ listId, sectionId }: ImportTask) => [
    nameOf('list', listId),
    nameOf('section', sectionId),
    nameOf('list', listOf.get(sectionId ?? '')),
  ];
  const labelsOf = ({ labelIds = [] }: ImportTask) => labelIds.map((id) => nameOf('label', id));
  const newTasks = plan.tasks.filter(({ uid }) => !stored.has(nameOf('task', uid)));
  // A part of a task that is there goes where that one is.
  const placed = newTasks.filter(({ parentUid }) => !stored.has(nameOf('task', parentUid)));
  const needed = new Set([...newTasks.flatMap(labelsOf), ...placed.flatMap(placesOf)]);
  const used = new Set(plan.tasks.flatMap((task) => [...labelsOf(task), ...placesOf(task)]));
  const stays = (name: string) => stored.has(name) || needed.has(name) || !used.has(name);

  const lists = plan.lists.filter(({ id }) => stays(nameOf('list', id)));
  const sections = plan.sections.filter(
    ({ id, listId }) => stays(nameOf('section', id)) && stays(nameOf('list', listId)),
  );
  const labels = plan.labels.filter(
    ({ id, name }) => stays(nameOf('label', id)) || stored.has(labelNamed(name)),
  );
  return { ...plan, lists, sections, labels };
}

export const nameOf = (noun: string, id: string | null | undefined): string =>
  `${noun} ${id ?? ''}`;

/** What the rows of an account are found by. */
export const storedNames = (account: readonly SyncRow[]): ReadonlySet<string> =>
  new Set(account.flatMap(namesOf));

/** A label is its name: `import.add` makes no second one. */
export const labelNamed = (name: string): string => nameOf('label named', fold(name));

function namesOf(one: SyncRow): string[] {
  if (one.noun === 'task') return [nameOf('task', one.row.uid)];
  if (one.noun === 'label') {
    return [nameOf('label', one.row.id), labelNamed(one.row.name)];
  }
  return one.noun === 'settings' ? [] : [nameOf(one.noun, one.row.id)];
}
