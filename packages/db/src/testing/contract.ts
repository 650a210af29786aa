// What the contract says of writes, as a small model without database, clock or ids.
import type { TaskCreate } from '@tydo/schemas/task';

/** A task as the model knows it: its name stands for its id, `version` for its updatedAt. */
export interface Fact {
  name: string;
  title: string;
  description: string | null;
  completed: boolean;
  version: number;
}
type Changes = Partial<Pick<Fact, 'title' | 'description' | 'completed'>>;

/** A call, by names; one that no task has stands for a task that is not there. */
export type Call =
  | { verb: 'create'; task: TaskCreate }
  | { verb: 'createMany'; tasks: TaskCreate[] }
  | { verb: 'update'; name: string; changes: Changes; seen?: number }
  | { verb: 'updateMany'; names: string[]; completed: boolean }
  | { verb: 'delete'; name: string }
  | { verb: 'deleteMany'; names: string[] }
  | { verb: 'clearCompleted' };

export type Answer =
  | Fact[]
  | { names: string[] }
  | { deleted: number; left: number }
  | { refused: unknown; current: Fact | undefined };

/** A person's tasks, by name. */
export type State = ReadonlyMap<string, Fact>;

/** What a call answers, and what is there afterwards. What it makes is named `prefix 0`, `prefix 1`, … */
export function perform(state: State, call: Call, prefix: string): [Answer, State] {
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
      // A test has far fewer than one operation holds.
      return [{ deleted: done.length, left: 0 }, rest];
    }
  }
}

const notFound = { refused: 'NOT_FOUND', current: undefined };

const made = (inputs: TaskCreate[], prefix: string): Fact[] =>
  inputs.map(({ title, description = null }, place) => ({
    name: `${prefix} ${place}`,
    title,
    description,
    completed: false,
    version: 0,
  }));

/** All of them, or none. */
function named(state: State, names: string[]): Fact[] | undefined {
  const tasks = names.flatMap((name) => state.get(name) ?? []);
  return tasks.length === names.length ? tasks : undefined;
}

function changed(task: Fact, changes: Changes): Fact {
  const after = { ...task, ...changes };
  const same = (['title', 'description', 'completed'] as const).every(
    (field) => after[field] === task[field],
  );
  return same ? task : { ...after, version: task.version + 1 };
}

const put = (state: State, tasks: Fact[]): [Answer, State] => [
  tasks,
  new Map([...state, ...tasks.map((task): [string, Fact] => [task.name, task])]),
];

const remove = (state: State, names: string[]): [Answer, State] =>
  named(state, names)
    ? [{ names }, new Map([...state].filter(([name]) => !names.includes(name)))]
    : [notFound, state];
