// One task of somebody's. Those that are asked for at the same time share a statement, in which each id
// stands beside its owner.
import { type SqlBool, sql } from 'kysely';
import type { Ask, Statement } from '../connection/prepared.ts';
import { type AskTogether, together } from '../connection/together.ts';
import { readColumns, type TaskColumns, type TaskRow, type TaskTables } from './own-tasks.ts';

interface OwnId {
  personId: string;
  id: number;
}

/** Somebody else's is not found. */
export type FindTask = AskTogether<OwnId, TaskColumns>;

export const taskFinder = (ask: Ask): FindTask =>
  together(async (wanted) => {
    const rows = await ask(byOwnersAndIds, {
      people: wanted.map(({ personId }) => personId),
      ids: wanted.map(({ id }) => id),
    });
    const found = new Map(rows.map((row) => [row.id, row]));
    return wanted.map(({ personId, id }) => {
      const row = found.get(id);
      return row?.user_id === personId ? row : undefined;
    });
  });

const columns = ['task.user_id', ...readColumns.map((name) => `task.${name}` as const)] as const;

const byOwnersAndIds: Statement<
  TaskTables,
  { people: readonly string[]; ids: readonly number[] },
  TaskColumns & Pick<TaskRow, 'user_id'>
> = ({ db, engine, value }) => {
  const [people, ids] = [value('people'), value('ids')];
  if (engine === 'sqlite') {
    return db
      .selectFrom(sql<{ key: number; value: number }>`json_each(${ids})`.as('wanted'))
      .crossJoin('task')
      .whereRef('task.id', '=', 'wanted.value')
      .where(sql<SqlBool>`task.user_id = ${people} ->> wanted.key`)
      .select(columns);
  }
  return db
    .selectFrom(
      sql<
        Pick<TaskRow, 'user_id' | 'id'>
      >`unnest(${people}::text[], ${ids}::integer[])`.as<'wanted'>(sql`wanted (user_id, id)`),
    )
    .innerJoin('task', (join) =>
      join.onRef('task.id', '=', 'wanted.id').onRef('task.user_id', '=', 'wanted.user_id'),
    )
    .select(columns);
};
