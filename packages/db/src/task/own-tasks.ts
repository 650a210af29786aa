// Where every read starts, and how it keeps to this person's part of an index (plans.long.test.ts).
import { PostgreSqlPlatform } from '@mikro-orm/postgresql';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { TaskRead } from '@tydo/schemas/task';
import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';

/** This person's tasks, and nobody else's. Order them by `user_id` first: that is an index's order. */
export const ownTasks = (em: SqlEntityManager, personId: string) =>
  em.getKysely<{ task: TaskRow }>().selectFrom('task').where(isOneOf(em, personId));

// A list of one. With `user_id = …` the order by `user_id, id` would be the primary key's to the
// planner, and it walks that, through everybody's rows, for somebody who has much of the table.
const isOneOf = (em: SqlEntityManager, personId: string) =>
  em.getPlatform() instanceof PostgreSqlPlatform
    ? sql<SqlBool>`user_id = any(array[${personId}]::text[])`
    : sql<SqlBool>`user_id in (select ${personId})`;

/**
 * A limit that PostgreSQL cannot see while it plans. It takes it for a tenth of the rows, and an
 * index in the right order is cheapest then, whatever the statistics say and even without any.
 */
export const firstOf = (count: number): RawBuilder<number> =>
  sql<number>`(select cast(${count} as bigint))`;

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

export type TaskColumns = Pick<TaskRow, (typeof readColumns)[number]>;
export type TaskQuery = SelectQueryBuilder<{ task: TaskRow }, 'task', TaskColumns>;

/** A row in the contract's shape; `Task.read` is the same for an entity. */
export const toRead = (row: TaskColumns): TaskRead => ({
  id: row.id,
  title: row.title,
  description: row.description,
  completed: Boolean(row.completed),
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
});
