// Many tasks at once, by statements: as entities, ten thousand would take seconds. Only
// operation/rows.ts asks them, which tells the journal.
import type { TaskRead } from '@tydo/schemas/task';
import { type SqlBool, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';
import type { Statement } from '../connection/prepared.ts';
import type { Owner } from '../owner.ts';
import { ownTasks, readColumns, type TaskColumns } from './own-tasks.ts';
import { foldToStore } from './search.ts';

interface Ids {
  ids: readonly number[];
}

export const isAmong = (engine: Engine, ids: unknown) =>
  engine === 'sqlite'
    ? sql<SqlBool>`id in (select value from json_each(${ids}))`
    : sql<SqlBool>`id = any(${ids}::integer[])`;

/** Locked, in no order. */
export const lockTasks = ownTasks<Ids, TaskColumns>((tasks, { engine, value }) => {
  const wanted = tasks.where(isAmong(engine, value('ids'))).select(readColumns);
  return engine === 'sqlite' ? wanted : wanted.forUpdate();
});

export const deleteTasksById: Statement<unknown, Ids & Owner, never> = ({ engine, raw, value }) =>
  raw(sql`delete from task
    where user_id = ${value('personId')} and ${isAmong(engine, value('ids'))}`);

/** With their ids. @param rows what `storedTasks` gives. */
export const insertTasks: Statement<unknown, Owner & { rows: string }, never> = ({
  engine,
  raw,
  value,
}) => {
  const columns = sql.join(stored.map((name) => sql.ref(name)));
  const given =
    engine === 'sqlite'
      ? sql`select ${value('personId')}, ${sql.join(stored.map((name) => sql`value ->> ${sql.lit(name)}`))}
          from json_each(${value('rows')})`
      : sql`select ${value('personId')}, ${columns}
          from json_populate_recordset(null::task, ${value('rows')}::json)`;
  return raw(sql`insert into task (user_id, ${columns}) ${given}`);
};

const stored = [...readColumns, 'title_folded', 'description_folded'] as const;

/** The rows of tasks, as JSON, in which the entity would write them. */
export function storedTasks(engine: Engine, tasks: readonly TaskRead[]): string {
  const time = (iso: string) => (engine === 'sqlite' ? Date.parse(iso) : iso);
  const rows = tasks.map(
    (task): Record<(typeof stored)[number], unknown> => ({
      id: task.id,
      title: task.title,
      description: task.description,
      completed: task.completed,
      created_at: time(task.createdAt),
      updated_at: time(task.updatedAt),
      title_folded: foldToStore(task.title),
      description_folded: foldToStore(task.description ?? ''),
    }),
  );
  return JSON.stringify(rows);
}
