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
  const stored = new Set(account.flatMap(namesOf));
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
    ({ id, name }) => stays(nameOf('label', id)) || stored.has(nameOf('label named', fold(name))),
  );
  return { ...plan, lists, sections, labels };
}

const nameOf = (noun: string, id: string | null | undefined): string => `${noun} ${id ?? ''}`;

/** What a row of the account is found by. */
function namesOf(one: SyncRow): string[] {
  if (one.noun === 'task') return [nameOf('task', one.row.uid)];
  if (one.noun === 'label') {
    return [nameOf('label', one.row.id), nameOf('label named', fold(one.row.name))];
  }
  if (one.noun === 'list' || one.noun === 'section') return [nameOf(one.noun, one.row.id)];
  return [];
}
