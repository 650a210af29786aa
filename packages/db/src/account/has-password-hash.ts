// Compares the stored hash of a password, which is in one of Better Auth's tables.
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** See `AuthDatabase`. */
export async function hasPasswordHash(
  db: Kysely<never>,
  dialect: Dialect,
  personId: string,
  hash: string,
): Promise<boolean> {
  // Waits for a concurrent change of the row.
  const { rows } = await sql<{ password: string | null }>`
    select password from account
    where user_id = ${personId} and provider_id = 'credential' ${dialect.forShare}`.execute(db);
  return rows.length === 1 && rows[0]?.password === hash;
}
