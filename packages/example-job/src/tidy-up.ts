// A job of its own over the same tasks, with the same rules as the API: none of them is written here.
import type { Database } from '@tydo/db';
import type { TaskRead } from '@tydo/schemas/task';

/**
 * Deletes what a person has done, and tells what is still to do, newest first.
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
    // As many as one operation holds: each can be taken back.
    const cleared = await tasks.clearCompleted();
    deleted += cleared.deleted;
    more = cleared.left > 0;
  }
  const open: TaskRead[] = [];
  for await (const task of tasks.all({ completed: false })) open.push(task);
  return { deleted, open };
}
