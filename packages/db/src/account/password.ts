// What is kept of a password, read in Better Auth's table for one question.
import { type Kysely, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';

/** See `Accounts`. */
export async function isPassword(
  db: Kysely<never>,
  engine: Engine,
  personId: string,
  hash: string,
): Promise<boolean> {
  // Waits for a change that has the row. SQLite has one writer: there is none under way.
  const waiting = engine === 'sqlite' ? sql`` : sql` for share`;
  const { rows } = await sql<{ password: string | null }>`
    select password from account
    where user_id = ${personId} and provider_id = 'credential'${waiting}`.execute(db);
  return rows.length === 1 && rows[0]?.password === hash;
}
