// A deleted account has a tombstone: `closed_at` in its row of `journal`, for ever. Every write of a unit of
// work locks that row (operation/write-operation.ts), so it was either committed before the tombstone, and
// is erased, or it is refused. See docs/decisions/0010-tombstone.md.
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** The condition of the index of closed accounts that may still have rows; see operation.entity.ts. */
export const isUnerased = 'closed_at is not null and erased_at is null';

/** A closed account that may still have rows. */
export interface ClosedAccount {
  personId: string;
  closedAt: Date;
}

/** Waits for a write of this person that is about to commit. An existing tombstone stays as it is. */
export async function closeAccount(
  db: Kysely<never>,
  dialect: Dialect,
  personId: string,
): Promise<void> {
  await sql`
    insert into journal (user_id, closed_at) values (${personId}, ${dialect.storedTime(new Date())})
    on conflict (user_id) do update set closed_at = excluded.closed_at
    where journal.closed_at is null`.execute(db);
}

export async function isAccountClosed(db: Kysely<never>, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from journal where user_id = ${personId} and closed_at is not null`.execute(db);
  return rows.length > 0;
}

/** Up to 1,000, the oldest first. */
export async function closedAccounts(db: Kysely<never>): Promise<ClosedAccount[]> {
  const { rows } = await sql<{ user_id: string; closed_at: Date | number }>`
    select user_id, closed_at from journal where ${sql.raw(isUnerased)}
    order by closed_at limit 1000`.execute(db);
  return rows.map((row) => ({ personId: row.user_id, closedAt: new Date(row.closed_at) }));
}

/** Only the id and two dates stay. */
export async function markErased(
  db: Kysely<never>,
  dialect: Dialect,
  personId: string,
): Promise<void> {
  await sql`
    update journal set erased_at = ${dialect.storedTime(new Date())}, seq = 0, pruned = 0
    where user_id = ${personId} and ${sql.raw(isUnerased)}`.execute(db);
}
