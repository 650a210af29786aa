// A task for tests that are not about what is in it.
import { ruleProblem } from '@tydo/rules/recurrence';
import { createTask } from '@tydo/rules/task';
import type { TaskRow } from '../tydo/task.ts';

const now = '2026-01-01T00:00:00.000Z';

export const taskRow = (part: Partial<TaskRow> = {}): TaskRow => ({
  id: 1,
  ...createTask({ title: 'Milk' }, { uid: `task-${part.id ?? 'new'}`, now, ruleProblem }),
  ...part,
});
