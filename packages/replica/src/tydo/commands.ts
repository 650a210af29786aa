// The commands of Tydo: what each makes of the rows, by the rules that the server goes by.
import type { AppRouter } from '@tydo/api/router';
import { pendingRank } from '@tydo/rules/order';
import { pickFields } from '@tydo/rules/row';
import { changeTask, createTask, type TaskChanges } from '@tydo/rules/task';
import {
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  TaskDeleteMany,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import type { Command, Key, Model, Moment, See, Written } from '../model.ts';
import { nouns, type TaskRow, type TydoRows } from './nouns.ts';
import { undoCommand } from './undo.ts';

type TydoCommand<Input extends object> = Command<Input, TydoRows>;

const written = (uid: Key, after: TaskRow | null): Written => ({ noun: 'task', key: uid, after });

/** None where one of them has the uid of a task that is there: the server refuses all. */
function created(
  see: See<TydoRows>,
  inputs: readonly Omit<TaskCreate, 'operationId'>[],
  { now, place }: Moment,
): Written[] {
  const uids = inputs.map(({ uid = '' }) => uid);
  const isTaken = new Set(uids).size < uids.length || uids.some((uid) => see.row('task', uid));
  if (isTaken) return [];
  return inputs.map((input, index) => {
    const task = createTask(input, { uid: input.uid ?? '', now, place: index });
    return written(task.uid, { ...task, id: null, rank: pendingRank(place, index) });
  });
}

/** Those of the tasks that are there. */
const changed = (
  see: See<TydoRows>,
  ids: readonly Key[],
  changes: TaskChanges,
  now: string,
): Written[] =>
  ids.flatMap((id) => {
    const task = see.row('task', id);
    // Without what is no field, such as `ifUpdatedAt`.
    return task ? [written(id, changeTask(task, pickFields(changes, task), now))] : [];
  });

const create: TydoCommand<TaskCreate> = {
  parse: (input) => TaskCreate.parse(input),
  name: ({ uid, ...input }, newId) => ({ ...input, uid: uid ?? newId() }),
  apply: (see, input, moment) => created(see, [input], moment),
};

const createMany: TydoCommand<TaskCreateMany> = {
  parse: (input) => TaskCreateMany.parse(input),
  name: ({ tasks, ...input }, newId) => ({
    ...input,
    tasks: tasks.map((task) => ({ ...task, uid: task.uid ?? newId() })),
  }),
  apply: (see, { tasks }, moment) => created(see, tasks, moment),
};

const update: TydoCommand<TaskUpdate> = {
  parse: (input) => TaskUpdate.parse(input),
  apply: (see, { id, ...changes }, { now }) => changed(see, [id], changes, now),
  textChange({ id, title, description }) {
    const texts = {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
    };
    return Object.keys(texts).length > 0 ? { noun: 'task', key: id, texts } : undefined;
  },
};

/** Those of the tasks that are there still. */
const remaining = <Input extends { ids: Key[] }>(
  see: Pick<See<TydoRows>, 'row'>,
  input: Input,
): Input | undefined => {
  const ids = input.ids.filter((id) => see.row('task', id));
  return ids.length > 0 ? { ...input, ids } : undefined;
};

const updateMany: TydoCommand<TaskUpdateMany> = {
  parse: (input) => TaskUpdateMany.parse(input),
  apply: (see, { ids, ...changes }, { now }) => changed(see, ids, changes, now),
  remaining,
};

const remove: TydoCommand<TaskDelete> = {
  parse: (input) => TaskDelete.parse(input),
  apply: (see, { id }) => (see.row('task', id) ? [written(id, null)] : []),
  remaining: (see, input) => (see.row('task', input.id) ? input : undefined),
};

const removeMany: TydoCommand<TaskDeleteMany> = {
  parse: (input) => TaskDeleteMany.parse(input),
  apply: (see, { ids }) => ids.flatMap((id) => (see.row('task', id) ? [written(id, null)] : [])),
  remaining,
};

const commands = {
  'task.create': create,
  'task.createMany': createMany,
  'task.update': update,
  'task.updateMany': updateMany,
  'task.delete': remove,
  'task.deleteMany': removeMany,
  'operation.undo': undoCommand(nouns),
};

/** Mutations that need the server: the page sends the ids that the person saw, not "all that …". */
type Online = 'task.clearCompleted' | 'sync.push';

type RouterRecord = AppRouter['_def']['record'];
type Verbs = {
  [Noun in keyof RouterRecord]: {
    [Verb in keyof RouterRecord[Noun] & string]: RouterRecord[Noun][Verb] extends {
      _def: { type: 'mutation' };
    }
      ? `${Noun}.${Verb}`
      : never;
  }[keyof RouterRecord[Noun] & string];
};
type Mutations = Verbs[keyof Verbs];

// A mutation that is neither here nor there does not compile.
export const tydo = { nouns, commands } satisfies Model & {
  commands: Record<Exclude<Mutations, Online>, unknown>;
};
export type TydoModel = typeof tydo;
