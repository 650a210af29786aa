import type { TaskRead } from '@tydo/schemas/task';
import type { Change } from './change.ts';

/**
 * Temporary ids: a new task has a negative id until it is saved. It stays the task's React key afterwards,
 * so that its row stays the same.
 */
export function createTaskIds() {
  let last = 0;
  const realIds = new Map<number, number>();
  const keys = new Map<number, number>();
  return {
    /** A temporary id for a new task. */
    next(): number {
      last -= 1;
      return last;
    },
    /** The server has assigned the id `real` to the task `temporary`. */
    link(temporary: number, real: number): void {
      realIds.set(temporary, real);
      keys.set(real, temporary);
    },
    /** The server's id; undefined until there is one. */
    real(id: number): number | undefined {
      return id > 0 ? id : realIds.get(id);
    },
    /** The task's React key, the same before and after it was saved. */
    key(id: number): number {
      return keys.get(id) ?? id;
    },
  };
}

/** The same change with real ids, where the server has already assigned them. */
export function withId(change: Change, ids: TaskIds): Change {
  const named = (task: TaskRead) => ({ ...task, id: ids.real(task.id) ?? task.id });
  if (change.kind === 'clear') return change;
  if (change.kind === 'undo') return { ...change, tasks: change.tasks.map(named) };
  return { ...change, task: named(change.task) };
}

export type TaskIds = ReturnType<typeof createTaskIds>;
