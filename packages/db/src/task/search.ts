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
 * True where `column` holds `folded` text somewhere. Without LIKE, so that %, _ and \ are letters.
 * Also where there is no folded text, because plain SQL wrote the row: `holds` decides then.
 */
export function mayHold(
  engine: Engine,
  column: 'title' | 'description',
  folded: string,
): Expression<SqlBool> {
  const stored = sql.ref(`${column}_folded`);
  return engine === 'sqlite'
    ? sql`(${stored} is null or instr(${stored}, ${folded}) > 0)`
    : sql`(${stored} is null or strpos(${stored}, ${folded}::text) > 0)`;
}

/** Whether the text itself does; PostgreSQL cannot tell, its idea of case depends on its locale. */
export const holds = (task: Text, folded: string): boolean =>
  fold(task.title).includes(folded) || fold(task.description ?? '').includes(folded);

interface Text {
  title: string;
  description: string | null;
}
