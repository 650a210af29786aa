// Search without regard to case, in the same way on both engines: JavaScript folds, the database
// compares. The folded text is stored beside the text (task.entity.ts).
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Engine } from '../connection/connection.ts';

/**
 * Text as the search compares it. Lower and then upper, because the second step depends on no
 * context: it makes one letter of Σ, σ and ς, and SS of ß.
 */
export const fold = (text: string): string => text.toLowerCase().toUpperCase();

/**
 * True where `column` holds `search` somewhere, whatever the case. Without LIKE, so that %, _ and \
 * are letters. A row that was written by plain SQL has no folded text: the engine's own upper() then.
 */
export function contains(
  engine: Engine,
  column: 'title' | 'description',
  search: string,
): Expression<SqlBool> {
  const folded = sql`coalesce(${sql.ref(`${column}_folded`)}, upper(${sql.ref(column)}))`;
  if (engine === 'sqlite') return sql`instr(${folded}, ${fold(search)}) > 0`;
  return sql`strpos(${folded}, ${fold(search)}::text) > 0`;
}
