// A task for tests that do not depend on its fields: each has the first value that its schema accepts.
import { TaskRead } from '../task.ts';

const candidates = [null, false, 1, 'x', '2026-01-01T00:00:00.000Z', [], 'due'];

export const someTask: TaskRead = TaskRead.parse(
  Object.fromEntries(
    Object.entries(TaskRead.shape).map(([name, schema]) => [
      name,
      candidates.find((candidate) => schema.safeParse(candidate).success),
    ]),
  ),
);
