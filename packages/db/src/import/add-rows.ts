import { fold } from '@tydo/rules/fold';
import type { ImportAdd, ImportAdded } from '@tydo/schemas/import';
import { filterRows } from '../filter/filter-rows.ts';
import { labelRows } from '../label/label-rows.ts';
import { listRows } from '../list/list-rows.ts';
import { archiveList } from '../list/writes.ts';
import type { WriteScope } from '../scope.ts';
import { sectionRows } from '../section/section-rows.ts';
import { importTasks } from '../task/import-tasks.ts';

type Rows = Omit<ImportAdd, 'operationId'>;
type Label = NonNullable<Rows['labels']>[number];

/** @throws Refusal NOT_FOUND; RuleViolation for what `create` of the noun refuses. */
export async function addRows(
  scope: WriteScope,
  { lists = [], sections = [], labels = [], filters = [], tasks = [] }: Rows,
): Promise<ImportAdded> {
  await scope.lockOwner();
  const added: ImportAdded = { made: [], there: [] };
  const note = (
    noun: ImportAdded['made'][number]['noun'],
    ids: string[],
    made: ReadonlySet<string>,
  ) => {
    const seen = new Set<string>();
    for (const id of ids) {
      const isMade = made.has(id) && !seen.has(id);
      (isMade ? added.made : added.there).push({ noun, id });
      seen.add(id);
    }
  };
  const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  note('list', idsOf(lists), await addLists(scope, lists));
  note('section', idsOf(sections), await sectionRows.createMissing(scope, sections));
  const labelOf = await labelsByName(scope, labels);
  const newLabels = labels.filter(({ id }) => labelOf(id) === id);
  note('label', idsOf(labels).map(labelOf), await labelRows.createMissing(scope, newLabels));
  note('filter', idsOf(filters), await filterRows.createMissing(scope, filters));
  const labelled = tasks.map((task) =>
    task.labelIds
      ? { ...task, labelIds: [...new Set(task.labelIds.map(labelOf))].toSorted() }
      : task,
  );
  note(
    'task',
    tasks.map(({ uid }) => uid),
    await importTasks(scope, labelled),
  );
  return added;
}

async function addLists(
  scope: WriteScope,
  lists: NonNullable<Rows['lists']>,
): Promise<ReadonlySet<string>> {
  const made = await listRows.createMissing(
    scope,
    lists.map(({ archived: _archived, ...list }) => list),
  );
  const archived = lists.filter((list) => list.archived && made.has(list.id));
  for (const id of new Set(archived.map((list) => list.id)))
    await archiveList(scope, { id, archived: true });
  return made;
}

/** The id of the label that counts for each label of the input: the one that has its id, or else its name. */
async function labelsByName(
  scope: WriteScope,
  labels: readonly Label[],
): Promise<(id: string) => string> {
  if (labels.length === 0) return (id) => id;
  const existing = await labelRows.list(scope.query);
  const stored = new Set(existing.map(({ id }) => id));
  const byName = new Map<string, string>();
  for (const { id, name } of [...existing, ...labels])
    if (!byName.has(fold(name))) byName.set(fold(name), id);
  const names = new Map(labels.map(({ id, name }) => [id, name]));
  return (id) => {
    const name = names.get(id);
    return stored.has(id) || name === undefined ? id : (byName.get(fold(name)) ?? id);
  };
}
