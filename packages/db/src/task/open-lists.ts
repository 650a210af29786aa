// Views do not show the tasks of archived lists.
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Whether the list of a task is not archived. */
export const isOfOpenList = (personId: unknown): RawBuilder<SqlBool> =>
  sql`list_id not in (select list.id from list where list.user_id = ${personId} and list.archived_at is not null)`;
