// Inserts more tasks than calls could create in the time of a test.
import type { Engine } from '../dialect/dialect.ts';
import { execute } from './execute.ts';

/** Many completed tasks, whose `updated_at` grows with the id. */
export interface ManyTasks {
  personId: string;
  count: number;
  /** An SQL expression. Default: null. */
  description?: string;
}

/** Inserts them without the journal. */
export async function insertDone(
  { engine, url }: { engine: Engine; url: string },
  { personId, count, description = 'null' }: ManyTasks,
): Promise<void> {
  const columns = 'user_id, title, description, completed, created_at, updated_at';
  const common = `'${personId}', 'task ' || n, ${description}`;
  await execute(
    url,
    engine === 'sqlite'
      ? `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})
         insert into task (${columns})
         select ${common}, 1, 1700000000000, 1700000000000 + n from numbers`
      : `insert into task (${columns})
         select ${common}, true, to_timestamp(1700000000), to_timestamp(1700000000 + n / 1000.0)
         from generate_series(1, ${count}) as n`,
  );
}
