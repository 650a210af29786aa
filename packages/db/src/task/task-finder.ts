// One task of somebody's. Those that are asked for at the same time share a statement, in which each id
// stands beside its owner.
import { sql } from 'kysely';
import type { Ask, Statement } from '../connection/prepared.ts';
import { type AskTogether, together } from '../connection/together.ts';
import { readColumns, type TaskColumns, type TaskRow } from './own-tasks.ts';

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

type Found = TaskColumns & Pick<TaskRow, 'user_id'>;

const byOwnersAndIds: Statement<unknown, { people: string[]; ids: number[] }, Found> = ({
  engine,
  raw,
  value,
}) => {
  const columns = sql.join(['user_id', ...readColumns].map((name) => sql.ref(`task.${name}`)));
  const [people, ids] = [value('people'), value('ids')];
  return raw(
    engine === 'sqlite'
      ? sql<Found>`select ${columns} from json_each(${ids}) as wanted
        cross join task on task.id = wanted.value and task.user_id = ${people} ->> wanted.key`
      : sql<Found>`select ${columns} from unnest(${people}::text[], ${ids}::integer[]) as wanted (user_id, id)
        join task on task.id = wanted.id and task.user_id = wanted.user_id`,
  );
};
