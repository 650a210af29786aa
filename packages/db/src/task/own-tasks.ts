// Where every read starts.
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TaskRead } from '@tydo/schemas/task';

/** This person's tasks, and nobody else's. */
export const ownTasks = (em: SqlEntityManager, personId: string) =>
  em.getKysely<{ task: TaskRow }>().selectFrom('task').where('user_id', '=', personId);

// PostgreSQL gives booleans and dates, SQLite 0 or 1 and milliseconds.
interface TaskRow {
  id: number;
  user_id: string;
  title: string;
  description: string | null;
  completed: boolean | number;
  created_at: Date | number;
  updated_at: Date | number;
}

/** The columns that a caller sees. */
export const readColumns = [
  'id',
  'title',
  'description',
  'completed',
  'created_at',
  'updated_at',
] as const;

/** A row in the contract's shape; `Task.read` is the same for an entity. */
export const toRead = (row: Pick<TaskRow, (typeof readColumns)[number]>): TaskRead => ({
  id: row.id,
  title: row.title,
  description: row.description,
  completed: Boolean(row.completed),
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
});
