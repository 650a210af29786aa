// The writes that create and change tasks: each loads and locks the owner's rows, changes entities, and
// flushes once. What concerns other tasks, too, goes by the rules of trees; the others need no owner's lock.

import type { Anchor } from '@tydo/rules/order';
import { ruleProblem } from '@tydo/rules/recurrence';
import { updateInTree } from '@tydo/rules/round';
import { withoutUndefined } from '@tydo/rules/row';
import * as taskRules from '@tydo/rules/task';
import type {
  TaskCreate,
  TaskCreateMany,
  TaskItems,
  TaskMove,
  TaskRead,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import { requireTimeLeft } from '../connection/deadline.ts';
import { notFound, taken } from '../errors.ts';
import { createEntity } from '../noun.ts';
import type { WriteScope } from '../scope.ts';
import { newUid } from '../uid.ts';
import { yieldToEventLoop } from '../yield-to-event-loop.ts';
import { childrenOf } from './descendants.ts';
import { idsByUid, refuseTakenDerivedUids, resolveId, type TaskName } from './resolve-ids.ts';
import { addCopy, roundTime } from './rounds.ts';
import { putInOrder } from './siblings.ts';
import { type Task, taskNoun } from './task.entity.ts';
import { type ServerTree, type Sources, type TaskTreeRows, treeOf } from './task-tree-rows.ts';

type NewTask = Omit<TaskCreate, 'operationId'>;

export async function createTask(scope: WriteScope, input: NewTask): Promise<TaskRead> {
  const { items } = await createTasks(scope, { tasks: [input] });
  const [task] = items;
  if (!task) throw notFound('task');
  return task;
}

/** Ids grow in the given order. @throws Refusal CONFLICT for a uid that is taken; NOT_FOUND; RuleViolation. */
export async function createTasks(
  scope: WriteScope,
  { tasks: inputs }: Pick<TaskCreateMany, 'tasks'>,
): Promise<TaskItems> {
  const { now } = scope;
  if (inputs.some(namesRows)) await scope.lockOwner();
  await refuseTakenDerivedUids(scope.query, inputs);
  const rows: Omit<TaskRead, 'id'>[] = [];
  for (const [place, input] of inputs.entries()) {
    if (input.rule != null) await beforeRule();
    rows.push(taskRules.createTask(input, { uid: newUid(), now, place, ruleProblem }));
  }
  if (!inputs.some(namesRows)) {
    const { em, personId } = scope;
    const tasks = rows.map((row) => createEntity(em, taskNoun, personId, row));
    await em.flush();
    return { items: tasks.map((task) => task.read()) };
  }
  return createInTree(scope, inputs, rows);
}

/** A rule may cost 0.1 s: other calls go on before each, and this one ends at its deadline. */
async function beforeRule(): Promise<void> {
  await yieldToEventLoop();
  requireTimeLeft();
}

/** Whether it names rows, so that their rules apply. */
const namesRows = ({ listId, sectionId, parentUid, before, after, labelIds = [] }: NewTask) =>
  [listId, sectionId, parentUid, before, after].some((name) => name != null) || labelIds.length > 0;

/** Creates rows where their inputs say. Later inputs may name earlier rows. */
export async function createInTree(
  scope: WriteScope,
  inputs: readonly NewTask[],
  created: readonly Omit<TaskRead, 'id'>[],
): Promise<TaskItems> {
  const { rows, tree } = treeOf(scope);
  const uids = new Set(created.map(({ uid }) => uid));
  if (uids.size < created.length) throw taken();
  for (const [at, input] of inputs.entries()) {
    const row = created[at];
    if (!row) continue;
    const anchor = await loadAnchor(scope, rows, tree, input);
    const place = { ...placeIn(input), ...anchor };
    await loadPlace(rows, tree, place);
    if (tree.task(row.uid)) throw taken();
    tree.create({ ...row, id: null }, place);
    if (isPlaced(input)) await putInOrder({ query: scope.query, rows, tree }, [row.uid], anchor);
  }
  const entityOf = await rows.write(tree);
  return { items: created.flatMap(({ uid }) => entityOf(uid)?.read() ?? []) };
}

/** @throws Refusal NOT_FOUND; CONFLICT with the current task if it was changed since; RuleViolation. */
export async function updateTask(
  scope: WriteScope,
  { id: name, ifUpdatedAt, ...changes }: Omit<TaskUpdate, 'operationId'>,
): Promise<TaskRead> {
  const { completed, labelIds = [] } = changes;
  // A label that it gets must not be deleted meanwhile.
  if (completed !== undefined || labelIds.length > 0) await scope.lockOwner();
  const id = await resolveId(scope.query, name);
  const [task] = await scope.load(taskNoun, [id]);
  if (!task) throw notFound('task');
  task.expectUnchanged(ifUpdatedAt);
  const fields = taskRules.updatedFields(task.read(), changes, ruleProblem);
  const isRound = completed === true && (fields.rule ?? task.rule) !== null;
  if (completed !== undefined && (isRound || !(await isAlone(scope, task, completed)))) {
    const sources = treeOf(scope);
    const tasks = await sources.rows.load([id]);
    const [item] = await changeTasks(scope, sources, tasks, () => changes);
    if (item) return item;
  }
  task.change(fields, scope.now, scope.at);
  await scope.em.flush();
  return task.read();
}

/** Whether no other task is completed or opened with it. */
async function isAlone({ query }: WriteScope, task: Task, completed: boolean): Promise<boolean> {
  if (task.completed === completed) return true;
  if (!completed) return task.parentUid === null;
  const { uid } = task.read();
  return (await childrenOf(query, [uid])).length === 0;
}

/** Returns the tasks in the order of `ids`. @throws Refusal NOT_FOUND if one is missing; RuleViolation. */
export async function updateTasks(
  scope: WriteScope,
  {
    ids,
    addLabelIds: add,
    removeLabelIds: remove,
    ...changes
  }: Omit<TaskUpdateMany, 'operationId'>,
): Promise<TaskItems> {
  // Otherwise two calls could wait for each other's rows, and a concurrent `clearCompleted` could miss some of
  // the tasks that one call completes.
  await scope.lockOwner();
  if (remove) {
    const labels = await scope.nouns.existing(scope.query, 'label', remove);
    if (remove.some((id) => !labels.has(id))) throw notFound('label');
  }
  const sources = treeOf(scope);
  const tasks = await sources.rows.loadNamed(ids);
  const items = await changeTasks(scope, sources, tasks, ({ labelIds }) => ({
    ...changes,
    ...(add || remove ? { labelIds: taskRules.changeLabels(labelIds, { add, remove }) } : {}),
  }));
  return { items };
}

async function changeTasks(
  scope: WriteScope,
  { rows, tree }: Sources,
  tasks: readonly Task[],
  changesOf: (task: TaskRead) => taskRules.TaskFields<number | null>,
): Promise<TaskRead[]> {
  // A task that is named twice is changed once.
  const wanted = [...new Set(tasks)].map((task) => {
    const row = task.read();
    return { row, changes: changesOf(row) };
  });
  const toggled = wanted
    .filter(({ row, changes: { completed = row.completed } }) => completed !== row.completed)
    .map(({ row }) => row);
  const opened = toggled.filter(({ completed }) => completed);
  const completing = wanted.filter(({ row, changes }) => changes.completed && !row.completed);
  const recurs = ({ row, changes }: (typeof wanted)[number]) =>
    (changes.rule === undefined ? row.rule : changes.rule) !== null;
  const uidsOf = (some: typeof wanted) => some.map(({ row }) => row.uid);
  await rows.loadDescendants(uidsOf(completing.filter((one) => !recurs(one))), 'open');
  await rows.loadDescendants(uidsOf(completing.filter(recurs)));
  await rows.loadAncestors(opened);
  await rows.readSiblingsOfOpened(opened);
  const rounds = wanted.flatMap(({ row, changes }) =>
    changes.completed
      ? { ...row, ...withoutUndefined(taskRules.updatedFields(row, changes, ruleProblem)) }
      : [],
  );
  const time = await roundTime(scope, { rows }, rounds);
  for (const { row, changes } of wanted) {
    if (changes.completed && row.rule !== null) await beforeRule();
    addCopy(tree, updateInTree(tree, row.uid, changes, time));
  }
  const entityOf = await rows.write(tree);
  return tasks.flatMap((task) => entityOf(task.read().uid)?.read() ?? []);
}

/** Moves tasks with all that is under them. @throws Refusal NOT_FOUND; RuleViolation. */
export async function moveTasks(
  scope: WriteScope,
  { ids, ...input }: Omit<TaskMove, 'operationId'>,
): Promise<TaskItems> {
  await scope.lockOwner();
  const { rows, tree } = treeOf(scope);
  const tasks = await rows.loadNamed(ids);
  const anchor = await loadAnchor(scope, rows, tree, input);
  const uids = [...new Set(tasks.map((task) => task.read().uid))];
  const place = { ...placeIn(input), ...anchor };
  await rows.loadAncestors(tasks.map((task) => task.read()));
  await loadPlace(rows, tree, place);
  // In another list or section all that is under them changes, too.
  const leaves = (uid: string): boolean => {
    const [here, there] = [tree.required(uid), tree.resolvePlace(tree.required(uid), place)];
    return there.listId !== here.listId || there.sectionId !== here.sectionId;
  };
  await rows.loadDescendants(uids.filter(leaves), 'all');
  await rows.loadDescendants(uids);
  const placed = tree.move(uids, place);
  await putInOrder({ query: scope.query, rows, tree }, placed, anchor);
  const entityOf = await rows.write(tree);
  return { items: tasks.flatMap((task) => entityOf(task.read().uid)?.read() ?? []) };
}

type PlaceNames = Pick<TaskMove, 'listId' | 'sectionId' | 'parentUid' | 'before' | 'after'>;

const isPlaced = ({ before, after }: PlaceNames) => before !== undefined || after !== undefined;

const placeIn = ({ listId, sectionId, parentUid }: PlaceNames) => ({
  listId,
  sectionId,
  parentUid,
});

/** The neighbour that an input names, by its uid; one that is not there by a text that is no uid. */
async function loadAnchor(
  { query }: WriteScope,
  rows: TaskTreeRows,
  tree: ServerTree,
  { before, after }: PlaceNames,
): Promise<Anchor> {
  const uidOf = async (name: TaskName | undefined): Promise<string | undefined> => {
    if (name === undefined) return undefined;
    if (typeof name === 'string' && tree.task(name)) return name;
    const ids = typeof name === 'number' ? [name] : (await idsByUid(query, [name])).values();
    const [task] = await rows.load([...ids]);
    return task?.read().uid ?? '';
  };
  return { before: await uidOf(before), after: await uidOf(after) };
}

/** Loads what the rules read of a place. */
async function loadPlace(
  rows: TaskTreeRows,
  tree: ServerTree,
  {
    sectionId,
    parentUid,
    before,
    after,
  }: { [Name in keyof PlaceNames]?: string | null | undefined },
): Promise<void> {
  await rows.loadSection(sectionId);
  const beside = tree.task(before ?? after ?? '');
  const parents = [{ parentUid: parentUid ?? null }, { parentUid: beside?.parentUid ?? null }];
  const stored = parents.filter((place) => tree.task(place.parentUid ?? '')?.id !== null);
  await rows.loadAncestors(stored);
  await rows.readSiblingsOfOpened(stored);
}
