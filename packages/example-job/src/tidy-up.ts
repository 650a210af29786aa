// A job that uses the same rules as the API, through @tydo/db.
import type { Database } from '@tydo/db';
import type { TaskRead } from '@tydo/schemas/task';

/**
 * Deletes a person's completed tasks, and returns the open ones, newest first.
 *
 * @param personId the id of a row in the `user` table.
 * @throws Refusal SERVICE_UNAVAILABLE when the database is away.
 */
export async function tidyUp(
  db: Database,
  personId: string,
): Promise<{ deleted: number; open: TaskRead[] }> {
  const { tasks } = db.unitOfWork(personId);
  let deleted = 0;
  for (let more = true; more; ) {
    // One operation per call, which can be undone.
    const cleared = await tasks.clearCompleted();
    deleted += cleared.deleted;
    more = cleared.deleted > 0 && cleared.left > 0;
  }
  const open: TaskRead[] = [];
  for await (const task of tasks.all({ completed: false })) open.push(task);
  return { deleted, open };
}
