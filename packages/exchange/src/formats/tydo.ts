// Our own export, `{ exportedAt, version, settings, lists, sections, labels, filters, tasks }`.
import { parseFilter } from '@tydo/rules/filter';
import { FilterCreate } from '@tydo/schemas/filter';
import { recordOf } from '@tydo/schemas/record';
import { type Color, chosenId, colors } from '@tydo/schemas/row';
import { checkRows } from '../limits.ts';
import type { PlanBuilder } from '../plan/plan-builder.ts';
import { isTrueIn, listIn, textIn, textsIn } from '../text/fields.ts';
import { timestampOf } from '../text/moments.ts';
import { uuid5 } from '../text/uuid5.ts';
import { defaultList, type ReadOptions } from './reader.ts';

const known = new Set(
  `id uid title description completed completedAt createdAt updatedAt rank listId sectionId parentUid priority
   labelIds due start deadline rule ruleFrom anchor occurrence seriesUid`.split(/\s+/),
);

type Ids = ReadonlyMap<string, string | undefined>;

export function readTydo(data: unknown, plan: PlanBuilder, options: ReadOptions): number {
  const tasks = inOrder(listIn(data, 'tasks'));
  checkRows(tasks.length);
  const lists = new Map<string, string | undefined>();
  for (const list of inOrder(listIn(data, 'lists')).map(({ item }) => item)) {
    const archived = textIn(list, 'archivedAt') !== undefined;
    const facts = { row: 1, id: idOf(list), color: colorOf(list), archived };
    lists.set(textIn(list, 'id') ?? '', plan.holders.list(textIn(list, 'name') ?? '', facts));
  }
  const sections = new Map<string, string | undefined>();
  for (const section of inOrder(listIn(data, 'sections')).map(({ item }) => item)) {
    const facts = { row: 1, id: idOf(section), listId: lists.get(textIn(section, 'listId') ?? '') };
    sections.set(
      textIn(section, 'id') ?? '',
      plan.holders.section(textIn(section, 'name') ?? '', facts),
    );
  }
  const labels = new Map<string, string | undefined>();
  for (const label of inOrder(listIn(data, 'labels')).map(({ item }) => item)) {
    const facts = { row: 1, id: idOf(label), color: colorOf(label) };
    labels.set(textIn(label, 'id') ?? '', plan.holders.label(textIn(label, 'name') ?? '', facts));
  }
  for (const { item } of inOrder(listIn(data, 'filters'))) readFilter(item, plan);
  noteUnknown(
    tasks.map(({ item }) => item),
    plan,
  );
  for (const { item, row } of tasks)
    readTask(item, row, { plan, options, lists, sections, labels });
  return tasks.length;
}

/** By rank, where they have one: the export has no order. */
function inOrder(items: readonly unknown[]): { item: unknown; row: number }[] {
  const rows = items.map((item, index) => ({
    item,
    row: index + 1,
    rank: textIn(item, 'rank') ?? '',
  }));
  return rows.toSorted((one, other) => {
    if (one.rank === other.rank) return idNumber(one.item) - idNumber(other.item);
    return one.rank < other.rank ? -1 : 1;
  });
}

const idNumber = (item: unknown): number => Number(textIn(item, 'id')) || 0;

const idOf = (item: unknown): string | undefined => {
  const id = textIn(item, 'id');
  return id !== undefined && chosenId.safeParse(id).success ? id : undefined;
};

const colorOf = (item: unknown): Color | undefined =>
  colors.find((color) => color === textIn(item, 'color'));

function readFilter(item: unknown, plan: PlanBuilder): void {
  const name = textIn(item, 'name') ?? '';
  const query = textIn(item, 'query') ?? '';
  const id = idOf(item) ?? uuid5(['filter', name, query]);
  const color = colorOf(item);
  const filter = { id, name, query, ...(color && { color }) };
  const isGood = FilterCreate.safeParse(filter).success && parseFilter(query).ok;
  if (isGood) plan.filter(filter);
  else plan.notes.leftOut(1, `This filter cannot be read: ${name}`, 'filters');
}

function noteUnknown(tasks: readonly unknown[], plan: PlanBuilder): void {
  const noted = new Set<string>(known);
  for (const [index, task] of tasks.entries())
    for (const name of Object.keys(recordOf(task))) {
      if (noted.has(name)) continue;
      noted.add(name);
      plan.notes.leftOut(index + 1, `The field ${name} is unknown.`, name);
    }
}

interface Context {
  plan: PlanBuilder;
  options: ReadOptions;
  lists: Ids;
  sections: Ids;
  labels: Ids;
}

function readTask(
  item: unknown,
  row: number,
  { plan, options, lists, sections, labels }: Context,
): void {
  // Older exports have no uid.
  const uid = textIn(item, 'uid');
  const list = textIn(item, 'listId');
  const [completedAt, createdAt] = [textIn(item, 'completedAt'), textIn(item, 'createdAt')];
  const priority = Number(textIn(item, 'priority') ?? 0);
  plan.task({
    row,
    key: JSON.stringify(item),
    uid,
    id: uid,
    parentId: textIn(item, 'parentUid'),
    title: textIn(item, 'title') ?? '',
    description: textIn(item, 'description'),
    listId: list === undefined ? defaultList(plan, options, row) : lists.get(list),
    sectionId: sections.get(textIn(item, 'sectionId') ?? ''),
    labelIds: textsIn(item, 'labelIds').flatMap((label) => labels.get(label) ?? []),
    priority: Number.isInteger(priority) && priority >= 0 && priority <= 9 ? priority : 0,
    completed: isTrueIn(item, 'completed'),
    completedAt: completedAt && timestampOf(completedAt, options.zone),
    createdAt: createdAt && timestampOf(createdAt, options.zone),
    due: textIn(item, 'due'),
    start: textIn(item, 'start'),
    deadline: textIn(item, 'deadline'),
    rule: textIn(item, 'rule'),
    ruleFrom: textIn(item, 'ruleFrom') === 'completion' ? 'completion' : undefined,
    anchor: textIn(item, 'anchor'),
    occurrence: textIn(item, 'occurrence'),
    seriesUid: seriesOf(item),
  });
}

const seriesOf = (item: unknown): string | undefined => {
  const uid = textIn(item, 'seriesUid');
  return uid !== undefined && chosenId.safeParse(uid).success ? uid : undefined;
};
