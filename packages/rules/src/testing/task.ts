// A task for tests that are not about what is in it.
import type { TaskRead } from '@tydo/schemas/task';
import { createTask } from '../task.ts';

const now = '2026-01-01T00:00:00.000Z';

/** All fields of a task: those that are given, and what a new one has. */
export const taskWith = (part: Partial<TaskRead> = {}): TaskRead => ({
  id: 1,
  ...createTask({ title: 'Milk' }, { uid: `task-${part.id ?? 1}`, now }),
  ...part,
});
