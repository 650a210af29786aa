// Tasks whose parent an older version deleted: it knows of no children.
import { type Kysely, sql } from 'kysely';
import { hasParent } from './task.entity.ts';

/** Their ids by person. None while a task has no uid, by which a child may name it. */
export async function findOrphans(db: Kysely<never>): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ user_id: string; id: number }>`
    select user_id, id from task where ${sql.raw(hasParent)}
      and not exists (select 1 from task as parent
        where parent.user_id = task.user_id and parent.uid = task.parent_uid)
      and not exists (select 1 from task as unfilled where unfilled.uid is null)
      and not exists (select 1 from journal
        where journal.user_id = task.user_id and closed_at is not null)
    order by id`.execute(db);
  const people = Map.groupBy(rows, (row) => row.user_id);
  return new Map([...people].map(([personId, own]) => [personId, own.map(({ id }) => id)]));
}
