// Search ignores case and Unicode form, alike on both engines: JavaScript folds the texts, the database
// compares. The folded text is stored beside the text (task.entity.ts).
import { fold } from '@tydo/rules/fold';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** Marks the folding rule of a text. Folded texts have no small letters, so no search finds it. */
const rule = 'n';

/** Folded text as it is stored. ASCII has no mark: all versions fold it alike. */
export function foldToStore(text: string): string {
  const folded = fold(text);
  return /^[\0-\x7f]*$/.test(folded) ? folded : rule + folded;
}

/** SQL: whether a row's folded text is missing or has an older rule. */
const isUnfolded = (dialect: Dialect): string =>
  [
    isMissing('title'),
    isMissing('description'),
    isOld(dialect, 'title'),
    isOld(dialect, 'description'),
  ].join(' or ');

/** SQL: whether backfill.ts has to write the row. */
export const needsBackfill = (dialect: Dialect): string =>
  `${isUnfolded(dialect)} or uid is null or rank is null or completed <> (completed_at is not null)`;

type Column = 'title' | 'description';
const isMissing = (column: Column) => `${column}_folded is null`;
const isOld = (dialect: Dialect, column: Column) =>
  `${dialect.byteLength(`${column}_folded`)} <> length(${column}_folded) and substr(${column}_folded, 1, 1) <> '${rule}'`;

/**
 * SQL: whether `column` contains the folded text. Not by LIKE, so %, _ and \ are ordinary characters. Also
 * true for rows that are not backfilled: `holds` decides about them.
 */
export function mayHold(dialect: Dialect, column: Column, folded: string): Expression<SqlBool> {
  const found = dialect.contains(sql.ref(`${column}_folded`), folded);
  return sql`(${found} or ${sql.raw(isMissing(column))} or ${sql.raw(isOld(dialect, column))})`;
}

/** Whether a task contains the folded text. In JavaScript: PostgreSQL's case depends on its locale. */
export const holds = (task: Text, folded: string): boolean =>
  fold(task.title).includes(folded) || fold(task.description ?? '').includes(folded);

interface Text {
  title: string;
  description: string | null;
}
