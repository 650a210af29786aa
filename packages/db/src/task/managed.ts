// Rows that become entities of the unit of work: locked until its end, so that nobody changes them
// between our read and our write.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isoOfText } from '../connection/iso-time.ts';
import { remember } from '../operation/journal.ts';
import { type Build, type OwnTasks, ownTasks, readColumns, type TaskRow } from './own-tasks.ts';
import { Task } from './task.entity.ts';

/** For a write. @param build says which ones. */
export const ownTasksLocked = <Values>(build: Build<Values, OwnTasks>) =>
  ownTasks<Values, TaskRow>((tasks, going) => {
    const chosen = build(tasks, going).select(allColumns);
    return going.engine === 'sqlite' ? chosen : chosen.forUpdate();
  });

// By name: the plan that a database keeps of `*` fails when a newer version adds a column, and behind
// Neon's pooler a new connection has the same plan.
const allColumns = [...readColumns, 'user_id', 'title_folded', 'description_folded'] as const;

/** As `em.find` gives them; it takes ten times as long, for what it builds before it asks. */
export async function load(em: SqlEntityManager, rows: Promise<TaskRow[]>): Promise<Task[]> {
  const factory = em.getEntityFactory();
  return (await rows).map((row) => {
    const task = factory.create(Task, dataOf(row), { merge: true, convertCustomTypes: true });
    remember(em, task);
    return task;
  });
}

const dataOf = (row: TaskRow) => ({
  id: row.id,
  userId: row.user_id,
  title: row.title,
  description: row.description,
  completed: Boolean(row.completed),
  createdAt: dateOf(row.created_at),
  updatedAt: dateOf(row.updated_at),
  titleFolded: row.title_folded,
  descriptionFolded: row.description_folded,
});

const dateOf = (time: string | number): Date =>
  new Date(typeof time === 'number' ? time : isoOfText(time));
