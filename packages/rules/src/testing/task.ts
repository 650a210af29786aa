// A task for tests that do not depend on its fields.
import type { TaskRead } from '@tydo/schemas/task';
import { ruleProblem } from '../recurrence.ts';
import { createTask } from '../task.ts';

const now = '2026-01-01T00:00:00.000Z';

/** A task with the given fields; the others are those of a new task. */
export const taskWith = (part: Partial<TaskRead> = {}): TaskRead => ({
  id: 1,
  ...createTask({ title: 'Milk' }, { uid: `task-${part.id ?? 1}`, now, ruleProblem }),
  ...part,
});
