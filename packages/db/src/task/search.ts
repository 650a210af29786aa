// Search without regard to case and Unicode form, in the same way on both engines: JavaScript folds, the
// database compares. The folded text is stored beside the text (task.entity.ts).
import { fold } from '@tydo/rules/fold';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';

/** Says by which rule a text was folded. No folded text has a small letter, so nobody finds it. */
const rule = 'n';

/** Folded text as it is stored: what every version folded alike is as it was. */
export function foldToStore(text: string): string {
  const folded = fold(text);
  return /^[\0-\x7f]*$/.test(folded) ? folded : rule + folded;
}

/** SQL: whether a row's folded text is missing, or was made by a version with another rule. */
const isUnfolded = (dialect: Dialect): string =>
  [
    isMissing('title'),
    isMissing('description'),
    isOld(dialect, 'title'),
    isOld(dialect, 'description'),
  ].join(' or ');

/** SQL: whether a row lacks a column that backfill.ts fills. */
export const needsBackfill = (dialect: Dialect): string =>
  `${isUnfolded(dialect)} or uid is null or rank is null`;

type Column = 'title' | 'description';
const isMissing = (column: Column) => `${column}_folded is null`;
const isOld = (dialect: Dialect, column: Column) =>
  `${dialect.byteLength(`${column}_folded`)} <> length(${column}_folded) and substr(${column}_folded, 1, 1) <> '${rule}'`;

/**
 * True where `column` holds `folded` text somewhere. Without LIKE, so that %, _ and \ are letters.
 * Also where the row is unfolded, because plain SQL or an older version wrote it: `holds` decides then.
 */
export function mayHold(dialect: Dialect, column: Column, folded: string): Expression<SqlBool> {
  const found = dialect.contains(sql.ref(`${column}_folded`), folded);
  return sql`(${found} or ${sql.raw(isMissing(column))} or ${sql.raw(isOld(dialect, column))})`;
}

/** Whether the text itself does; PostgreSQL cannot tell, its idea of case depends on its locale. */
export const holds = (task: Text, folded: string): boolean =>
  fold(task.title).includes(folded) || fold(task.description ?? '').includes(folded);

interface Text {
  title: string;
  description: string | null;
}
