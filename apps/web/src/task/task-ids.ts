import type { TaskRead } from '@tydo/schemas/task';
import type { Change } from './change.ts';

/**
 * Stands in for the ids that the server gives: a new task has a negative one until it is saved, and
 * keeps it as its key on the screen afterwards, so that its row stays the same row.
 */
export function createTaskIds() {
  let last = 0;
  const realIds = new Map<number, number>();
  const keys = new Map<number, number>();
  return {
    /** An id for a task that is being created. */
    next(): number {
      last -= 1;
      return last;
    },
    /** The server gave `real` to the task that had `temporary`. */
    link(temporary: number, real: number): void {
      realIds.set(temporary, real);
      keys.set(real, temporary);
    },
    /** The server's id; undefined as long as there is none. */
    real(id: number): number | undefined {
      return id > 0 ? id : realIds.get(id);
    },
    /** What names the task on the screen, the same before and after it was saved. */
    key(id: number): number {
      return keys.get(id) ?? id;
    },
  };
}

/** The same change, of the tasks as the server names them, where it does already. */
export function withId(change: Change, ids: TaskIds): Change {
  const named = (task: TaskRead) => ({ ...task, id: ids.real(task.id) ?? task.id });
  if (change.kind === 'clear') return change;
  if (change.kind === 'undo') return { ...change, tasks: change.tasks.map(named) };
  return { ...change, task: named(change.task) };
}

export type TaskIds = ReturnType<typeof createTaskIds>;
