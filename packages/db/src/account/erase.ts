// Deletes all rows of a closed account from our tables, in batches that block others only briefly.
import { setImmediate as immediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Entity } from '../entities.ts';
import { isAccountClosed } from './tombstone.ts';

const batch = 1_000;

/**
 * See `AuthDatabase.erase`.
 *
 * @param signal aborts it after a batch.
 * @returns whether nothing is left.
 * @throws TypeError for an account that is not closed: it could still be written to.
 */
export async function erase(
  db: Kysely<never>,
  entities: readonly Entity[],
  personId: string,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!(await isAccountClosed(db, personId))) throw new TypeError('This account is not closed.');
  for (const { schema, erased: key } of entities) {
    if ('kept' in key) continue;
    const table = schema.tableName;
    if (!(await eraseFrom(db, { table, key, personId }, signal))) return false;
  }
  return true;
}

async function eraseFrom(
  db: Kysely<never>,
  { table, key, personId }: { table: string; key: readonly string[]; personId: string },
  signal?: AbortSignal,
): Promise<boolean> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const own = sql`from ${sql.table(table)} where user_id = ${personId}`;
  // By keyset: otherwise each statement would read through the deleted entries of the index again.
  for (let after = sql``; ; await immediate()) {
    if (signal?.aborted) return false;
    const { rows } = await sql<Record<string, unknown>>`
      select ${columns} ${own} ${after} order by ${columns} limit ${batch}`.execute(db);
    const last = rows.at(-1);
    if (!last) return true;
    const values = sql.join(key.map((name) => last[name]));
    await sql`delete ${own} ${after} and (${columns}) <= (${values})`.execute(db);
    after = sql`and (${columns}) > (${values})`;
  }
}
