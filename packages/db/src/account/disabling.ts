// An operator can disable an account: `disabled_at` in its row of `journal`. Look-ups of sessions and tokens
// refuse it from the next request on, in every process. Its rows stay, and it can be enabled again.
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** Sets when the account was disabled; null enables it. It stays disabled since the first time. */
export async function setDisabledAt(
  db: Kysely<never>,
  dialect: Dialect,
  personId: string,
  at: Date | null,
): Promise<void> {
  const time = at && dialect.storedTime(at);
  const set = at ? sql`coalesce(journal.disabled_at, excluded.disabled_at)` : sql`null`;
  await sql`
    insert into journal (user_id, disabled_at) values (${personId}, ${time})
    on conflict (user_id) do update set disabled_at = ${set}`.execute(db);
}

export async function isAccountDisabled(db: Kysely<never>, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from journal where user_id = ${personId} and disabled_at is not null`.execute(db);
  return rows.length > 0;
}

/** A person as an operator sees them. */
export interface ListedPerson {
  id: string;
  email: string;
  name: string;
  createdAt: Date;
  isDisabled: boolean;
}

interface Row {
  id: string;
  email: string;
  name: string;
  created_at: Date | string | number;
  disabled_at: Date | number | null;
}

/** A page of the people whose account was not deleted, in the order of their addresses. */
export async function listPeople(
  db: Kysely<never>,
  afterEmail: string,
  pageSize: number,
): Promise<ListedPerson[]> {
  const { rows } = await sql<Row>`
    select "user".id, email, name, "user".created_at, disabled_at
    from "user" left join journal on journal.user_id = "user".id
    where email > ${afterEmail} and journal.closed_at is null
    order by email limit ${pageSize}`.execute(db);
  return rows.map(({ id, email, name, created_at, disabled_at }) => ({
    id,
    email,
    name,
    createdAt: new Date(created_at),
    isDisabled: disabled_at !== null,
  }));
}
