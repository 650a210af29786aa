// What is kept of a password, read in Better Auth's table for one question.
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** See `Accounts`. */
export async function hasPasswordHash(
  db: Kysely<never>,
  dialect: Dialect,
  personId: string,
  hash: string,
): Promise<boolean> {
  // Waits for a change that has the row.
  const { rows } = await sql<{ password: string | null }>`
    select password from account
    where user_id = ${personId} and provider_id = 'credential' ${dialect.forShare}`.execute(db);
  return rows.length === 1 && rows[0]?.password === hash;
}
