// A model of the writes, as the contract describes them, without database, clock or ids.
import type { TaskCreate } from '@tydo/schemas/task';

/** A task of the model: `name` stands for its id, `version` for its updatedAt. */
export interface ModelTask {
  name: string;
  title: string;
  description: string | null;
  completed: boolean;
  version: number;
}
type Changes = Partial<Pick<ModelTask, 'title' | 'description' | 'completed'>>;

/** A call that names tasks by their model names; an unknown name stands for a missing task. */
export type Call =
  | { verb: 'create'; task: TaskCreate }
  | { verb: 'createMany'; tasks: TaskCreate[] }
  | { verb: 'update'; name: string; changes: Changes; seen?: number }
  | { verb: 'updateMany'; names: string[]; completed: boolean }
  | { verb: 'delete'; name: string }
  | { verb: 'deleteMany'; names: string[] }
  | { verb: 'clearCompleted' };

export type Result =
  | ModelTask[]
  | { names: string[] }
  | { deleted: number; left: number }
  | { refused: unknown; current: ModelTask | undefined };

/** A person's tasks, by name. */
export type State = ReadonlyMap<string, ModelTask>;

/** The result of a call, and the tasks afterwards. Created tasks are named `prefix 0`, `prefix 1`, … */
export function perform(state: State, call: Call, prefix: string): [Result, State] {
  switch (call.verb) {
    case 'create':
      return put(state, made([call.task], prefix));
    case 'createMany':
      return put(state, made(call.tasks, prefix));
    case 'update': {
      const [task] = named(state, [call.name]) ?? [];
      if (!task) return [notFound, state];
      if (call.seen !== undefined && call.seen !== task.version) {
        return [{ refused: 'CONFLICT', current: task }, state];
      }
      return put(state, [changed(task, call.changes)]);
    }
    case 'updateMany': {
      const tasks = named(state, call.names);
      if (!tasks) return [notFound, state];
      return put(
        state,
        tasks.map((task) => changed(task, { completed: call.completed })),
      );
    }
    case 'delete':
      return remove(state, [call.name]);
    case 'deleteMany':
      return remove(state, call.names);
    case 'clearCompleted': {
      const done = [...state.values()].filter((task) => task.completed);
      const [, rest] = remove(
        state,
        done.map((task) => task.name),
      );
      // Tests have far fewer tasks than the limit of an operation.
      return [{ deleted: done.length, left: 0 }, rest];
    }
  }
}

const notFound = { refused: 'NOT_FOUND', current: undefined };

const made = (inputs: TaskCreate[], prefix: string): ModelTask[] =>
  inputs.map(({ title, description = null }, place) => ({
    name: `${prefix} ${place}`,
    title,
    description,
    completed: false,
    version: 0,
  }));

/** All of these tasks, or undefined. */
function named(state: State, names: string[]): ModelTask[] | undefined {
  const tasks = names.flatMap((name) => state.get(name) ?? []);
  return tasks.length === names.length ? tasks : undefined;
}

function changed(task: ModelTask, changes: Changes): ModelTask {
  const after = { ...task, ...changes };
  const same = (['title', 'description', 'completed'] as const).every(
    (field) => after[field] === task[field],
  );
  return same ? task : { ...after, version: task.version + 1 };
}

const put = (state: State, tasks: ModelTask[]): [Result, State] => [
  tasks,
  new Map([...state, ...tasks.map((task): [string, ModelTask] => [task.name, task])]),
];

const remove = (state: State, names: string[]): [Result, State] =>
  named(state, names)
    ? [{ names }, new Map([...state].filter(([name]) => !names.includes(name)))]
    : [notFound, state];
