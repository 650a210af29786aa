// A task for tests that are not about what is in it: of each field the first value that its schema takes.
import { TaskRead } from '../task.ts';

const candidates = [null, false, 1, 'x', '2026-01-01T00:00:00.000Z', []];

export const someTask: TaskRead = TaskRead.parse(
  Object.fromEntries(
    Object.entries(TaskRead.shape).map(([name, schema]) => [
      name,
      candidates.find((candidate) => schema.safeParse(candidate).success),
    ]),
  ),
);
