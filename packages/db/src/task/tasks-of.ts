// Finds the tasks of a list, section or label, open and completed.
import { operationLimits } from '@tydo/schemas/operation';
import { type SqlBool, sql } from 'kysely';
import { firstOf, type OwnStatement, type QueryOwn } from '../own-rows.ts';
import { ownTasks } from './own-tasks.ts';
import { ownTaskLabels } from './task-labels.ts';

export type Holder = 'list' | 'section' | 'label';

interface Of {
  id: string;
  limit: number;
}

/** Their ids, in no particular order; at most one more than an operation can change. */
export async function idsOfTasks(query: QueryOwn, of: Holder, id: string): Promise<number[]> {
  const found = await query(statements[of], { id, limit: operationLimits.rows + 1 });
  return found.map((row) => row.id);
}

const statements: Record<Holder, OwnStatement<Of, { id: number }>> = {
  list: ownTasks((tasks, { value }) =>
    tasks
      .where('list_id', '=', value('id'))
      .select('id')
      .limit(firstOf(value('limit'))),
  ),
  // Through its list, which leads an index.
  section: ownTasks((tasks, { value }) =>
    tasks
      .where(
        sql<SqlBool>`list_id = (select list_id from section
          where section.user_id = task.user_id and section.id = ${value('id')})`,
      )
      .where('section_id', '=', value('id'))
      .select('id')
      .limit(firstOf(value('limit'))),
  ),
  label: ownTaskLabels((pairs, { value }) =>
    pairs
      .where('label_id', '=', value('id'))
      .select('task_id as id')
      .limit(firstOf(value('limit'))),
  ),
};
