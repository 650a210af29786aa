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
 * are letters. A row that plain SQL wrote has no folded text and is folded now, by PostgreSQL's own
 * `upper()` there.
 */
export function contains(
  engine: Engine,
  column: 'title' | 'description',
  search: string,
): Expression<SqlBool> {
  const [text, folded] = [sql.ref(column), sql.ref(`${column}_folded`)];
  return engine === 'sqlite'
    ? sql`instr(coalesce(${folded}, tydo_fold(${text})), ${fold(search)}) > 0`
    : sql`strpos(coalesce(${folded}, upper(${text})), ${fold(search)}::text) > 0`;
}
