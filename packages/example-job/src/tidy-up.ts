// A job of its own over the same tasks, with the same rules as the API: none of them is written here.
import type { Database } from '@tydo/db';
import type { TaskRead, TasksCleared } from '@tydo/schemas/task';

/**
 * Deletes what a person has done, and tells what is still to do, newest first.
 *
 * @param personId the id of a row in the `user` table.
 * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
 */
export async function tidyUp(
  db: Database,
  personId: string,
): Promise<Pick<TasksCleared, 'deleted'> & { left: TaskRead[] }> {
  const { tasks } = db.unitOfWork(personId);
  const { deleted } = await tasks.clearCompleted();
  const left: TaskRead[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await tasks.list({ completed: false, limit: 100, cursor });
    left.push(...page.items);
    if (page.nextCursor === null) return { deleted, left };
    cursor = page.nextCursor;
  }
}
