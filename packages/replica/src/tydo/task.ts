// Tasks on a device, and what each command makes of them, by the rules that the server goes by.
import { pendingRank } from '@tydo/rules/order';
import { pickFields } from '@tydo/rules/row';
import { changeTask, createTask, type TaskChanges, type TaskOf } from '@tydo/rules/task';
import {
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  TaskDeleteMany,
  TaskRead,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import type { Command, Key, Moment, Noun, See, Written } from '../model.ts';

/** A task on a device: without its integer until the server has made it. Its `uid` names it. */
export type TaskRow = TaskOf<number | null>;

type Rows = { task: TaskRow };
type TaskCommand<Input extends object> = Command<Input, Rows>;

export const task: Noun<TaskRow> = {
  fields: Object.keys(TaskRead.shape),
  key: 'uid',
  references: [],
  texts: ({ title, description }) => [title, description],
  // The newest first; those without an integer are newer than all that have one.
  compare: (one, other) =>
    (other.id ?? Infinity) - (one.id ?? Infinity) ||
    byBytes(other.rank, one.rank) ||
    byBytes(other.uid, one.uid),
  chunkOf: ({ id }) => (id ?? 0) >> 9,
};

function byBytes(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

const written = (uid: Key, after: TaskRow | null): Written => ({ noun: 'task', key: uid, after });

/** None where one of them has the uid of a task that is there: the server refuses all. */
function created(
  see: See<Rows>,
  inputs: readonly Omit<TaskCreate, 'operationId'>[],
  { now, place }: Moment,
): Written[] {
  const uids = inputs.map(({ uid }) => String(uid));
  const isTaken = new Set(uids).size < uids.length || uids.some((uid) => see.row('task', uid));
  if (isTaken) return [];
  return inputs.map((input, index) => {
    const row = createTask(input, { uid: '', now, place: index });
    return written(row.uid, { ...row, id: null, rank: pendingRank(place, index) });
  });
}

/** Those of the tasks that are there. */
const changed = (
  see: See<Rows>,
  ids: readonly Key[],
  changes: TaskChanges,
  now: string,
): Written[] =>
  ids.flatMap((id) => {
    const row = see.row('task', id);
    // Without what is no field, such as `ifUpdatedAt`.
    return row ? [written(id, changeTask(row, pickFields(changes, row), { now }))] : [];
  });

const create: TaskCommand<TaskCreate> = {
  parse: (input) => TaskCreate.parse(input),
  name: ({ uid, ...input }, newId) => ({ ...input, uid: uid ?? newId() }),
  apply: (see, input, moment) => created(see, [input], moment),
};

const createMany: TaskCommand<TaskCreateMany> = {
  parse: (input) => TaskCreateMany.parse(input),
  name: ({ tasks, ...input }, newId) => ({
    ...input,
    tasks: tasks.map((one) => ({ ...one, uid: one.uid ?? newId() })),
  }),
  apply: (see, { tasks }, moment) => created(see, tasks, moment),
};

const update: TaskCommand<TaskUpdate> = {
  parse: (input) => TaskUpdate.parse(input),
  apply: (see, { id, ...changes }, { now }) => changed(see, [id], changes, now),
  textChange({ id, title, description }) {
    const texts = Object.entries({ title, description }).filter(([, text]) => text !== undefined);
    if (texts.length === 0) return undefined;
    return { noun: 'task', key: id, texts: Object.fromEntries(texts) };
  },
};

/** Those of the tasks that are there still. */
function remaining<Input extends { ids: Key[] }>(
  see: Pick<See<Rows>, 'row'>,
  input: Input,
): Input | undefined {
  const ids = input.ids.filter((id) => see.row('task', id));
  return ids.length > 0 ? { ...input, ids } : undefined;
}

const updateMany: TaskCommand<TaskUpdateMany> = {
  parse: (input) => TaskUpdateMany.parse(input),
  apply: (see, { ids, ...changes }, { now }) => changed(see, ids, changes, now),
  remaining,
};

const remove: TaskCommand<TaskDelete> = {
  parse: (input) => TaskDelete.parse(input),
  apply: (see, { id }) => (see.row('task', id) ? [written(id, null)] : []),
  deletes: ({ id }) => ({ noun: 'task', key: id }),
  remaining: (see, input) => (see.row('task', input.id) ? input : undefined),
};

const removeMany: TaskCommand<TaskDeleteMany> = {
  parse: (input) => TaskDeleteMany.parse(input),
  apply: (see, { ids }) => ids.flatMap((id) => (see.row('task', id) ? [written(id, null)] : [])),
  remaining,
};

export const taskCommands = {
  'task.create': create,
  'task.createMany': createMany,
  'task.update': update,
  'task.updateMany': updateMany,
  'task.delete': remove,
  'task.deleteMany': removeMany,
};
