// A person whose account was deleted has a tombstone: `closed_at` in their row of `journal`, for ever.
// Every write of a unit of work takes that row (operation/write-operation.ts), so it either was committed before
// the tombstone stood, and is erased, or it is refused. See docs/decisions/0010-tombstone.md.
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** Of an index that finds those who may still have something; see operation.entity.ts. */
export const isUnerased = 'closed_at is not null and erased_at is null';

/** Somebody whose tombstone stands, but who may still have something. */
export interface ClosedAccount {
  personId: string;
  closedAt: Date;
}

/** Waits for a write of theirs that is about to commit. Where it stands already, it stays as it is. */
export async function close(db: Kysely<never>, dialect: Dialect, personId: string): Promise<void> {
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

/** Up to a thousand, those first who wait longest. */
export async function closedAccounts(db: Kysely<never>): Promise<ClosedAccount[]> {
  const { rows } = await sql<{ user_id: string; closed_at: Date | number }>`
    select user_id, closed_at from journal where ${sql.raw(isUnerased)}
    order by closed_at limit 1000`.execute(db);
  return rows.map((row) => ({ personId: row.user_id, closedAt: new Date(row.closed_at) }));
}

/** Leaves of a closed person an id and two dates. */
export async function finish(db: Kysely<never>, dialect: Dialect, personId: string): Promise<void> {
  await sql`
    update journal set erased_at = ${dialect.storedTime(new Date())}, seq = 0, pruned = 0
    where user_id = ${personId} and ${sql.raw(isUnerased)}`.execute(db);
}
