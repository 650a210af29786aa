// Lists the ids of all people, for jobs.
import { type Kysely, sql } from 'kysely';
import { withDeadline } from '../connection/deadline.ts';
import type { Dialect } from '../dialect/dialect.ts';

/** See `Database.personIds`. @param timeoutMs of each page. @param pageSize rows of a page. */
export async function* listPersonIds(
  db: Kysely<never>,
  dialect: Dialect,
  timeoutMs: number,
  pageSize = 1_000,
): AsyncGenerator<string, void> {
  const hasTable = await withDeadline(() => dialect.schema.readTable(db, 'user'), timeoutMs);
  for (let after: string | undefined = hasTable && ''; after !== undefined; ) {
    const page = sql<{ id: string }>`
      select "user".id from "user" left join journal on journal.user_id = "user".id
      where "user".id > ${after} and journal.closed_at is null
      order by "user".id limit ${pageSize}`;
    const { rows } = await withDeadline(() => page.execute(db), timeoutMs);
    for (const { id } of rows) yield id;
    after = rows.at(-1)?.id;
  }
}
