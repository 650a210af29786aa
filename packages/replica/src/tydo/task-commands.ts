// What each command makes of tasks, by the rules that the server goes by.
import { pendingRank, provisionalRank } from '@tydo/rules/order';
import { pickFields } from '@tydo/rules/row';
import { changeLabels, createTask, type TaskPlace } from '@tydo/rules/task';
import { isSamePlace, type PlaceInput } from '@tydo/rules/task-tree';
import { MissingRow } from '@tydo/rules/violation';
import {
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  TaskDeleteMany,
  TaskMove,
  TaskUpdate,
  TaskUpdateMany,
  taskLimits,
} from '@tydo/schemas/task';
import type { Key, Moment } from '../model.ts';
import { changeTaskIn, roundCommands, ruleProblemIn } from './rounds.ts';
import { textChangeIn, whileThere } from './row-input.ts';
import type { TaskRow, TydoCommand, TydoSee, TydoWritten } from './rows.ts';
import { treeOf, uidOf, writtenBy } from './tree.ts';

type NewTask = TaskCreateMany['tasks'][number];

/** Those of the tasks that are there: the others are left out of a repeat, too. */
const existing = (see: Pick<TydoSee, 'row'>, ids: readonly Key[]): string[] =>
  ids.map(uidOf).filter((uid) => see.row('task', uid));

/** @throws MissingRow */
function requireList(see: TydoSee, id: string | null | undefined): void {
  if (id != null && !see.row('list', id)) throw new MissingRow('list');
}

/** @throws MissingRow */
function requireLabels(see: TydoSee, ids: readonly string[] = []): void {
  if (ids.some((id) => !see.row('label', id))) throw new MissingRow('label');
}

type Places = Omit<PlaceInput, 'before' | 'after'> & {
  before?: Key | undefined;
  after?: Key | undefined;
};

/** A number names no neighbour: the place is the end then. */
const placeInput = ({ listId, sectionId, parentUid, before, after }: Places): PlaceInput => ({
  listId,
  sectionId,
  parentUid,
  before: before === undefined ? undefined : String(before),
  after: after === undefined ? undefined : String(after),
});

/** Beside the task that is named, where that is a sibling; else at the end. */
function rankAt(
  neighbour: TaskRow | undefined,
  { before }: PlaceInput,
  place: TaskPlace,
  rank: { end: string; number: number; index: number },
): string {
  if (!neighbour || !isSamePlace(neighbour, place)) return rank.end;
  const anchor = before === undefined ? { after: neighbour.rank } : { before: neighbour.rank };
  return provisionalRank(anchor, rank.number, rank.index);
}

const inbox = { listId: null, sectionId: null, parentUid: null };

/** Tasks of one call have numbers of their own: a later one comes closer to the task that both name. */
const numberIn = (place: number, index: number): number => place * taskLimits.createMany + index;

/** @throws RuleViolation; MissingRow */
function created(see: TydoSee, inputs: readonly NewTask[], moment: Moment): TydoWritten[] {
  const tree = treeOf(see, moment);
  for (const [index, input] of inputs.entries()) {
    // The server refuses a uid that is taken.
    if (tree.task(input.uid ?? '')) return [];
    requireList(see, input.listId);
    requireLabels(see, input.labelIds);
    const where = placeInput(input);
    const end = pendingRank(moment.place, index);
    const rank = rankAt(
      tree.task(where.before ?? where.after ?? ''),
      where,
      tree.resolvePlace(inbox, where),
      { end, number: numberIn(moment.place, index), index: 0 },
    );
    const ruleProblem = ruleProblemIn(see);
    const made = createTask(input, { uid: '', now: moment.now, place: index, ruleProblem });
    const row: TaskRow = { ...made, id: null, rank, pendingOrder: end };
    tree.create(row, where);
  }
  return writtenBy(tree);
}

const create: TydoCommand<TaskCreate> = {
  parse: (input) => TaskCreate.parse(input),
  name: ({ uid, ...input }, newId) => ({ ...input, uid: uid ?? newId() }),
  apply: (see, input, moment) => created(see, [input], moment),
};

const createMany: TydoCommand<TaskCreateMany> = {
  parse: (input) => TaskCreateMany.parse(input),
  name: ({ tasks, ...input }, newId) => ({
    ...input,
    tasks: tasks.map((one) => ({ ...one, uid: one.uid ?? newId() })),
  }),
  apply: (see, { tasks }, moment) => created(see, tasks, moment),
};

const update: TydoCommand<TaskUpdate> = {
  parse: (input) => TaskUpdate.parse(input),
  apply(see, { id, ...changes }, moment) {
    const tree = treeOf(see, moment);
    const row = tree.required(uidOf(id));
    requireLabels(see, changes.labelIds);
    // Without what is no field, such as `ifUpdatedAt`.
    changeTaskIn(see, tree, row.uid, pickFields(changes, row), { moment });
    return writtenBy(tree);
  },
  textChange: textChangeIn('task', ['title', 'description']),
};

const updateMany: TydoCommand<TaskUpdateMany> = {
  parse: (input) => TaskUpdateMany.parse(input),
  apply(see, { ids, addLabelIds: add, removeLabelIds: remove, ...changes }, moment) {
    for (const labels of [add, remove]) requireLabels(see, labels);
    const tree = treeOf(see, moment);
    for (const [index, uid] of existing(see, ids).entries()) {
      const row = tree.required(uid);
      const labelIds = changeLabels(row.labelIds, { add, remove });
      const fields = { ...pickFields(changes, row), labelIds };
      changeTaskIn(see, tree, uid, fields, { moment, index });
    }
    return writtenBy(tree);
  },
  remaining(see, { addLabelIds, removeLabelIds, ...input }) {
    const ids = existing(see, input.ids);
    const labels = {
      ...labelsIn(see, 'addLabelIds', addLabelIds),
      ...labelsIn(see, 'removeLabelIds', removeLabelIds),
    };
    const isNothing = Object.keys({ ...pickFields(input, together), ...labels }).length === 0;
    return ids.length === 0 || isNothing ? undefined : { ...input, ids, ...labels };
  },
};

const { ids: _ids, operationId: _operationId, ...together } = TaskUpdateMany.shape;

/** Those of the labels that are there. */
function labelsIn(
  see: Pick<TydoSee, 'row'>,
  field: 'addLabelIds' | 'removeLabelIds',
  ids: readonly string[] = [],
): object {
  const there = ids.filter((id) => see.row('label', id));
  return there.length === 0 ? {} : { [field]: there };
}

const move: TydoCommand<TaskMove> = {
  parse: (input) => TaskMove.parse(input),
  apply(see, { ids, ...input }, moment) {
    requireList(see, input.listId);
    const tree = treeOf(see, moment);
    const where = placeInput(input);
    const moved = tree.move(existing(see, ids), where);
    // It may be one of those that move: it has its old rank then.
    const neighbour = tree.task(where.before ?? where.after ?? '');
    for (const [index, uid] of moved.entries()) {
      const end = pendingRank(moment.place, index);
      const number = numberIn(moment.place, 0);
      tree.setRank(uid, rankAt(neighbour, where, tree.required(uid), { end, number, index }));
    }
    return writtenBy(tree);
  },
  remaining: remainingIds,
};

function remainingIds<Input extends { ids: Key[] }>(
  see: Pick<TydoSee, 'row'>,
  input: Input,
): Input | undefined {
  const ids = existing(see, input.ids);
  return ids.length > 0 ? { ...input, ids } : undefined;
}

/** Tasks with all that is under them. */
function deleted(see: TydoSee, ids: readonly Key[], moment: Moment): TydoWritten[] {
  const tree = treeOf(see, moment);
  const uids = existing(see, ids).flatMap((uid) => [
    uid,
    ...tree.descendants(uid).map((row) => row.uid),
  ]);
  return [...new Set(uids)].map((key) => ({ noun: 'task', key, after: null }));
}

const remove: TydoCommand<TaskDelete> = {
  parse: (input) => TaskDelete.parse(input),
  apply: (see, { id }, moment) => deleted(see, [id], moment),
  deletes: ({ id }) => ({ noun: 'task', key: id }),
  remaining: whileThere('task'),
};

const removeMany: TydoCommand<TaskDeleteMany> = {
  parse: (input) => TaskDeleteMany.parse(input),
  apply: (see, { ids }, moment) => deleted(see, ids, moment),
  remaining: remainingIds,
};

export const taskCommands = {
  'task.create': create,
  'task.createMany': createMany,
  'task.update': update,
  'task.updateMany': updateMany,
  'task.move': move,
  'task.delete': remove,
  'task.deleteMany': removeMany,
  ...roundCommands,
};
